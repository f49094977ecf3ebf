import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Finding } from '../../../cli/doctor/finding';
import { readProbe } from '../../../cli/doctor/node-probe';
import { isAtLeast } from '../../../cli/doctor/version-order';
import { cai } from '../in-process';
import { testCertificate } from './test-certificate';
import { standInKubectl, type KubectlAnswer } from './stand-in-kubectl';

let trustee: Server;
let health: unknown;

beforeAll(async () => {
  trustee = createServer((_, response) => response.end(JSON.stringify(health)));
  await new Promise<void>((resolve) => trustee.listen(0, '127.0.0.1', resolve));
});
afterAll(() => trustee.close());
beforeEach(() => {
  const ok = { status: 'ok' };
  health = { gateway: ok, kbs: ok, as: ok, rvps: ok };
});

const labels = {
  'node.kubernetes.io/instance-type': 'ecs.gn8v-tee.4xlarge',
  'ack.aliyun.com/nvidia-driver-version': '550.144.03',
  'feature.node.kubernetes.io/cpu-security.tdx.protected': 'true',
  'nvidia.com/cc.mode.state': 'on',
};
const conditions = [{ type: 'Ready', status: 'True' }];
const node = {
  metadata: { name: 'node1', labels },
  spec: {},
  status: { conditions, allocatable: { 'nvidia.com/gpu': '1' } },
};
const clients = [{ name: 'w', failurePolicy: 'Fail', clientConfig: { caBundle: testCertificate } }];
const version = { words: ['version'], stdout: { serverVersion: { gitVersion: 'v1.35.4' } } };

const policies = ['policy', 'binding-policy', 'entry-policy'].map((component) => ({
  metadata: { name: `cai-${component}`, labels: { 'app.kubernetes.io/component': component } },
}));
const bindings = policies.map(({ metadata }) => ({
  spec: { policyName: metadata.name, validationActions: ['Deny'] },
}));

/** A cluster in which everything is as it should be. */
const good: readonly KubectlAnswer[] = [
  version,
  { words: ['get', 'nodes'], stdout: { items: [node] } },
  { words: ['get', 'csidrivers'], stdout: { metadata: { name: 'ossplugin.csi.alibabacloud.com' } } },
  {
    words: ['get', 'csinodes'],
    stdout: {
      items: [{ metadata: { name: 'node1' }, spec: { drivers: [{ name: 'ossplugin.csi.alibabacloud.com' }] } }],
    },
  },
  { words: ['get', 'mutatingwebhookconfigurations'], stdout: { items: [{ webhooks: clients }] } },
  { words: ['get', 'validatingwebhookconfigurations'], stdout: { items: [{ webhooks: clients }] } },
  { words: ['get', 'validatingadmissionpolicies'], stdout: { items: policies } },
  { words: ['get', 'validatingadmissionpolicybindings'], stdout: { items: bindings } },
  { words: ['get', 'deployments'], stdout: { items: [{ spec: { replicas: 2 }, status: { readyReplicas: 2 } }] } },
  { words: ['get', 'namespace'], stdout: { metadata: { name: 'default', labels: {} } } },
  { words: ['auth', 'can-i'], stdout: 'yes\n' },
];

function description(): string {
  const { port } = trustee.address() as AddressInfo;
  return `model: {keyId: 'kbs:///default/aliyun/model-decryption-key'}
trustee: {address: 'http://127.0.0.1:${port}/api'}
`;
}

async function doctor(
  answers: readonly KubectlAnswer[],
  ...args: string[]
): Promise<{ code: number; findings: Map<string, Finding> }> {
  const env = { ...process.env, KUBECTL: standInKubectl([...answers, ...good]) };
  const ended = await cai(['doctor', '-o', 'json', ...args], { files: { 'cai.yaml': description() }, env });
  const { findings } = JSON.parse(ended.stdout) as { findings: Finding[] };
  return { code: ended.code, findings: new Map(findings.map((finding) => [finding.check, finding])) };
}

test('a cluster in which all is well', async () => {
  const { code, findings } = await doctor([]);
  expect([...findings.values()].filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  expect(findings.size).toBeGreaterThan(12);
  expect(code).toBe(0);
});

const nodeWith = (over: object, status: object = {}): KubectlAnswer => ({
  words: ['get', 'nodes'],
  stdout: {
    items: [
      { ...node, metadata: { name: 'node1', labels: { ...labels, ...over } }, status: { ...node.status, ...status } },
    ],
  },
});
const webhooks = (webhook: object): KubectlAnswer => ({
  words: ['get', 'mutatingwebhookconfigurations'],
  stdout: { items: [{ webhooks: [{ ...clients[0], ...webhook }] }] },
});

test.each<[string, KubectlAnswer, string, Finding['verdict'], string]>([
  [
    'an old API server',
    { words: ['version'], stdout: { serverVersion: { gitVersion: 'v1.29.9-aliyun.1' } } },
    'api-server-version',
    'failed',
    'Kubernetes v1.29.9-aliyun.1',
  ],
  ['no node', { words: ['get', 'nodes'], stdout: { items: [] } }, 'nodes', 'failed', '0: none'],
  ['nodes that may not be seen', { words: ['get', 'nodes'], code: 1 }, 'nodes', 'unknown', 'nodes may not be listed'],
  ['a node that is not ready', nodeWith({}, { conditions: [] }), 'node node1', 'failed', 'not ready'],
  [
    'an old driver',
    nodeWith({ 'ack.aliyun.com/nvidia-driver-version': '535.183.01' }),
    'NVIDIA driver of node1',
    'failed',
    '535.183.01',
  ],
  ['no GPU', nodeWith({}, { allocatable: {} }), 'GPUs of node1', 'failed', '0'],
  [
    'more GPUs than the policies demand',
    nodeWith({}, { allocatable: { 'nvidia.com/gpu': '8' } }),
    'GPUs of node1',
    'failed',
    '8',
  ],
  [
    'GPUs that are not confidential',
    nodeWith({ 'nvidia.com/cc.mode.state': 'off' }),
    'confidential mode of the GPUs of node1',
    'failed',
    'off',
  ],
  [
    'no CSI driver',
    { words: ['get', 'csidrivers'], stdout: '' },
    'csi-driver',
    'failed',
    'not installed; on nodes: node1',
  ],
  [
    'no webhook',
    { words: ['get', 'mutatingwebhookconfigurations'], stdout: '' },
    'mutating-webhook',
    'failed',
    'not registered',
  ],
  [
    'a webhook that fails open',
    webhooks({ failurePolicy: 'Ignore' }),
    'mutating-webhook',
    'failed',
    'does not fail closed: w',
  ],
  [
    'a webhook without a CA',
    webhooks({ clientConfig: {} }),
    'mutating-webhook',
    'failed',
    'has no caBundle: no replica has written one',
  ],
  [
    'a CA that is none',
    webhooks({ clientConfig: { caBundle: 'eA==' } }),
    'mutating-webhook',
    'failed',
    'caBundle holds no certificate',
  ],
  [
    'no policy',
    { words: ['get', 'validatingadmissionpolicies'], stdout: '' },
    'admission-policy',
    'warning',
    'not installed',
  ],
  [
    'a policy that is not bound',
    { words: ['get', 'validatingadmissionpolicybindings'], stdout: { items: bindings.slice(0, 2) } },
    'admission-policy',
    'warning',
    'not there, or not bound: entry-policy',
  ],
  [
    'a binding that only warns',
    {
      words: ['get', 'validatingadmissionpolicybindings'],
      stdout: {
        items: bindings.map(({ spec }) => ({ spec: { ...spec, validationActions: ['Warn'] } })),
      },
    },
    'admission-policy',
    'warning',
    'not installed',
  ],
  [
    'one replica',
    { words: ['get', 'deployments'], stdout: { items: [{ spec: { replicas: 2 }, status: { readyReplicas: 1 } }] } },
    'webhook-server',
    'warning',
    '1 of 2 replicas ready',
  ],
  [
    'a namespace that is baseline',
    {
      words: ['get', 'namespace'],
      stdout: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } },
    },
    'pod security of namespace default',
    'failed',
    'baseline',
  ],
  [
    'rights that are missing',
    { words: ['can-i', 'clusterroles'], stdout: 'no\n', code: 1 },
    'rights',
    'failed',
    'may not create clusterroles',
  ],
  [
    'a quota that is used up',
    {
      words: ['get', 'resourcequotas'],
      stdout: { items: [{ metadata: { name: 'q' }, status: { hard: { pods: '4' }, used: { pods: '4' } } }] },
    },
    'quota q, pods',
    'failed',
    '4 of 4 used',
  ],
])('%s', async (_, answer, check, ...[verdict, found]) => {
  const { code, findings } = await doctor([answer]);
  expect(findings.get(check)).toMatchObject({ verdict, found });
  expect(findings.get(check)?.fix).not.toBe('');
  expect(code).toBe(verdict === 'failed' ? 1 : 0);
});

test('a service of Trustee that is ill', async () => {
  health = { gateway: { status: 'ok' }, kbs: { status: 'error' } };
  expect((await doctor([])).findings.get('trustee')).toMatchObject({ verdict: 'failed', found: 'kbs: error' });
});

test('something else where Trustee should be', async () => {
  health = 'hello';
  expect((await doctor([])).findings.get('trustee')).toMatchObject({ verdict: 'failed' });
});

test('nodes are looked at by a Pod', async () => {
  const wait: KubectlAnswer = { words: ['wait'], stdout: 'met' };
  const logs: KubectlAnswer = {
    words: ['logs'],
    stdout: 'tdx yes\nkernel 5.10.134-18.al8.x86_64\ndriver 550.163.01\n',
  };
  const { code, findings } = await doctor(
    [wait, logs, nodeWith({ 'ack.aliyun.com/nvidia-driver-version': '1.0' })],
    '--probe-nodes',
  );
  expect(findings.get('TDX of node1')).toMatchObject({
    verdict: 'ok',
    found: '/dev/tdx_guest, kernel 5.10.134-18.al8.x86_64',
  });
  expect(findings.get('NVIDIA driver of node1')).toMatchObject({ verdict: 'ok', found: '550.163.01' });
  expect(code).toBe(0);
});

test('text for people', async () => {
  const env = { ...process.env, KUBECTL: standInKubectl([{ words: ['get', 'csidrivers'], stdout: '' }, ...good]) };
  const { code, stdout } = await cai(['doctor'], { files: { 'cai.yaml': description() }, env });
  expect(stdout).toContain('ok       api-server-version: Kubernetes v1.35.4\n');
  expect(stdout).toContain(`failed   csi-driver: not installed; on nodes: node1
         needed: CSI driver ossplugin.csi.alibabacloud.com
         fix: install the component csi-plugin`);
  expect(stdout).toMatch(/\d+ ok, 0 warnings, 1 failed, 0 unknown\n$/);
  expect(code).toBe(1);
});

test.each([
  ['550.144.03', '550.144.03', true],
  ['550.144.3', '550.144.03', true],
  ['v1.30.0-eks', '1.30', true],
  ['1.9', '1.30', false],
  ['551', '550.144.03', true],
  ['latest', '1.30', undefined],
])('%s is at least %s: %s', (version_, least, answer) => {
  expect(isAtLeast(version_, least)).toBe(answer);
});

test('a probe that saw nothing', () => {
  expect(readProbe('tdx no\nkernel 6.1\n')).toEqual({ tdxDevice: false, kernel: '6.1' });
});

describe('what a namespace demands of every container', () => {
  const quota = (hard: Record<string, string>): KubectlAnswer => ({
    words: ['get', 'resourcequotas'],
    stdout: { items: [{ metadata: { name: 'compute' }, spec: { hard }, status: { hard, used: {} } }] },
  });
  const limitRange = (item: Record<string, unknown>): KubectlAnswer => ({
    words: ['get', 'limitranges'],
    stdout: { items: [{ metadata: { name: 'bounds' }, spec: { limits: [{ type: 'Container', ...item }] } }] },
  });
  const four = 'cai-sidecar-attestation-agent, cai-sidecar-confidential-data-hub, cai-sidecar-tng, cai-sidecar-cachefs';

  test('a limit of the CPU, which neither the server nor the sidecars have', async () => {
    const { code, findings } = await doctor([quota({ 'limits.cpu': '100' })]);
    expect(findings.get('ResourceQuota compute, limits.cpu')).toEqual({
      check: 'ResourceQuota compute, limits.cpu',
      verdict: 'failed',
      found: `not said by inference-service, ${four}`,
      needed: 'limits.cpu of every container',
      fix: 'set vllm.resources.limits.cpu, webhook.sidecars.aa.resources.limits.cpu, webhook.sidecars.cdh.resources.limits.cpu, webhook.sidecars.tng.resources.limits.cpu, webhook.sidecars.cachefs.resources.limits.cpu; or give the namespace a LimitRange with a default',
    });
    expect(code).toBe(1);
  });

  test('what a LimitRange gives, nobody need say', async () => {
    const answers = [
      quota({ 'limits.cpu': '9', 'requests.memory': '9Gi' }),
      limitRange({ default: { cpu: '1', memory: '1Gi' } }),
    ];
    const { code, findings } = await doctor(answers);
    expect(findings.get('ResourceQuota compute, limits.cpu')).toMatchObject({
      verdict: 'ok',
      found: '5 containers get "1" by a LimitRange',
    });
    expect(findings.get('ResourceQuota compute, requests.memory')).toMatchObject({ verdict: 'ok' });
    expect(code).toBe(0);
  });

  test('the most and the least that a container may have', async () => {
    const { findings } = await doctor([
      limitRange({ max: { memory: '200Mi' }, min: { cpu: '60m' }, default: { memory: '1Mi' } }),
    ]);
    expect(findings.get('LimitRange bounds, max memory')).toMatchObject({
      verdict: 'failed',
      needed: 'limits.memory of every container at most 200Mi',
    });
    expect(findings.get('LimitRange bounds, min cpu')).toMatchObject({
      verdict: 'failed',
      found: expect.stringContaining('cai-sidecar-tng has 50m') as unknown,
    });
  });

  test('what may not be read is no reason to be silent', async () => {
    const { findings } = await doctor([{ words: ['get', 'limitranges'], code: 1 }]);
    expect(findings.get('demands of namespace default')).toMatchObject({
      verdict: 'unknown',
      found: 'limitRanges may not be read',
    });
  });
});
