import * as fc from 'fast-check';
import { valuePaths } from '../../helm';
import { copy } from '../support/arbitrary-values';
import { options as rightOptions, vllmValues } from './arbitrary-vllm-values';
import { over, schema, type Values } from './product-chart';

/** Something that a user may get wrong. */
type Mistake = (given: Values) => Values;

const declared = valuePaths(schema);

const junk = fc.constantFrom<unknown>(
  null,
  '',
  ' ',
  0,
  -1,
  1,
  1.5,
  65536,
  2 ** 53,
  1e21,
  'x',
  '0755',
  'yes',
  true,
  false,
  [],
  {},
  [null],
  [1],
  ['x'],
  [[]],
  [{}],
  { a: null },
  { a: 'x' },
  { a: 1 },
  { 'a b': 'x' },
  { name: 'x' },
  [{ name: 'x' }],
  [{ name: 'X_' }],
  'a\u0085b',
  '<no value>',
  { '<<': 'x' },
  { constructor: 'x' },
  'ak',
  'rrsa',
  '1Gi',
  '1.5Gi',
  '10.0.0.0/8',
  'a\n',
  '😀',
  'x'.repeat(300),
  '8080',
  [{ name: 'a', value: 1 }],
  [{ name: 'a', valueFrom: null }],
);

const placeholders = fc.constantFrom(
  '<trustee-ip>',
  'xxxxx',
  'oss-<region>.example.com',
  'XXX',
  '/xxxx/',
  'https://oss-<region>-internal.aliyuncs.com',
  '<(>',
  'kbs:///<a>/b/c',
);

/** A place in the values, found by going down as many times as there are steps. */
function within(
  given: unknown,
  steps: readonly number[],
  change: (place: Record<string, unknown>, key: string) => void,
): void {
  if (typeof given !== 'object' || given === null) return;
  const place = given as Record<string, unknown>;
  const keys = Object.keys(place);
  const key = keys[(steps[0] ?? 0) % keys.length];
  if (key === undefined) return;
  const inner = place[key];
  const [, ...rest] = steps;
  if (rest.length > 0 && typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0)
    within(inner, rest, change);
  else change(place, key);
}

const steps = fc.array(fc.nat(), { minLength: 1, maxLength: 6 });

function changed(change: (given: Values) => void): Mistake {
  return (given) => {
    const result = copy(given);
    change(result);
    return result;
  };
}

const typo = fc.tuple(steps, fc.constantFrom('s', 'x', '_')).map(([way, letter]) =>
  changed((given) => {
    within(given, way, (place, key) => {
      place[`${key}${letter}`] = copy(place[key]);
    });
  }),
);

const junkSomewhere = fc.tuple(steps, junk).map(([way, bad]) =>
  changed((given) => {
    within(given, way, (place, key) => {
      place[key] = copy(bad);
    });
  }),
);

function at(path: string, value: unknown): Values {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values;
}

const junkAtKey = fc.tuple(fc.constantFrom(...declared), fc.oneof(junk, fc.constant(null))).map(
  ([path, bad]): Mistake =>
    (given) =>
      over(given, at(path, copy(bad))),
);

const placeholderSomewhere = fc
  .tuple(fc.constantFrom(...declared.filter((path) => /^(oss|image|model)\./.test(path))), placeholders)
  .map(
    ([path, text]): Mistake =>
      (given) =>
        over(given, at(path, text)),
  );

const ossTexts = {
  bucket: fc.constantFrom('conf-ai', '<bucket>', '<(>', 'ab', 'Conf', 'oss-cn-beijing'),
  path: fc.constantFrom('/', 'no-slash', '/<path>', ''),
  url: fc.constantFrom(
    'oss-cn-beijing.aliyuncs.com',
    'https://conf-ai.oss-cn-beijing.aliyuncs.com',
    'https://x.s3.oss-cn-beijing.aliyuncs.com',
    'https://conf-ai.example.com/',
    'https://oss-cn-beijing.aliyuncs.com',
    'http://a/b',
    'https://a\n',
    'https://oss-<region>',
  ),
  authType: fc.constantFrom('ak', 'rrsa', 'public', 'AK', 'sts'),
  akId: fc.constantFrom('id', '', null, 'xxxxx'),
  akSecret: fc.constantFrom('secret', '', null, 'xxxxx'),
  existingSecret: fc.constantFrom('oss-key', null, 'Oss'),
  roleName: fc.constantFrom('reader', '', '<role>'),
  roleArn: fc.constantFrom('acs:ram::1:role/reader', '', null),
  oidcProviderArn: fc.constantFrom('acs:ram::1:oidc-provider/x', '', null),
  otherOpts: fc.constantFrom('-o a', 'a', '-oa', '-o a b', '-o', '-o a -o', ' -o a', '-o a\n', ''),
  fuseType: fc.constantFrom('ossfs', 'ossfs2', 'ossfs3'),
};
const badOss = fc.record(ossTexts, { requiredKeys: [], noNullPrototype: true }).map(
  (oss): Mistake =>
    (given) =>
      over(given, { oss }),
);

const optionValues = fc.constantFrom<unknown>(
  null,
  '',
  0,
  true,
  false,
  'true',
  [],
  {},
  'x',
  'pvc-oss',
  'PVC',
  'a'.repeat(254),
  'kbs:///a/b/c',
  'kbs:///a/b',
  'kbs://host/a/b/c',
  'http://<trustee-ip>:8081/api',
  'https://[::1]/',
  'http://a?b',
  'https://1.2.3.4.5',
  `https://a/${'b'.repeat(2048)}`,
  '1.3.1',
  '1.3.2',
  '1.4.0',
  '2.2.4',
  '2.2.5',
  '2.2.6',
  '1.3.1-xxx',
  '2.2.4-xxx',
  'latest',
  '-',
  'xxxxx',
  '{{ x }}',
);
const portLists = fc.constantFrom<unknown>(
  [{}],
  [1],
  ['8080'],
  [null],
  [{ port: '8080' }],
  [{ port: 0 }],
  [{ port: 65536 }],
  [{ port: 1.5 }],
  [{ port: -1 }],
  [{ port: 8080, regexes: [] }],
  [{ port: null }],
  [{ port: true }],
  {},
  'x',
  null,
  [[]],
  [{ port: 8080 }, { port: 8080 }],
  [{ port: 8080, 'allow-insecure-request-regexes': '^/$' }],
  [{ port: 8080, 'allow-insecure-request-regexes': [1] }],
  [{ port: 8080, 'allow-insecure-request-regexes': ['a', null] }],
  [{ port: 8080, 'allow-insecure-request-regexes': ['('] }],
  [{ port: 8080, 'allow-insecure-request-regexes': null }],
  [{ port: 8080, 'allow-insecure-request-regexes': ['\\"', ''] }],
  Array.from({ length: 65 }, (_, index) => ({ port: index + 1 })),
  [],
);
const optionChanges = fc.oneof(
  fc
    .record(
      {
        'cipher-text-volume': optionValues,
        'model-decryption-key-id': optionValues,
        'trustee-address': optionValues,
        'aa-version': optionValues,
        'cdh-version': optionValues,
        'tng-version': optionValues,
        'cachefs-version': optionValues,
        'tdx-ra-enable': optionValues,
        'gpu-ra-enable': optionValues,
        'tng-http-secure-port': optionValues,
        'Tdx-Ra-Enable': optionValues,
      },
      { requiredKeys: [], noNullPrototype: true },
    )
    .chain((all) => fc.subarray(Object.entries(all), { maxLength: 3 }))
    .map((some): Values => Object.fromEntries(some)),
  portLists.map((ports): Values => ({ 'tng-http-secure-ports': ports })),
  fc
    .constantFrom('cipher-text-volume', 'model-decryption-key-id', 'trustee-address')
    .map((key): Values => ({ [key]: undefined })),
  fc.constantFrom<Values>(
    { 'tdx-ra-enable': false, 'gpu-ra-enable': false },
    { 'tdx-ra-enable': false, 'gpu-ra-enable': undefined },
    { 'tdx-ra-enable': false, 'gpu-ra-enable': true },
    { 'tdx-ra-enable': false, 'gpu-ra-enable': 'x' },
    { 'aa-version': '1.4.0' },
    { 'tng-version': '2.2.6', 'aa-version': 'x' },
    { 'aa-version': '1.4.0', 'cdh-version': '1.4.0', 'tng-version': '2.2.4-xxx' },
    { 'aa-version': null, 'cdh-version': '1.4.0', 'tng-version': '2.2.6' },
  ),
);
const badOptions = fc
  .tuple(rightOptions, optionChanges, fc.boolean(), fc.boolean())
  .map(([right, change, asText, isSampleAllowed]): Mistake => (given) => {
    const document = copy(over(right, change));
    return {
      ...given,
      unsafeAllowSampleEvidence: isSampleAllowed,
      caiOptions: asText ? JSON.stringify(document) : document,
    };
  });
const badText = fc
  .tuple(
    rightOptions,
    fc.constantFrom<(text: string) => unknown>(
      () => '',
      () => ' \n',
      () => 'null',
      () => ' null\n',
      () => '[]',
      () => '"x"',
      () => '1',
      () => '{}',
      () => '{',
      () => 'nul',
      (text) => text.slice(1),
      (text) => `${text},`,
      (text) => text.replaceAll('"', "'"),
      (text) => `${text}${text}`,
      (text) => text.replace('}', ',}'),
      (text) => `${text.slice(0, -1)},"cipher-text-volume":"pvc-oss"}`,
      (text) => text.replace('{', '{"a":'.repeat(40)),
      (text) => text + ' '.repeat(70_000),
      () => null,
      () => 1,
      () => [],
      () => ({}),
    ),
  )
  .map(([right, damage]): Mistake => (given) => ({ ...given, caiOptions: damage(JSON.stringify(right)) }));

const brokenRules = fc
  .constantFrom<Values>(
    { resources: { limits: { memory: '64G' } } },
    { resources: { limits: { memory: 64 } } },
    { resources: { limits: { memory: '1.5Gi' } } },
    { resources: { limits: { 'nvidia.com/gpu': 1 } } },
    { resources: { requests: { 'nvidia.com/gpu': '1' } } },
    { gpuCount: 1, tensorParallelSize: 2 },
    { gpuCount: 0, tensorParallelSize: 2 },
    { env: [{ name: 'HOME', value: '/' }] },
    { env: [{ name: 'VLLM_API_KEY' }] },
    { extraArgs: ['--host=0.0.0.0'] },
    { extraArgs: ['--api-key'] },
    { extraArgs: ['--hosts=a', '--port'] },
    { extraVolumes: [{ name: 'model' }] },
    { extraVolumes: [{ name: 'cai-key' }, { name: 'caia' }] },
    { extraVolumeMounts: [{ name: 'a', mountPath: '/models' }] },
    {
      extraVolumeMounts: [
        { name: 'a', mountPath: '/tmp/x' },
        { name: 'a', mountPath: '/tmpx' },
      ],
    },
    { podAnnotations: { 'trustiflux.alibaba.com/x': 'y' } },
    { podLabels: { 'trustiflux.alibaba.com/confidential-computing-mode': 'NO' } },
    { podLabels: { 'a.trustiflux.alibaba.com/x': 'y' } },
    { podAnnotations: { trustiflux: 'y' } },
    { autoscaling: { enabled: true, minReplicas: 4, maxReplicas: 3 } },
    { autoscaling: { enabled: false, minReplicas: 4, maxReplicas: 3 } },
    { podDisruptionBudget: { enabled: true, minAvailable: 0, maxUnavailable: 0 } },
    { podDisruptionBudget: { enabled: false, minAvailable: 1, maxUnavailable: 1 } },
  )
  .map(
    (change): Mistake =>
      (given) =>
        over(given, change),
  );

const mistake = fc.oneof(
  typo,
  junkSomewhere,
  junkAtKey,
  placeholderSomewhere,
  badOss,
  { weight: 3, arbitrary: badOptions },
  badText,
  { weight: 2, arbitrary: brokenRules },
);

/** Right values with one to three mistakes. Now and then a mistake happens to be none. */
export const brokenValues: fc.Arbitrary<Values> = fc
  .tuple(vllmValues, fc.array(mistake, { minLength: 1, maxLength: 3 }))
  .map(([right, mistakes]) => copy(mistakes.reduce((given, make) => make(given), right)));
