import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { charts } from '../../charts';
import { parseDescription, type Read } from '../../cli/description/read';
import { chartNames, chartOfSection, chartSections } from '../../cli/description/section-names';
import { makeValues } from '../../cli/values/values-of-charts';
import { readValues, synthManifests } from '../../helm';
import { cai } from './in-process';

const description = {
  model: { keyId: 'kbs:///default/aliyun/key' },
  trustee: { address: 'https://203.0.113.10:8081/api', policyIds: ['default', 'strict'] },
  cluster: { region: 'cn-beijing' },
  versions: { set: 'B' },
  releases: {
    vllm: { namespace: 'llm' },
    webhook: { namespace: 'cai', name: 'hook' },
    client: { namespace: 'llm' },
  },
  vllm: {
    caiOptions: {
      'cipher-text-volume': 'my-claim',
      'tng-http-secure-ports': [{ port: 8080, 'allow-insecure-request-regexes': ['^/metrics$'] }],
    },
    oss: {
      bucket: 'conf-ai',
      path: '/m/',
      url: 'https://oss-cn-beijing-internal.aliyuncs.com',
      existingSecret: 'oss-key',
    },
    image: { tag: 'v0.11.0' },
    model: { path: 'Qwen', servedName: 'qwen' },
    gpuCount: 2,
    replicas: 4,
    apiKey: { existingSecret: 'keys' },
    nodeSelector: { 'example.com/tdx': 'yes', 'ack.aliyun.com/nvidia-driver-version': null },
    maxModelLen: 4096,
  },
  webhook: { replicas: 3, logLevel: 'debug' },
  client: {
    upstreams: [{ name: 'qwen', servicePort: 80, host: '192.0.2.20', port: 8080 }],
    networkPolicy: { enabled: true },
  },
};
const files = { 'cai.yaml': JSON.stringify(description) };
const releases: Readonly<Record<string, { name: string; namespace: string }>> = {
  'cai-vllm': { name: 'vllm', namespace: 'llm' },
  'cai-webhook': { name: 'hook', namespace: 'cai' },
  'tng-client': { name: 'tng-client', namespace: 'llm' },
};

function readOf(given: unknown): Read {
  const { read, found } = parseDescription(JSON.stringify(given), 'cai.yaml');
  expect(found).toEqual([]);
  return read;
}

test.each(chartNames)('%s takes its values, and they are what cai.yaml says', async (name) => {
  const ended = await cai(['values', name], { files });
  expect(ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining('error') as string });
  expect(ended.stdout).toMatchSnapshot();
  const chart = charts.get(name);
  if (!chart) throw new Error(`there is no chart ${name}`);
  const release = releases[name] ?? { name, namespace: 'default' };
  const { objects } = synthManifests(chart.definition, readValues(ended.stdout, 'values'), release);
  expect(objects.length).toBeGreaterThan(3);
});

test('the charts are those that there are', async () => {
  expect([...chartNames].sort()).toEqual([...charts.keys()].sort());
  const { stderr } = await cai(['values'], { files });
  expect(stderr).toContain(`the charts are ${chartNames.join(', ')}`);
});

test('a release is called and goes where cai.yaml says', () => {
  const read = readOf(description);
  expect(chartSections.map((section) => read.description.releases[section])).toEqual(
    chartSections.map((section) => releases[chartOfSection[section]]),
  );
});

test.each([
  ['ak', { existingSecret: 'oss-key' }],
  ['rrsa', { roleName: 'reader' }],
  [
    'rrsa',
    { roleArn: 'acs:ram::1234567890123456:role/r', oidcProviderArn: 'acs:ram::1234567890123456:oidc-provider/p' },
  ],
  ['public', {}],
])('every way to the bucket is one that the chart takes: %s %j', (authType, keys) => {
  const { bucket, url, path } = description.vllm.oss;
  const vllm = { ...description.vllm, oss: { bucket, url, path, authType, ...keys } };
  expect(makeValues('vllm', readOf({ ...description, vllm })).problems).toEqual([]);
});

test('no evidence at all passes when it is said once, for both charts', () => {
  const caiOptions = { 'tdx-ra-enable': false, 'gpu-ra-enable': false };
  const unsafe = { ...description, unsafeAllowSampleEvidence: true, vllm: { ...description.vllm, caiOptions } };
  for (const section of ['vllm', 'webhook'] as const)
    expect(makeValues(section, readOf(unsafe))).toMatchObject({
      problems: [],
      values: { unsafeAllowSampleEvidence: true },
    });
});

test('what is derived may be said again', () => {
  const again = {
    ...description,
    vllm: { ...description.vllm, unsafeAllowSampleEvidence: false },
    webhook: { sidecars: { aa: { version: '1.4.4' }, tng: { version: '2.2.6', digest: '' } } },
    client: { trustee: description.trustee, image: { tag: '2.2.6' }, versionSet: 'B' },
  };
  const read = readOf(again);
  for (const section of chartSections) expect(makeValues(section, read).problems).toEqual([]);
});

test('--dir writes a file a chart, and refuses to overwrite', async () => {
  const { folder, stdout } = await cai(['values', '--dir', '.'], { files });
  expect(stdout.split('\n').filter(Boolean)).toEqual(chartNames.map((name) => `${name}.values.yaml`));
  for (const name of chartNames) {
    const printed = await cai(['values', name, '-o', 'json'], { folder });
    expect(parse(readFileSync(join(folder, `${name}.values.yaml`), 'utf8'))).toEqual(JSON.parse(printed.stdout));
  }
  expect(await cai(['values', '--dir', '.'], { folder })).toMatchObject({ code: 1, stdout: '' });
  expect(await cai(['values', '--dir', '.', '--force'], { folder })).toMatchObject({ code: 0 });
});

test('a claim that somebody else makes takes the place of the bucket, in values, runbook and upload', async () => {
  const { oss, caiOptions, ...rest } = description.vllm;
  expect([oss, caiOptions].every(Boolean)).toBe(true);
  const claimed = { ...description, versions: undefined, vllm: { ...rest, existingClaim: 'model-claim' } };
  const { values, problems } = makeValues('vllm', readOf(claimed));
  expect([problems, values]).toEqual([
    [],
    expect.objectContaining({
      existingClaim: 'model-claim',
      caiOptions: expect.objectContaining({ 'cipher-text-volume': 'model-claim' }) as unknown,
    }),
  ]);
  const ended = await cai(['runbook', '-d', 'out'], { files: { 'cai.yaml': JSON.stringify(claimed) } });
  expect(ended.code).toBe(0);
  const page = readFileSync(join(ended.folder, 'out/step-1-model.md'), 'utf8');
  expect(page).toContain('into the volume behind the claim model-claim.');
  expect(page).not.toContain('oss://');
});

test('one word of cai.yaml lets metrics be read, and without it the chart says what to add', () => {
  const vllm = { oss: description.vllm.oss, serviceMonitor: { enabled: true } };
  const given = { ...description, vllm };
  const ports = (read: Read): unknown =>
    (makeValues('vllm', read).values.caiOptions as Record<string, unknown>)['tng-http-secure-ports'];
  const closed = makeValues('vllm', readOf(given));
  expect(closed.problems.map(({ code, at }) => [code, at])).toEqual([
    ['CAI2034', '/vllm/caiOptions/tng-http-secure-ports'],
  ]);
  const open = readOf({ ...given, metrics: true });
  expect(makeValues('vllm', open).problems).toEqual([]);
  expect(ports(open)).toEqual([{ port: 8080, 'allow-insecure-request-regexes': ['^/metrics$'] }]);
});
