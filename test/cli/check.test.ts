import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultTemplates, parseOptions } from '../../injection';
import { cai } from './in-process';

const seed = readFileSync(join(__dirname, '../injection/pods/seed-document.yaml'), 'utf8');
const options = {
  'cipher-text-volume': 'pvc-oss',
  'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
  'trustee-address': 'https://trustee.example.com:8081/api',
};

test.each([
  ['options', JSON.stringify(options), 'the options are'],
  [
    'options in YAML',
    'cipher-text-volume: a\nmodel-decryption-key-id: kbs:///a/b/c\ntrustee-address: https://t.example.com/api\n',
    'the options are',
  ],
  [
    'cai.yaml',
    `model: { keyId: kbs:///a/b/c }
trustee: { address: "https://t.example.com/api" }
vllm: { oss: { bucket: conf-ai, url: "https://oss-cn-beijing-internal.aliyuncs.com", authType: public } }\n`,
    'the description is',
  ],
  ...['vllm', 'webhook', 'tng-client'].map((chart) => [
    `values of ${chart}`,
    readFileSync(join(__dirname, `../../charts/${chart}/example.yaml`), 'utf8'),
    `the values of the chart ${chart === 'tng-client' ? chart : `cai-${chart}`} are`,
  ]),
  ['a manifest', seed.replace('http://', 'https://'), 'the manifests are'],
])('%s in order', async (_, text, says) => {
  expect(await cai(['check', 'file'], { files: { file: text } })).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(new RegExp(`^file: ${says} in order(, with .* warnings?)?\n$`)) as string,
  });
});

test('without a file it reads cai.yaml', async () => {
  const text = readFileSync(join(__dirname, '../../charts/vllm/example.yaml'), 'utf8');
  const named = await cai(['check', 'cai.yaml'], { files: { 'cai.yaml': text } });
  expect(await cai(['check'], { folder: named.folder })).toEqual(named);
});

test.each([
  ['one manifest, which does not ask', 'kind: ConfigMap\napiVersion: v1\n'],
  ['2 manifests, none of which asks', 'kind: Pod\n---\nkind: Service\n'],
])('what is no business of the webhook is told in one line: %s', async (says, text) => {
  const ended = await cai(['check', 'other.yaml'], { files: { 'other.yaml': text } });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toBe(
    `other.yaml: ${says} for protection: the webhook leaves Pods without the annotation trustiflux.alibaba.com/ack-cai-options as they are\n`,
  );
});

test('with -o json the result is data, and the exit code the verdict', async () => {
  const wrong = { ...options, 'gpu-ra-enable': 'yes', 'trustee-address': 'http://10.0.0.1:8081/api' };
  const { code, stdout, stderr } = await cai(['check', '-', '-o', 'json'], { stdin: JSON.stringify(wrong) });
  const { problems, warnings } = parseOptions(wrong);
  const codes = (found: readonly { code: string }[]): string[] => found.map((one) => one.code);
  const result = JSON.parse(stdout) as { checked: string; problems: { code: string }[]; warnings: { code: string }[] };
  expect([code, stderr, result.checked]).toEqual([1, '', 'options']);
  expect([codes(result.problems), codes(result.warnings)]).toEqual([codes(problems), codes(warnings)]);
});

test('values that could be those of several charts are those of the chart that is named', async () => {
  const files = { 'values.yaml': 'replicas: 200\n' };
  const byItself = await cai(['check', 'values.yaml'], { files });
  expect(byItself.stderr).toContain('values.yaml:1:1');
  const named = await cai(['check', 'values.yaml', '--chart', 'cai-webhook', '-o', 'json'], { files });
  const { checked, chart, problems } = JSON.parse(named.stdout) as {
    checked: string;
    chart: string;
    problems: { code: string; place: string }[];
  };
  expect([named.code, checked, chart]).toEqual([1, 'values', 'cai-webhook']);
  expect(problems).toEqual([expect.objectContaining({ code: 'CAI1005', place: 'values.yaml:1:11' })]);
});

test('the values of the seed document are refused for its placeholders, each at its place', async () => {
  const text = readFileSync(join(__dirname, '../charts/seed-document/values.yaml'), 'utf8');
  const { code, stderr } = await cai(['check', 'values.yaml'], { files: { 'values.yaml': text } });
  expect(code).toBe(1);
  expect(stderr).toMatch(/values\.yaml:2:13: .*<trustee-ip>/);
  expect(stderr).toMatch(/values\.yaml:13:9: .*akId/);
  expect(stderr).toMatch(/values\.yaml:14:13: .*akSecret/);
});

test('templates decide what is allowed', async () => {
  const sample = JSON.stringify({ ...options, 'tdx-ra-enable': false, 'gpu-ra-enable': false });
  const files = { 'templates.json': JSON.stringify({ ...defaultTemplates, allowSampleEvidence: true }), sample };
  expect(await cai(['check', 'sample'], { files })).toMatchObject({ code: 1 });
  expect(await cai(['check', 'sample', '--templates', 'templates.json'], { files })).toMatchObject({ code: 0 });
});

const around = (value: string): string => `kind: Pod
metadata:
  name: p
  annotations:
    trustiflux.alibaba.com/ack-cai-options: ${value}
spec: { containers: [] }
`;

describe('the place of an option within its annotation', () => {
  test.each([
    ['a block', '|\n      {\n        "cipher-text-volume": 5\n      }', '7:31'],
    ['single quotes', `'{"cipher-text-volume": 5}'`, '5:69'],
    ['double quotes, whose escapes move it', String.raw`"{\"cipher-text-volume\": 5}"`, '5:45'],
    ['a folded block, which has other lines', '>\n      {\n        "cipher-text-volume": 5\n      }', '5:45'],
  ])('in %s', async (_, value, place) => {
    const { stderr } = await cai(['check', 'p.yaml'], { files: { 'p.yaml': around(value) } });
    expect(stderr).toContain(`CAI1003 wrong-type: p.yaml:${place}: Pod/p: /cipher-text-volume`);
  });
});
