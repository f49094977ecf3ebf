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
    'cipher-text-volume: a\nmodel-decryption-key-id: kbs:///a/b/c\ntrustee-address: https://t.example.com\n',
    'the options are',
  ],
  [
    'cai.yaml',
    `model: { name: qwen, keyId: kbs:///a/b/c }
bucket: { name: conf-ai, endpoint: "https://oss-cn-beijing-internal.aliyuncs.com", auth: public }
trustee: { address: "https://t.example.com/api" }\n`,
    'the description is',
  ],
  ['a manifest', seed.replace('http://', 'https://'), 'the manifests are'],
])('%s in order', async (_, text, says) => {
  expect(await cai(['check', 'file'], { files: { file: text } })).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(new RegExp(`^file: ${says} in order(, with .* warnings?)?\n$`)) as string,
  });
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
    expect(stderr).toContain(`CAI5008 wrong-option-type: p.yaml:${place}: Pod/p: /cipher-text-volume`);
  });
});
