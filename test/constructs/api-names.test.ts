import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { k8s } from 'cdk8s-plus-27';
import { asApi } from '../../helm/kubernetes/api-names';

const generated = readFileSync(
  join(dirname(require.resolve('cdk8s-plus-27/package.json')), 'lib/imports/k8s.js'),
  'utf8',
);
const printers = new Map(
  [...generated.matchAll(/\nfunction toJson_(\w+)\(obj\) \{([\s\S]*?)\n\}/g)].map(([, name, body]) => [name, body]),
);

/** Structs that props have, and what these are made of. */
function structsOfProps(): string[] {
  const found = new Set([
    'Affinity',
    'EnvVar',
    'HorizontalPodAutoscalerBehaviorV2',
    'LocalObjectReference',
    'MetricSpecV2',
    'NetworkPolicyPeer',
    'PodSecurityContext',
    'ResourceRequirements',
    'SecurityContext',
    'Toleration',
    'TopologySpreadConstraint',
    'Volume',
    'VolumeMount',
  ]);
  for (const name of found) {
    for (const [, inner] of bodyOf(name).matchAll(/toJson_(\w+)\(/g)) if (inner) found.add(inner);
  }
  return [...found];
}

function bodyOf(struct: string): string {
  const body = printers.get(struct);
  if (body === undefined) throw new Error(`cdk8s-plus-27 has no struct ${struct}`);
  return body;
}

const fields = structsOfProps().flatMap((struct) =>
  [...bodyOf(struct).matchAll(/'([^']+)': [^\n]*?obj\.(\w+)/g)].map(([, api = '', prop = '']) => ({
    struct,
    api,
    prop,
  })),
);
const renamed = fields.filter(({ api, prop }) => api !== prop);

test('the generated code is read', () => {
  expect(fields.length).toBeGreaterThan(300);
  expect(renamed.length).toBeGreaterThan(5);
});

test.each(renamed)('$struct.$prop becomes $api', ({ prop, api }) => {
  expect(asApi({ [prop]: 'x' })).toEqual({ [api]: 'x' });
});

test('no field changes that the API spells alike', () => {
  const alike = Object.fromEntries(fields.filter(({ api, prop }) => api === prop).map(({ api }) => [api, 'x']));
  expect(asApi(alike)).toEqual(alike);
});

test('keys of the user are no fields', () => {
  const words = Object.fromEntries(renamed.map(({ prop }) => [prop, 'x']));
  const volume: k8s.Volume = { name: 'own', csi: { driver: 'example.com', volumeAttributes: words } };
  const flexible: k8s.Volume = { name: 'own', flexVolume: { driver: 'example.com', options: words } };
  const selector: k8s.LabelSelector = { matchLabels: words };
  const metadata: k8s.ObjectMeta = { labels: words, annotations: words };
  for (const struct of [volume, flexible, selector, metadata]) expect(asApi(struct)).toEqual(struct);
});

test('quantities, and what is a number or a text, arrive bare', () => {
  expect(asApi({ limits: { cpu: k8s.Quantity.fromNumber(2), memory: k8s.Quantity.fromString('1Gi') } })).toEqual({
    limits: { cpu: 2, memory: '1Gi' },
  });
  expect(asApi([{ port: k8s.IntOrString.fromNumber(80) }, { port: k8s.IntOrString.fromString('http') }])).toEqual([
    { port: 80 },
    { port: 'http' },
  ]);
});

test('a struct that has a value is no quantity', () => {
  const toleration: k8s.Toleration = { key: 'a', value: 'b' };
  expect(asApi([toleration])).toEqual([toleration]);
});

test('fields that are newer than Kubernetes 1.27 stay', () => {
  const mount = { name: 'a', mountPath: '/a', recursiveReadOnly: 'Enabled' };
  expect(asApi([mount])).toEqual([mount]);
});
