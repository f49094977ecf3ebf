import * as fc from 'fast-check';
import { valuePaths } from '../../helm';
import { vllmValues } from './arbitrary-vllm-values';
import { damagedOptions, wrongOptions } from './broken-options';
import { at, changesOf, junkAtKey, junkSomewhere, spoilt, typo, type Mistake } from './mistakes';
import { over, type Values } from './product-chart';
import { vllm } from './products';
import { refusedValues } from './refused-values';

const declared = valuePaths(vllm.schema);

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
  authType: fc.constantFrom('ak', 'rrsa', 'public', 'AK', 'sts', 'csi-secret-store'),
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
  { extraArgs: ['-tp2', '--max-log-len', '-1', '--API_KEY=a b', '--hf-overrides.api_key=$(X)'] },
  { extraVolumes: [{ name: 'caia' }, { name: 'models' }] },
  { extraVolumeMounts: [{ name: 'a', mountPath: '/tmpx' }] },
  { podLabels: { 'a.trustiflux.alibaba.com/x': 'y' } },
  { podAnnotations: { trustiflux: 'y' } },
  { autoscaling: { enabled: false, minReplicas: 4, maxReplicas: 3 } },
  { autoscaling: { enabled: false, metrics: [{ type: 'Resource' }] } },
  { serviceMonitor: { enabled: true } },
  { oss: { volumeAttributes: { urls: 'x', Path2: 'y' } } },
  { podDisruptionBudget: { enabled: false, minAvailable: 1, maxUnavailable: 1 } },
];
const brokenRules = changesOf([...nearMisses, ...refusedValues.map(([change]) => change)]);
const badOptions = fc
  .oneof(wrongOptions, damagedOptions)
  .map((change): Mistake => (given) => ({ ...given, ...change }));

const mistake = fc.oneof(
  typo,
  junkSomewhere,
  junkAtKey(declared),
  placeholderSomewhere,
  badOss,
  { weight: 4, arbitrary: badOptions },
  { weight: 2, arbitrary: brokenRules },
);

/** Values of the chart cai-vllm with one to three mistakes. */
export const brokenVllmValues: fc.Arbitrary<Values> = spoilt(vllmValues, mistake);
