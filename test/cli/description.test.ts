import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { description } from '../../cli/description/description';
import { versionsOf } from '../../cli/description/derived';
import { schemaText } from '../../cli/description/json-schema';
import { parseDescription } from '../../cli/description/read';
import { descriptionYaml } from '../../cli/description/write';
import { isInRange, versionedComponents, versionSetNamed, versionSets } from '../../injection';
import { cai } from './in-process';

const least = {
  model: { name: 'qwen', keyId: 'kbs:///default/aliyun/model-decryption-key' },
  bucket: { name: 'conf-ai', endpoint: 'https://oss-cn-beijing-internal.aliyuncs.com', auth: 'public' },
  trustee: { address: 'https://203.0.113.10:8081/api' },
};

test('what is written is what is read, with every key told', () => {
  const text = descriptionYaml(least);
  const { read, found, warnings } = parseDescription(text, 'cai.yaml');
  expect([found, warnings]).toEqual([[], []]);
  expect(read.description).toEqual(description.parse(least));
  expect(text).toMatchSnapshot();
});

test('the least that must be written is enough', () => {
  const { read, found } = parseDescription(JSON.stringify(least), 'cai.yaml');
  expect(found).toEqual([]);
  expect(read.description).toEqual(description.parse(least));
});

test('the committed schema is the one that cai prints, and a closed one', async () => {
  expect(await cai(['schema'])).toMatchObject({ code: 0, stdout: schemaText(), stderr: '' });
  expect(readFileSync(join(__dirname, '../../schema/cai.schema.json'), 'utf8')).toBe(schemaText());
  const schema = JSON.parse(schemaText()) as { properties: Record<string, object>; required: string[] };
  expect(schema).toMatchObject({ additionalProperties: false, required: ['model', 'bucket', 'trustee'] });
  for (const [key, part] of Object.entries(schema.properties)) {
    const closed = key === 'version' ? {} : { additionalProperties: false };
    expect([key, part]).toEqual([
      key,
      expect.objectContaining({ description: expect.any(String) as string, ...closed }),
    ]);
  }
});

test.each(versionSets.map((set) => [set.name, set] as const))(
  'the tested versions of set %s belong to it',
  (set, { ranges, tested }) => {
    for (const component of [...versionedComponents, 'trustee'] as const)
      expect(isInRange(tested[component], ranges[component].pattern)).toBe(true);
    const { read, found } = parseDescription(JSON.stringify({ ...least, versions: { set } }), 'cai.yaml');
    expect([found, versionsOf(read.description)]).toEqual([[], tested]);
  },
);

test('a version that is written decides over the set', () => {
  const versions = { set: 'B', tng: '2.8.0' };
  const { read } = parseDescription(JSON.stringify({ ...least, versions }), 'cai.yaml');
  expect(versionsOf(read.description)).toEqual({ ...versionSetNamed('B').tested, tng: '2.8.0' });
});

test('places are those of the text, through anchors and dotted keys too', () => {
  const text = `defaults: &b
  name: conf-ai
model: {name: qwen, keyId: 'kbs:///a/b/c'}
bucket:
  name: 5
  endpoint: https://oss-cn-beijing-internal.aliyuncs.com
  auth: public
trustee: {address: "https://t.example.com/api"}
cluster:
  nodeSelector:
    example.com/kind.of: 7
`;
  const { found } = parseDescription(text, 'x/cai.yaml');
  expect(found.map(({ code, message }) => `${code} ${/x\/cai\.yaml:\d+:\d+/.exec(message)?.[0] ?? ''}`)).toEqual([
    'HELM1003 x/cai.yaml:5:9',
    'HELM1003 x/cai.yaml:11:26',
    'HELM1001 x/cai.yaml:1:1',
  ]);
});

test('the schema line names the file that init writes', () => {
  expect(descriptionYaml(least).split('\n')[0]).toBe('# yaml-language-server: $schema=./cai.schema.json');
  expect(parse(descriptionYaml(least))).toMatchObject(least);
});
