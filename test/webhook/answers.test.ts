import fc from 'fast-check';
import { createPatch, modeLabel, optionsAnnotation, statusAnnotation } from '../../injection';
import type { FakeApi } from './fake-api';
import { applyPatch } from './json-patch';
import { options, pod, podRequest, responseIn, review, type ReviewResponse } from './reviews';
import { caBundleOf, installedApi, RunningWebhook, send } from './running-webhook';

let api: FakeApi;
let running: RunningWebhook;

beforeAll(async () => {
  const installed = await installedApi();
  api = installed.api;
  running = await new RunningWebhook(installed.url).start();
  await running.ready();
});

afterAll(async () => {
  await running.stop();
  await api.stop();
});

async function answered(request: unknown, path = '/mutate'): Promise<ReviewResponse> {
  const { status, headers, body } = await send(running.port, caBundleOf(api), review(request), { path });
  expect([status, headers['content-type']]).toEqual([200, 'application/json']);
  const { apiVersion, kind } = JSON.parse(body) as Record<string, unknown>;
  expect([apiVersion, kind]).toEqual(['admission.k8s.io/v1', 'AdmissionReview']);
  return responseIn(body);
}

function patched(object: object, { patch }: ReviewResponse): unknown {
  return applyPatch(object, JSON.parse(Buffer.from(patch ?? '', 'base64').toString()) as never);
}

function deployment(annotation: string): unknown {
  const { metadata, spec } = pod({}, annotation);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'vllm' },
    spec: { template: { metadata, spec } },
  };
}

const deploymentKind = { group: 'apps', version: 'v1', kind: 'Deployment' };

describe('/mutate', () => {
  test('a Pod that asks for protection is patched, and is then as it is to be', async () => {
    const object = pod();
    const response = await answered(podRequest(object));
    expect(response).toMatchObject({ uid: podRequest(null).uid, allowed: true, patchType: 'JSONPatch' });
    expect(response.warnings).toEqual([expect.stringMatching(/^CAI5051 /)]);
    const after = patched(object, response) as { spec: { initContainers: { name: string }[] } };
    expect(after.spec.initContainers.map(({ name }) => name)).toEqual([
      'cai-sidecar-attestation-agent',
      'cai-sidecar-confidential-data-hub',
      'cai-sidecar-tng',
      'cai-sidecar-cachefs',
    ]);
    const again = await answered(podRequest(after));
    expect(again).toMatchObject({ allowed: true });
    expect(again).not.toHaveProperty('patch');
    expect(again).not.toHaveProperty('patchType');
  });

  test('a Pod that does not is left alone', async () => {
    const object = { ...pod(), metadata: { name: 'plain' } };
    expect(await answered(podRequest(object))).toEqual({ uid: podRequest(null).uid, allowed: true });
  });

  test('a Pod that cannot have all of its protection is refused with every problem', async () => {
    const text = JSON.stringify({ ...options, 'trustee-address': 'nowhere', 'tng-http-secure-port': [] });
    const { allowed, status, ...response } = await answered(podRequest(pod({ hostNetwork: true }, text)));
    expect({ allowed, code: status?.code, reason: status?.reason }).toEqual({
      allowed: false,
      code: 422,
      reason: 'Invalid',
    });
    const codes = (status?.message ?? '').split('\n').map((line) => line.split(' ')[0]);
    expect(codes).toEqual(expect.arrayContaining(['CAI1001', 'CAI1004']));
    expect(codes.length).toBeGreaterThanOrEqual(3);
    expect(status?.message).toContain('did you mean \\"tng-http-secure-ports\\"'.replaceAll('\\', ''));
    expect(response).not.toHaveProperty('patch');
  });

  test.each([
    ['DELETE of a Pod', podRequest(null, { operation: 'DELETE', oldObject: pod() })],
    ['CONNECT', podRequest(null, { operation: 'CONNECT', subResource: 'exec' })],
    ['an ephemeral container', podRequest(pod(), { operation: 'UPDATE', subResource: 'ephemeralcontainers' })],
    ['UPDATE of a Pod', podRequest(pod(), { operation: 'UPDATE' })],
    ['a binding', podRequest({ kind: 'Binding' }, { subResource: 'binding' })],
    [
      'a kind of the same name in another group',
      podRequest(pod(), { kind: { group: 'x.io', version: 'v1', kind: 'Pod' } }),
    ],
    ['another kind', podRequest(deployment('{}'), { kind: deploymentKind })],
  ])('%s is allowed unseen', async (_, request) => {
    expect(await answered(request)).toEqual({ uid: request.uid, allowed: true });
  });

  test.each([
    ['null', null],
    ['missing', undefined],
    ['a text', 'Pod'],
    ['a list', [1]],
  ])('a Pod that is %s is refused', async (_, object) => {
    const { allowed, status } = await answered(podRequest(object));
    expect(allowed).toBe(false);
    expect(status?.message).toMatch(/^CAI6111 missing-object: /);
  });
});

describe('/validate', () => {
  test('a workload whose Pods would be refused is refused', async () => {
    const request = podRequest(deployment('{"cipher-text-volum": "pvc-oss"}'), { kind: deploymentKind });
    const { allowed, status } = await answered(request, '/validate');
    expect([allowed, status?.code]).toEqual([false, 422]);
    expect(status?.message).toContain('CAI1001');
  });

  test('a workload whose Pods would be injected is allowed, with the warnings', async () => {
    const request = podRequest(deployment(JSON.stringify(options)), { kind: deploymentKind, operation: 'UPDATE' });
    const response = await answered(request, '/validate');
    expect(response).toMatchObject({ allowed: true, warnings: [expect.stringMatching(/^CAI5051 /)] });
    expect(response).not.toHaveProperty('patch');
  });

  test('a Pod is left to the admission policy', async () => {
    expect(await answered(podRequest(pod()), '/validate')).toEqual({ uid: podRequest(null).uid, allowed: true });
  });

  test.each([
    ['a status of a workload', podRequest(deployment('{'), { kind: deploymentKind, subResource: 'status' })],
    ['DELETE', podRequest(null, { kind: deploymentKind, operation: 'DELETE' })],
    ['an ephemeral container', podRequest(pod(), { operation: 'UPDATE', subResource: 'ephemeralcontainers' })],
    ['UPDATE of a Pod', podRequest(pod(), { operation: 'UPDATE' })],
    [
      'a kind that makes no Pods',
      podRequest({ apiVersion: 'v1', kind: 'Service' }, { kind: { group: '', version: 'v1', kind: 'Service' } }),
    ],
  ])('%s is allowed', async (_, request) => {
    expect(await answered(request, '/validate')).toEqual({ uid: request.uid, allowed: true });
  });
});

test('a key __proto__ is a key like any other', async () => {
  const text = review(podRequest(pod({ hostname: 'x' }))).replace(
    '"hostname":"x"',
    '"__proto__":{"allowed":true,"hostNetwork":true}',
  );
  const { status, body } = await send(running.port, caBundleOf(api), text);
  expect([status, responseIn(body).allowed]).toEqual([200, true]);
  const polluted = review(podRequest(pod())).replace('"request":{', '"request":{"__proto__":{"operation":"DELETE"},');
  expect(responseIn((await send(running.port, caBundleOf(api), polluted)).body)).toHaveProperty('patch');
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('of repeated keys the last one counts, as in the API server', async () => {
  const [first, last] = [podRequest(pod()), podRequest(pod(), { operation: 'DELETE', uid: 'last' })];
  const text = review(first).replace(/\}$/, `,"request":${JSON.stringify(last)}}`);
  expect(responseIn((await send(running.port, caBundleOf(api), text)).body)).toEqual({ uid: 'last', allowed: true });
});

test('warnings have no control characters and a length that the API server keeps', async () => {
  const ports = Array.from({ length: 40 }, (_, index) => ({ containerPort: 9000 + index, name: `p${index}` }));
  const { spec } = pod() as { spec: { containers: object[] } };
  const containers = ports.map(({ name, containerPort }) => ({
    ...spec.containers[0],
    name,
    ports: [{ containerPort }],
    livenessProbe: { httpGet: { port: containerPort, path: `/${'ä'.repeat(300)}` } },
  }));
  const { warnings = [] } = await answered(podRequest(pod({ containers })));
  expect(warnings.length).toBe(16);
  expect(warnings.at(-1)).toMatch(/^and \d+ more warnings/);
  expect(warnings.filter((warning) => Array.from(warning).length > 256 || /\p{Cc}/u.test(warning))).toEqual([]);
  expect(warnings.some((warning) => warning.endsWith('…'))).toBe(true);
});

test('a few warnings arrive whole, with what to do', async () => {
  const { spec } = pod() as { spec: { containers: object[] } };
  const probed = { ...spec.containers[0], livenessProbe: { httpGet: { port: 8080, path: `/${'p'.repeat(300)}` } } };
  const { warnings = [] } = await answered(podRequest(pod({ containers: [probed] })));
  expect(warnings.some((warning) => Array.from(warning).length > 256)).toBe(true);
  expect(warnings.some((warning) => warning.endsWith('…'))).toBe(false);
});

test('any JSON in the place of a Pod, or inside of one, is answered', async () => {
  const ca = caBundleOf(api);
  const anything = fc.jsonValue({ maxDepth: 4 });
  const field = fc.constantFrom('metadata', 'spec', 'status');
  const key = fc.constantFrom('containers', 'initContainers', 'volumes', 'ephemeralContainers', 'securityContext');
  const object = fc.oneof(
    anything,
    fc.tuple(field, anything).map(([name, value]) => ({ ...pod(), [name]: value })),
    fc.tuple(key, anything).map(([name, value]) => pod({ [name]: value })),
  );
  await fc.assert(
    fc.asyncProperty(object, fc.constantFrom('/mutate', '/validate'), async (value, path) => {
      const { status, body } = await send(running.port, ca, review(podRequest(value)), { path });
      const response = responseIn(body);
      expect(status).toBe(200);
      expect(response.status?.code ?? 422).toBe(422);
    }),
    { numRuns: 200 },
  );
});

test('each decision is one line of the log, without the Pod', async () => {
  running.lines.length = 0;
  const secret = 'the-content-of-an-environment-variable';
  const { spec } = pod() as { spec: { containers: object[] } };
  await answered(podRequest(pod({ containers: [{ ...spec.containers[0], env: [{ name: 'A', value: secret }] }] })));
  await answered(podRequest(pod({ hostNetwork: true }), { name: 'vllm-0', uid: 'two' }));
  expect(running.lines).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      msg: 'decision',
      uid: podRequest(null).uid,
      kind: 'Pod',
      namespace: 'default',
      name: 'cai-vllm-*',
      operation: 'CREATE',
      outcome: 'injected',
      codes: ['CAI5051'],
      operations: expect.any(Number) as number,
      ms: expect.any(Number) as number,
    },
    expect.objectContaining({ uid: 'two', name: 'vllm-0', outcome: 'denied', operations: 0 }) as object,
  ]);
  const said = JSON.stringify(running.lines);
  for (const word of [secret, optionsAnnotation, statusAnnotation, modeLabel]) expect(said).not.toContain(word);
});

test('metrics count decisions and problems by code', async () => {
  const counted = async (name: string): Promise<number> => {
    const { body } = await running.health('/metrics');
    return Number(
      body
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length + 1) ?? 0,
    );
  };
  const [injected, denied] = ['injected', 'denied'].map(
    (outcome) => `cai_webhook_decisions_total{outcome="${outcome}"}`,
  );
  const names = [injected ?? '', denied ?? '', 'cai_webhook_problems_total{code="CAI1011",severity="error"}'];
  const before = await Promise.all(names.map(counted));
  await answered(podRequest(pod()));
  await answered(podRequest(pod({}, '')));
  const after = await Promise.all(names.map(counted));
  expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 1, 1]);
  expect(await counted('cai_webhook_decision_duration_seconds_count')).toBeGreaterThan(1);
  const inHalfAYear = Date.now() / 1000 + 182 * 86_400;
  expect(await counted('cai_webhook_ca_expiry_timestamp_seconds')).toBeGreaterThan(inHalfAYear);
  expect(await counted('cai_webhook_certificate_expiry_timestamp_seconds')).toBeLessThan(inHalfAYear);
  expect(await counted('cai_webhook_templates_valid')).toBe(1);
});

test('the patch of the tests is the one of RFC 6902', () => {
  const before = { a: [1, 2, 3], b: { c: 'd' } };
  const after = { a: [0, 2], b: { e: 'f~/' } };
  expect(applyPatch(before, createPatch(before, after))).toEqual(after);
});
