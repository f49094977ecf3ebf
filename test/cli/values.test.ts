import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { charts } from '../../charts';
import { parseDescription } from '../../cli/description/read';
import { makeValues, valuedChartNames } from '../../cli/values/values-of-charts';
import { readValues, synthManifests } from '../../helm';
import { cai } from './in-process';

const description = {
  model: { name: 'qwen', keyId: 'kbs:///default/aliyun/key', path: 'Qwen' },
  bucket: {
    name: 'conf-ai',
    path: '/m/',
    endpoint: 'https://oss-cn-beijing-internal.aliyuncs.com',
    auth: 'existingSecret',
    secret: 'oss-key',
    claim: 'my-claim',
  },
  trustee: { address: 'https://203.0.113.10:8081/api' },
  cluster: {
    namespace: 'llm',
    nodeSelector: { 'example.com/tdx': 'yes', 'ack.aliyun.com/nvidia-driver-version': null },
  },
  versions: { set: 'B' },
  webhook: { namespace: 'cai', release: 'hook', replicas: 3, values: { logLevel: 'debug' } },
  vllm: {
    imageTag: 'v0.11.0',
    gpuCount: 2,
    replicas: 4,
    apiKeySecret: 'keys',
    values: { maxModelLen: 4096, model: {} },
  },
  client: { mappings: [{ port: 80, host: 'inference.example.com' }], values: { networkPolicy: { enabled: true } } },
};
const files = { 'cai.yaml': JSON.stringify(description) };
type Objects = Record<string, unknown>[];
const releases: Readonly<Record<string, { name: string; namespace: string }>> = {
  'cai-vllm': { name: 'vllm', namespace: 'llm' },
  'cai-webhook': { name: 'hook', namespace: 'cai' },
  'tng-client': { name: 'tng-client', namespace: 'llm' },
};

test.each(valuedChartNames)('%s takes its values, and they are what cai.yaml says', async (name) => {
  const ended = await cai(['values', name], { files });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toMatchSnapshot();
  const chart = charts.get(name);
  if (!chart) throw new Error(`there is no chart ${name}`);
  const release = releases[name] ?? { name, namespace: 'default' };
  const { objects } = synthManifests(chart.definition, readValues(ended.stdout, 'values'), release);
  expect((objects as Objects).length).toBeGreaterThan(3);
});

test('the command and its table list the same charts', async () => {
  const { stderr } = await cai(['values'], { files });
  expect(stderr).toContain(`the charts are ${valuedChartNames.join(', ')}`);
});

test.each([
  ['existingSecret', { secret: 'oss-key' }],
  ['rrsa', { roleName: 'reader' }],
  [
    'rrsa',
    { roleArn: 'acs:ram::1234567890123456:role/r', oidcProviderArn: 'acs:ram::1234567890123456:oidc-provider/p' },
  ],
  ['public', {}],
])('every auth is one that the chart takes: %s %j', (auth, keys) => {
  const { name, endpoint, path } = description.bucket;
  const text = JSON.stringify({ ...description, bucket: { name, endpoint, path, auth, ...keys } });
  const { read, found } = parseDescription(text, 'cai.yaml');
  expect([found, makeValues('cai-vllm', read).problems]).toEqual([[], []]);
});

test('no evidence at all passes only when both charts are told', () => {
  const attestation = { tdx: false, gpu: false, unsafeAllowSampleEvidence: true };
  const { read, found } = parseDescription(JSON.stringify({ ...description, attestation }), 'cai.yaml');
  expect(found).toEqual([]);
  for (const name of ['cai-vllm', 'cai-webhook'])
    expect(makeValues(name, read)).toMatchObject({ problems: [], values: { unsafeAllowSampleEvidence: true } });
});

test('--dir writes a file a chart, and refuses to overwrite', async () => {
  const { folder, stdout } = await cai(['values', '--dir', '.'], { files });
  expect(stdout.split('\n').filter(Boolean)).toEqual(valuedChartNames.map((name) => `${name}.values.yaml`));
  for (const name of valuedChartNames) {
    const printed = await cai(['values', name, '-o', 'json'], { folder });
    expect(parse(readFileSync(join(folder, `${name}.values.yaml`), 'utf8'))).toEqual(JSON.parse(printed.stdout));
  }
  expect(await cai(['values', '--dir', '.'], { folder })).toMatchObject({ code: 1, stdout: '' });
  expect(await cai(['values', '--dir', '.', '--force'], { folder })).toMatchObject({ code: 0 });
});
