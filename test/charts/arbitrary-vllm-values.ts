import * as fc from 'fast-check';
import type { z } from 'zod';
import { reservedEnv } from '../../constructs/vllm/container';
import {
  defaultVersions,
  defaultVersionSet,
  optionTable,
  placeholderPattern,
  versionedComponents,
  versionSets,
} from '../../injection';
import { checkOption } from '../../injection/options/option-values';
import { readRequestRegex } from '../../injection/options/request-regex';
import { copy, valuesFor } from '../support/arbitrary-values';
import { hostileText } from '../support/hostile-text';
import { authorityTexts } from './arbitrary-certificates';
import { over, type Values } from './product-chart';
import { vllm } from './products';

const placeholder = new RegExp(placeholderPattern, 'u');

/** A text of any kind but for what the rules take for a placeholder. */
const freeText = hostileText.filter((text) => text !== '' && !placeholder.test(text));

function optionalKeys(model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Values> {
  return fc.record(model, { requiredKeys: [], noNullPrototype: true });
}

/** A regular expression whose long repetitions are short: what matches it matches the pattern too. */
function shortened(pattern: string): RegExp {
  return new RegExp(pattern.replace(/\{0,[0-9]{2,3}\}/g, '{0,8}').replace(/\{1,[0-9]{2,3}\}/g, '{1,8}'), 'u');
}

/** A value of a text option that the table's own pattern allows. */
function textOption(key: string): fc.Arbitrary<string> {
  const option = optionTable.find((one) => one.key === key);
  if (option?.type !== 'string') throw new Error(`${key} is no option that takes a text`);
  const right = (text: string): boolean => checkOption(option, text).every(({ severity }) => severity !== 'error');
  const made = fc.stringMatching(shortened(option.pattern)).filter(right);
  return fc.oneof(fc.constant(option.example), made);
}

const versionsOf = versionSets.map(({ name, ranges }) => {
  const tags = versionedComponents.map((component): [string, fc.Arbitrary<string>] => {
    const made = fc.stringMatching(shortened(ranges[component].pattern)).filter((tag) => !placeholder.test(tag));
    return [
      `${component}-version`,
      name === defaultVersionSet.name ? fc.oneof(fc.constant(defaultVersions[component]), made) : made,
    ];
  });
  // whatever is left out is of the default set
  const requiredKeys = name === defaultVersionSet.name ? [] : tags.map(([key]) => key);
  return fc.record(Object.fromEntries(tags), { requiredKeys, noNullPrototype: true });
});

const regexes = fc.array(
  fc.oneof(
    fc.constantFrom('^/metrics$', '/health', '^/v1/.*$'),
    hostileText.filter((text) => readRequestRegex(text).fault === undefined),
  ),
  { maxLength: 3 },
);

const ports = fc.uniqueArray(
  fc.record(
    {
      port: fc.oneof(fc.constant(8080), fc.integer({ min: 1, max: 65535 })),
      'allow-insecure-request-regexes': regexes,
    },
    { requiredKeys: ['port'], noNullPrototype: true },
  ),
  { selector: ({ port }) => port, maxLength: 4 },
);

const attestation: fc.Arbitrary<Values> = fc.constantFrom<Values>(
  {},
  { 'gpu-ra-enable': false },
  { 'tdx-ra-enable': true },
  { 'tdx-ra-enable': true, 'gpu-ra-enable': true },
  { 'tdx-ra-enable': false, 'gpu-ra-enable': false },
);

/** The options as a document: right, each for itself and together. */
export const options: fc.Arbitrary<Values> = fc
  .record({
    needed: fc.record({
      'cipher-text-volume': textOption('cipher-text-volume'),
      'model-decryption-key-id': textOption('model-decryption-key-id'),
      'trustee-address': textOption('trustee-address'),
    }),
    versions: fc.oneof(fc.constant({}), ...versionsOf),
    more: optionalKeys({
      'trustee-authorities': authorityTexts,
      'cachefs-version': textOption('cachefs-version'),
      'tng-http-secure-ports': ports,
    }),
    attestation,
  })
  .map(({ needed, versions: tags, more, attestation: checks }) => copy({ ...needed, ...tags, ...more, ...checks }));

const layouts: readonly ((document: Values) => unknown)[] = [
  (document) => document,
  (document) => JSON.stringify(document),
  (document) => `${JSON.stringify(document, null, 2)}\n`,
  (document) => ` \n\t${JSON.stringify(document, null, '\t')} `,
];

const credential = freeText;
const key = { akId: credential, akSecret: credential };
const arns = { roleArn: freeText, oidcProviderArn: freeText };
const secretName = fc.constantFrom('oss-key', 'team.oss-key', 'a');

/** What goes with each way of reading the bucket. */
const access: fc.Arbitrary<Values> = fc.oneof(
  fc.record({ authType: fc.constant('ak'), ...key }),
  fc.record(key),
  fc.record({ existingSecret: secretName, akId: fc.constant('') }),
  fc.record({ authType: fc.constant('rrsa'), roleName: freeText }),
  fc.record({ authType: fc.constant('rrsa'), ...arns }),
  fc.record({ authType: fc.constant('sts'), roleName: freeText }),
  fc.constant({ authType: 'csi-secret-store', secretProviderClass: 'key', fuseType: 'ossfs' }),
  fc.record({ authType: fc.constant('public'), fuseType: fc.constant('ossfs') }),
);

const mountOption = freeText.filter((text) => !text.includes(' '));
const mountOptions = fc
  .array(mountOption, { minLength: 1, maxLength: 3 })
  .map((all) => all.map((one) => `-o ${one}`).join('  '));

const oss: fc.Arbitrary<Values> = fc
  .record({
    access,
    place: fc.record({
      bucket: fc.constantFrom('conf-ai', 'examplebucket', '0-9', 'abc'),
      path: fc.oneof(
        fc.constant('/qwen2.5-3b-gocryptfs/'),
        freeText.map((text) => `/${text}`).filter((path) => !placeholder.test(path)),
      ),
      url: fc.constantFrom(
        'https://oss-cn-beijing-internal.aliyuncs.com',
        'http://10.0.0.1:9000/',
        'https://OSS',
        'oss-accelerate.aliyuncs.com',
      ),
    }),
    more: optionalKeys({
      otherOpts: fc.oneof(fc.constant(''), mountOptions),
      volumeAttributes: fc.dictionary(fc.constantFrom('sigVersion', 'region', 'a.b/c'), freeText, {
        noNullPrototype: true,
      }),
      capacity: fc.constantFrom('1', '20Gi', '1.5Ti', '+.5e3'),
    }),
  })
  .map(({ access: how, place, more }) => copy({ fuseType: 'ossfs2', ...place, ...more, ...how }));

const memory = fc
  .tuple(fc.oneof(fc.integer({ min: 1, max: 9_999_999 }), fc.constantFrom(1, 64)), fc.constantFrom('Mi', 'Gi', 'Ti'))
  .map((parts) => parts.join(''));

type Named = Readonly<Record<string, unknown>>;

function without(list: unknown, isReserved: (item: Named) => boolean): unknown {
  return Array.isArray(list) ? list.filter((item: Named) => !isReserved(item)) : list;
}

const usage = (target: unknown): Values =>
  (target as { type?: string } | undefined)?.type === 'Utilization'
    ? { type: 'Utilization', averageUtilization: 80 }
    : { type: 'AverageValue', averageValue: 2.5 };

const metricParts: Readonly<Record<string, readonly [part: string, make: (drawn: Values) => Values]>> = {
  Resource: ['resource', ({ target }) => ({ name: 'cpu', target: usage(target) })],
  ContainerResource: [
    'containerResource',
    ({ target }) => ({ container: 'inference-service', name: 'memory', target: usage(target) }),
  ],
  Pods: ['pods', (drawn) => ({ metric: { name: 'vllm:x' }, ...drawn, target: usage(undefined) })],
  Object: [
    'object',
    (drawn) => ({
      describedObject: { kind: 'Service', name: 'x' },
      metric: { name: 'x' },
      ...drawn,
      target: { type: 'Value', value: '1k' },
    }),
  ],
  External: ['external', (drawn) => ({ metric: { name: 'x' }, ...drawn, target: { type: 'Value', value: 3 } })],
};

/** A metric with the part that its type names, and nothing else. */
function measurable(drawn: Values): Values {
  const [part, make] = metricParts[String(drawn.type)] ?? ['', () => ({})];
  return { [part]: make((drawn[part] ?? {}) as Values), type: drawn.type };
}

/** Of a share to be measured there must be a request. */
function mendMetrics(autoscaling: Values, resources: Values): void {
  const { metrics } = autoscaling;
  if (metrics === undefined) return;
  const all = Array.isArray(metrics) ? metrics.map(measurable) : [];
  autoscaling.metrics = all;
  const requests = (resources.requests ??= {}) as Values;
  requests.cpu ??= '1';
  requests.memory ??= '1Gi';
}

/** Random values of the schema, mended where single values are right and do not go together. */
function mended(drawn: Values, limit: string): Values {
  const given = copy(drawn);
  const section = (name: string): Values => (given[name] ??= {}) as Values;
  const limits = (section('resources').limits ??= {}) as Values;
  delete limits['nvidia.com/gpu'];
  if ('memory' in limits) limits.memory = limit;
  delete (section('resources').requests as Values | undefined)?.['nvidia.com/gpu'];
  const gpus = (given.gpuCount ?? 1) as number;
  if (gpus > 0 && Number(given.tensorParallelSize) > gpus) given.tensorParallelSize = gpus;
  given.env = without(given.env, ({ name }) => reservedEnv.includes(String(name)));
  given.extraArgs = Array.isArray(given.extraArgs)
    ? given.extraArgs.flatMap((text: string) =>
        /^[-\s$\u2010-\u2015\u2212\ufe63\uff0d]/.test(text) ? `--hf_overrides.x=${text}` : ['--tokenizer', text],
      )
    : undefined;
  const { minReplicas = 1, maxReplicas = 3 } = section('autoscaling') as Record<string, number>;
  section('autoscaling').maxReplicas = Math.max(minReplicas, maxReplicas);
  mendMetrics(section('autoscaling'), section('resources'));
  const budget = section('podDisruptionBudget');
  if (budget.minAvailable !== undefined) delete budget.maxUnavailable;
  return copy(given);
}

const fieldArbitraries = Object.entries(vllm.schema.shape)
  .filter(([name]) => name !== 'caiOptions' && name !== 'oss')
  .map(([name, field]) => [name, valuesFor(field as z.ZodType)] as const);

/** Some keys each time: all of them at once would hide behind one another, and take long to make. */
const drawnValues = fc
  .subarray(fieldArbitraries, { maxLength: 12 })
  .chain((fields) => fc.record(Object.fromEntries(fields), { noNullPrototype: true }));

const waysToMetrics = [
  [],
  [{ port: 443 }, { port: 8080, 'allow-insecure-request-regexes': ['^/x$', '^/(metrics|health)$'] }],
];

/** Values that a user may give to the chart cai-vllm; nearly all of them break no rule. */
export const vllmValues: fc.Arbitrary<Values> = fc
  .record({
    drawn: drawnValues,
    options,
    layout: fc.constantFrom(...layouts),
    oss,
    limit: memory,
    sizes: optionalKeys({ sharedMemory: memory, temporaryStorage: memory }),
  })
  .map(({ drawn, options: document, layout, oss: bucket, limit, sizes }) => {
    const service = mended(drawn, limit);
    const isMeasured = [service.serviceMonitor, service.autoscaling].some(
      (part) => (part as { enabled?: boolean } | undefined)?.enabled === true,
    );
    const measured = isMeasured ? { ...document, 'tng-http-secure-ports': waysToMetrics[limit.length % 2] } : document;
    const given = { ...service, ...sizes, oss: bucket, caiOptions: layout(measured) };
    return document['tdx-ra-enable'] === false ? over(given, { unsafeAllowSampleEvidence: true }) : given;
  });
