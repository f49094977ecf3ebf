import * as fc from 'fast-check';
import { valuePaths } from '../../helm';
import { copy } from '../support/arbitrary-values';
import { vllmValues } from './arbitrary-vllm-values';
import { damagedOptions, wrongOptions } from './broken-options';
import { over, schema, type Values } from './product-chart';
import { refusedValues } from './refused-values';

/** Something that a user may get wrong. */
type Mistake = (given: Values) => Values;

const declared = valuePaths(schema);

const scalars = [
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
  '1Gi',
  '1.5Gi',
  'ak',
];
const texts = ['10.0.0.0/8', 'a\n', '😀', 'x'.repeat(300), '8080', 'a\u0085b', '<no value>'];
const structures = [
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
];
const items = [[{ name: 'x' }], [{ name: 'X_' }], [{ name: 'a', value: 1 }], [{ name: 'a', valueFrom: null }]];
const impossible: unknown[] = [{ '<<': 'x' }, { constructor: 'x' }];
const junk = fc.constantFrom<unknown>(...scalars, ...texts, ...structures, ...items, ...impossible);

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

// as near to a broken rule as can be
const nearMisses: readonly Values[] = [
  { gpuCount: 0, tensorParallelSize: 2 },
  { env: [{ name: 'HOMES' }, { name: 'home' }] },
  { extraArgs: ['--hosts=a', '--portal', 'port'] },
  { extraVolumes: [{ name: 'caia' }, { name: 'models' }] },
  { extraVolumeMounts: [{ name: 'a', mountPath: '/tmpx' }] },
  { podLabels: { 'a.trustiflux.alibaba.com/x': 'y' } },
  { podAnnotations: { trustiflux: 'y' } },
  { autoscaling: { enabled: false, minReplicas: 4, maxReplicas: 3 } },
  { podDisruptionBudget: { enabled: false, minAvailable: 1, maxUnavailable: 1 } },
];
const brokenRules = fc.constantFrom<Values>(...nearMisses, ...refusedValues.map(([change]) => change)).map(
  (change): Mistake =>
    (given) =>
      over(given, copy(change)),
);
const badOptions = fc
  .oneof(wrongOptions, damagedOptions)
  .map((change): Mistake => (given) => ({ ...given, ...change }));

const mistake = fc.oneof(
  typo,
  junkSomewhere,
  junkAtKey,
  placeholderSomewhere,
  badOss,
  { weight: 4, arbitrary: badOptions },
  { weight: 2, arbitrary: brokenRules },
);

/** Right values with one to three mistakes. Now and then a mistake happens to be none. */
export const brokenValues: fc.Arbitrary<Values> = fc
  .tuple(vllmValues, fc.array(mistake, { minLength: 1, maxLength: 3 }))
  .map(([right, mistakes]) => copy(mistakes.reduce((given, make) => make(given), right)));
