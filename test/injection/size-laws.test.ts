import fc from 'fast-check';
import {
  admitPod,
  checkWorkload,
  createPatch,
  defaultTemplates,
  parseOptions,
  podProblems,
  type Json,
} from '../../injection';
import { Findings, takes } from '../../injection/findings';
import { mutate } from '../../webhook/decision';
import { injectorOf } from '../../webhook/injector';
import { writeReview } from '../../webhook/admission-review';
import { optedInPods } from './arbitrary-pods';

const optionsKey = 'trustiflux.alibaba.com/ack-cai-options';
const options = {
  'cipher-text-volume': 'c',
  'model-decryption-key-id': 'kbs:///a/b/c',
  'trustee-address': 'http://t/api',
};

/** However large a request, its answer is larger by no more than this. */
const maxAnswerGrowth = 512 * 1024;

const injector = injectorOf(defaultTemplates);

/** Bytes of the answer to the review of a Pod, and of the Pod itself. */
function sizes(pod: unknown): { asked: number; answered: number; outcome: string } {
  const request = { uid: 'u', group: '', kind: 'Pod', subResource: '', operation: 'CREATE', namespace: '', name: '' };
  const { answer, outcome } = mutate({ ...request, object: pod }, injector);
  const answered = writeReview('u', answer).reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  return { asked: Buffer.byteLength(JSON.stringify(pod)), answered, outcome };
}

interface Sizes {
  readonly containers: number;
  readonly mounts: number;
  readonly claims: number;
  readonly ports: number;
  readonly probes: number;
  readonly path: string;
  readonly text: string;
  readonly more: number;
}

function podOf({ containers, mounts, claims, ports, probes, path, text, more }: Sizes): Record<string, unknown> {
  const several = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => make(i));
  return {
    metadata: {
      annotations: {
        [optionsKey]: JSON.stringify({ ...options, 'tng-http-secure-ports': [{ port: 1 }] }),
        ...Object.fromEntries(several(more, (index) => [`trustiflux.alibaba.com/${index}${text}`, text])),
      },
    },
    spec: {
      volumes: several(claims, (index) => ({ name: `m${index}`, persistentVolumeClaim: { claimName: 'c' } })),
      containers: several(containers, (index) => ({
        name: `b${index}${text}`,
        ports: several(ports, () => ({ containerPort: 1 })),
        volumeMounts: several(mounts, (at) => ({ name: `m${at % claims}`, subPath: text })),
        ...(index < probes ? { readinessProbe: { httpGet: { port: 1, path: `/${path}${index}` } } } : {}),
      })),
    },
  };
}

const hostile = fc.constantFrom('', '"', '\\', '\u0001', '.', '"'.repeat(200), 'é'.repeat(120), '\u2028'.repeat(100));
const anySizes: fc.Arbitrary<Sizes> = fc.record({
  containers: fc.constantFrom(1, 2, 20, 200, 201),
  mounts: fc.constantFrom(0, 1, 10, 17, 100, 2000),
  claims: fc.constantFrom(1, 2, 32, 33),
  ports: fc.constantFrom(0, 1, 5, 1000),
  probes: fc.constantFrom(0, 1, 200),
  path: fc.tuple(hostile, fc.constantFrom(1, 10, 300)).map(([text, times]) => text.repeat(times)),
  text: hostile,
  more: fc.constantFrom(0, 1, 500),
});

test('an answer is larger than its request by a constant at most', () => {
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(fc.oneof(anySizes.map(podOf), optedInPods), (pod) => {
      const { asked, answered, outcome } = sizes(pod);
      outcomes.add(outcome);
      expect(answered).toBeLessThanOrEqual(asked + maxAnswerGrowth);
    }),
    { numRuns: 150 },
  );
  expect([...outcomes].sort()).toEqual(expect.arrayContaining(['denied', 'injected']));
});

test('a list of mounts that changes wholly is replaced wholly', () => {
  const pod = podOf({ containers: 1, mounts: 2000, claims: 1, ports: 0, probes: 0, path: '', text: '', more: 0 });
  const after = admitPod(pod, defaultTemplates).pod;
  const places = createPatch(pod as Json, after as Json).map(({ op, path }) => `${op} ${path}`);
  expect(places).toContain('replace /spec/containers/0/volumeMounts');
  expect(places.filter((place) => place.includes('volumeMounts'))).toHaveLength(1);
});

test('85,000 mounts are refused with a code, in a short answer', () => {
  const pod = podOf({ containers: 1, mounts: 85_000, claims: 1, ports: 0, probes: 0, path: '', text: '', more: 0 });
  const { decision, problems } = admitPod(pod, defaultTemplates);
  expect([decision, problems.map(({ code }) => code)]).toEqual(['denied', ['CAI5124']]);
  expect(sizes(pod).answered).toBeLessThan(4096);
});

/** How often anything in a value is read. */
function counting<T extends object>(value: T, count: { reads: number }): T {
  return new Proxy(value, {
    get: (target, key) => {
      count.reads++;
      const inner: unknown = Reflect.get(target, key);
      return typeof inner === 'object' && inner !== null ? counting(inner, count) : inner;
    },
  });
}

const growing: readonly (readonly [string, (count: number) => object])[] = [
  ['mounts', (mounts) => podOf({ ...one, mounts })],
  ['ports', (ports) => podOf({ ...one, ports })],
  ['annotations of ours', (more) => podOf({ ...one, more })],
  ['probes', (count) => podOf({ ...one, containers: count / 5, probes: count / 5 })],
  ['variables', (count) => ({ ...podOf(one), more: Array.from({ length: count }, () => ({ name: 'x' })) })],
];
const one: Sizes = { containers: 1, mounts: 1, claims: 1, ports: 1, probes: 1, path: 'p', text: '', more: 0 };

test.each(growing)('the work is linear in %s', (_, make) => {
  const [few, many] = [250, 1000].map((size) => {
    const count = { reads: 0 };
    admitPod(counting(make(size), count), defaultTemplates);
    return count.reads;
  });
  expect(many).toBeLessThan(4.5 * (few ?? 0));
});

test('the work is linear in templates of claims', () => {
  const [few, many] = [200, 800].map((size) => {
    const count = { reads: 0 };
    const { metadata, spec } = podOf({ ...one, mounts: 1 });
    const volumeClaimTemplates = Array.from({ length: size }, (_, index) => ({ metadata: { name: `t${index}` } }));
    const set = {
      kind: 'StatefulSet',
      apiVersion: 'apps/v1',
      metadata: { name: 's' },
      spec: { template: { metadata, spec }, volumeClaimTemplates },
    };
    expect(checkWorkload(counting(set, count), defaultTemplates).decision).toBe('injected');
    return count.reads;
  });
  expect(many).toBeLessThan(4.5 * (few ?? 0));
});

test('of five thousand mistakes in options a hundred are told', () => {
  const text = JSON.stringify({
    ...options,
    ...Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, 1])),
  });
  for (const { problems } of [
    parseOptions(text),
    admitPod({ metadata: { annotations: { [optionsKey]: text } }, spec: { containers: [] } }, defaultTemplates),
  ]) {
    expect(problems.filter(({ code }) => code === 'CAI1001')).toHaveLength(100);
  }
});

test.each([
  ['mounts', podOf({ ...one, mounts: 2000 })],
  ['ports', podOf({ ...one, ports: 1000 })],
  [
    'names of ours',
    { metadata: {}, spec: { containers: Array.from({ length: 5000 }, () => ({ name: 'cai-sidecar-tng' })) } },
  ],
])('of very many %s a hundred are told, and none after that is asked for', (_, pod) => {
  const { problems, warnings } = admitPod(pod, defaultTemplates);
  expect(Math.max(problems.length, warnings.length)).toBeGreaterThanOrEqual(1);
  expect(Math.max(problems.length, warnings.length)).toBeLessThanOrEqual(101);
});

test('findings take no more than they tell, of each severity', () => {
  const findings = new Findings();
  const warning = podProblems.noPortToSecure.at('/spec', {});
  const error = podProblems.hostNetwork.at('/spec', {});
  for (let count = 0; count < 150; count++) findings.push(warning);
  expect([findings.length, takes(findings, 'warning'), takes(findings, 'error')]).toEqual([100, false, true]);
  findings.push(error);
  expect(findings.at(-1)).toBe(error);
  expect(findings.filter(() => true)).not.toBeInstanceOf(Findings);
});
