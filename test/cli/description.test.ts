import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { values as clientValues } from '../../charts/tng-client/values';
import { values as vllmValues } from '../../charts/vllm/values';
import { values as webhookValues } from '../../charts/webhook/values';
import { description } from '../../cli/description/description';
import { mappingsOf, optionsOf, versionsOf } from '../../cli/description/derived';
import { schemaText } from '../../cli/description/json-schema';
import { parseDescription, type Read } from '../../cli/description/read';
import { descriptionYaml } from '../../cli/description/write';
import { isMap } from '../../helm/values/coalesce';
import { parseValues } from '../../helm/values/parse';
import { isInRange, versionedComponents, versionSetNamed, versionSets } from '../../injection';
import { authorityPem, endedAuthorityPem, keyPem, otherAuthorityPem } from '../support/test-certificates';
import { cai } from './in-process';

const least = {
  model: { keyId: 'kbs:///default/aliyun/model-decryption-key' },
  trustee: { address: 'https://203.0.113.10:8081/api' },
  vllm: { oss: { bucket: 'conf-ai', url: 'https://oss-cn-beijing-internal.aliyuncs.com', authType: 'public' } },
};
const options = {
  'cipher-text-volume': 'pvc-oss',
  'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
  'trustee-address': 'https://203.0.113.10:8081/api',
  'aa-version': '1.3.1',
  'cdh-version': '1.3.1',
  'tng-version': '2.2.4',
  'cachefs-version': '1.0.7-2.6.1',
};

function readOf(given: unknown): Read {
  const { read, found } = parseDescription(typeof given === 'string' ? given : JSON.stringify(given), 'cai.yaml');
  expect(found).toEqual([]);
  return read;
}

test('what is written is what is read, with a comment on each key', () => {
  const text = descriptionYaml(least);
  const { found, warnings } = parseDescription(text, 'cai.yaml');
  expect([found, warnings]).toEqual([[], []]);
  expect(readOf(text).description).toEqual(readOf(least).description);
  expect(text).toMatchSnapshot();
});

test('the least that must be written is enough, and every other key has its default', () => {
  const { description: described, sections } = readOf(least);
  const own = { ...least, vllm: undefined };
  expect(described).toMatchObject({
    ...parseValues<object>(description, own).values,
    vllm: expect.anything() as unknown,
    client: expect.anything() as unknown,
  });
  expect(described.vllm).toEqual({
    ...parseValues(vllmValues, sections.vllm.values).values,
    caiOptions: options,
  });
  expect(described.webhook).toEqual(parseValues(webhookValues, sections.webhook.values).values);
  expect(described.client).toEqual(parseValues(clientValues, sections.client.values).values);
});

const chartsValues = { vllm: vllmValues, webhook: webhookValues, client: clientValues };

test.each(Object.entries(chartsValues))('the section %s is the very schema of its chart', (name, chart) => {
  const section = description.shape[name as keyof typeof chartsValues].unwrap().shape as Record<string, z.ZodType>;
  const fields = chart.shape as Record<string, z.ZodType>;
  expect(Object.keys(section).sort()).toEqual(Object.keys(fields).sort());
  // of the options some are made from other keys
  for (const key of Object.keys(fields)) if (key !== 'caiOptions') expect(section[key]).toBe(fields[key]);
});

test('the committed schema is the one that cai prints, and a closed one', async () => {
  expect(await cai(['schema'])).toMatchObject({ code: 0, stdout: schemaText(), stderr: '' });
  expect(readFileSync(join(__dirname, '../../schema/cai.schema.json'), 'utf8')).toBe(schemaText());
  const schema = JSON.parse(schemaText()) as { properties: Record<string, object>; required: string[] };
  expect(schema).toMatchObject({ additionalProperties: false, required: ['model', 'trustee'] });
  for (const [key, part] of Object.entries(schema.properties)) {
    const closed = ['version', 'metrics', 'unsafeAllowSampleEvidence'].includes(key)
      ? {}
      : { additionalProperties: false };
    expect([key, part]).toEqual([
      key,
      expect.objectContaining({ description: expect.any(String) as string, ...closed }),
    ]);
  }
});

test('what the schema refers to is there, and refers on', () => {
  const { definitions } = JSON.parse(schemaText()) as { definitions: Record<string, object> };
  const names = [...schemaText().matchAll(/"\$ref": "#\/definitions\/(.*)"/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(10);
  expect([...new Set(names)].sort()).toEqual(Object.keys(definitions).sort());
});

test.each(versionSets.map((set) => [set.name, set] as const))(
  'the tested versions of set %s belong to it',
  (set, { ranges, tested }) => {
    for (const component of [...versionedComponents, 'trustee'] as const)
      expect(isInRange(tested[component], ranges[component].pattern)).toBe(true);
    expect(versionsOf(readOf({ ...least, versions: { set } }).description)).toEqual(tested);
  },
);

test('a version that is written decides over the set', () => {
  const versions = { set: 'B', tng: '2.8.0' };
  expect(versionsOf(readOf({ ...least, versions }).description)).toEqual({
    ...versionSetNamed('B').tested,
    tng: '2.8.0',
  });
});

describe('options of the Pods', () => {
  const ports = [{ port: 8080, 'allow-insecure-request-regexes': ['^/metrics$'] }];
  const withOptions = (caiOptions: unknown): unknown => ({ ...least, vllm: { ...least.vllm, caiOptions } });
  const optionsIn = (caiOptions: unknown): unknown => readOf(withOptions(caiOptions)).sections.vllm.values.caiOptions;

  test.each([
    ['as a map', { 'tng-http-secure-ports': ports }],
    ['as the text that the document has', JSON.stringify({ 'tng-http-secure-ports': ports }, undefined, 2)],
  ])('may be added to, %s', (_, added) => {
    expect(optionsIn(added)).toEqual({ ...options, 'tng-http-secure-ports': ports });
    expect(optionsOf(readOf(withOptions(added)).description).tngHttpSecurePorts).toEqual([
      expect.objectContaining({ port: 8080 }),
    ]);
  });

  test('may say again what is derived, also with a slash at the end of the address', () => {
    const again = { ...options, 'trustee-address': 'https://203.0.113.10:8081/api/' };
    expect(optionsIn(again)).toEqual(options);
    expect(optionsIn(JSON.stringify(options))).toEqual(options);
  });

  test('name a claim of their own', () => {
    expect(optionsIn({ 'cipher-text-volume': 'other' })).toEqual({ ...options, 'cipher-text-volume': 'other' });
  });
});

test('the values of the seed document are values of the section vllm as they are', () => {
  const text = readFileSync(join(__dirname, '../charts/seed-document/values.yaml'), 'utf8');
  const { caiOptions, oss, ...others } = parse(text) as Record<string, unknown>;
  expect(Object.keys(others)).toEqual([]);
  const trustee = { address: 'http://203.0.113.10:8081/api' };
  const mended = String(caiOptions).replace('<trustee-ip>', '203.0.113.10');
  const mendedOss = {
    ...(oss as object),
    bucket: 'conf-ai',
    akId: 'LTAI',
    akSecret: 'secret',
    url: least.vllm.oss.url,
  };
  const { sections } = readOf({ ...least, trustee, vllm: { caiOptions: mended, oss: mendedOss } });
  expect(isMap(sections.vllm.values.caiOptions)).toBe(true);
  expect(sections.vllm.values.oss).toEqual(mendedOss);
});

test('what a client listens on is where its applications ask', () => {
  const upstreams = [{ name: 'qwen', host: 'inference.example.com', port: 8080, servicePort: 80 }];
  expect(mappingsOf(readOf({ ...least, client: { upstreams } }).description)).toEqual([
    { port: 80, host: 'inference.example.com', upstreamPort: 8080 },
  ]);
});

test('scalars mean what they mean to Helm, and maps may be merged', () => {
  const text = `model: { keyId: kbs:///a/b/c }
trustee: { address: "https://t.example.com/api" }
vllm:
  oss: { bucket: conf-ai, url: https://oss-cn-beijing-internal.aliyuncs.com, authType: public }
  enforceEager: yes
  podLabels: &labels { team: llm }
client:
  podLabels: { <<: *labels, app: ask }
`;
  expect(readOf(text).description).toMatchObject({
    vllm: { enforceEager: true },
    client: { podLabels: { team: 'llm', app: 'ask' } },
  });
});

test('places are those of the text, through anchors and dotted keys too', () => {
  const text = `defaults: &b
  bucket: conf-ai
model: {keyId: 'kbs:///a/b/c'}
trustee: {address: "https://t.example.com/api"}
vllm:
  oss:
    <<: *b
    path: 5
    url: https://oss-cn-beijing-internal.aliyuncs.com
    authType: public
  nodeSelector:
    example.com/kind.of: 7
`;
  const { found } = parseDescription(text, 'x/cai.yaml');
  expect(found.map(({ code, place }) => `${code} ${place ?? ''}`)).toEqual([
    'CAI1003 x/cai.yaml:8:11',
    'CAI1003 x/cai.yaml:12:26',
    'CAI1001 x/cai.yaml:1:1',
  ]);
});

test('the schema line names the file that init writes', () => {
  expect(descriptionYaml(least).split('\n')[0]).toBe('# yaml-language-server: $schema=./cai.schema.json');
  expect(parse(descriptionYaml(least))).toMatchObject(least);
});

test('sections take what any chart takes, and nothing else does', () => {
  const told = { global: { region: 'x' }, enabled: true };
  const sections = { vllm: { ...least.vllm, ...told }, webhook: told, client: told };
  readOf({ ...least, ...sections });
  const codesIn = (given: object): string[] =>
    parseDescription(JSON.stringify(given), 'cai.yaml').found.map(({ code, at }) => `${code} ${at}`);
  expect(codesIn({ ...least, client: { global: 1, enabled: 'yes' } })).toEqual([
    'CAI1003 /client/global',
    'CAI1003 /client/enabled',
  ]);
  expect(codesIn({ ...least, ...told })).toEqual(['CAI1001 /global', 'CAI1001 /enabled']);
  const { properties = {} } = JSON.parse(schemaText()) as { properties?: Record<string, { properties?: object }> };
  expect(
    ['vllm', 'webhook', 'client', 'model'].map((name) => 'global' in (properties[name]?.properties ?? {})),
  ).toEqual([true, true, true, false]);
});

describe('the authorities of Trustee', () => {
  const withAuthorities = (authorities: object, more: object = {}) => ({
    ...least,
    ...more,
    trustee: { ...least.trustee, authorities },
  });
  const of = (given: unknown) => {
    const { sections } = readOf(given);
    const at = (values: unknown): unknown => (values as { trustee?: { authorities?: unknown } }).trustee?.authorities;
    return { webhook: at(sections.webhook.values), client: at(sections.client.values) };
  };

  test('are those of webhook and client, as text or by their ConfigMap', () => {
    const text = { pem: authorityPem };
    expect(of(withAuthorities(text))).toEqual({ webhook: text, client: text });
    const named = { configMap: 'ours', key: 'ca.crt' };
    expect(of(withAuthorities({ configMap: 'ours' }))).toEqual({ webhook: named, client: named });
    expect(of(least)).toEqual({ webhook: undefined, client: undefined });
  });

  const saidOf = (given: object): string[] => {
    const { found, warnings } = parseDescription(JSON.stringify(given), 'cai.yaml');
    return [...found, ...warnings].map(({ message }) => message);
  };

  test('are told where they stand, and a key is not shown', () => {
    expect(saidOf(withAuthorities({ pem: authorityPem + keyPem }))).toEqual([
      expect.stringMatching(
        /^CAI5020 private-key-given: cai\.yaml:1:\d+: trustee\.authorities\.pem holds a private key \(not shown\)/,
      ),
    ]);
    expect(saidOf(withAuthorities({ pem: endedAuthorityPem }))).toEqual([
      expect.stringMatching(/^CAI5055 authority-not-valid: cai\.yaml:1:\d+: trustee\.authorities\.pem has /),
    ]);
    const plain = {
      ...withAuthorities({ pem: authorityPem }),
      trustee: { address: 'http://192.0.2.1/api', authorities: { pem: authorityPem } },
    };
    expect(saidOf(plain)).toEqual([
      expect.stringMatching(/^CAI5056 authorities-without-https: cai\.yaml:1:\d+: trustee\.authorities is not used/),
      expect.stringMatching(/^CAI5051 /),
    ]);
  });

  test('of a section that says otherwise are a contradiction', () => {
    const other = { webhook: { trustee: { authorities: { pem: otherAuthorityPem } } } };
    expect(saidOf(withAuthorities({ pem: authorityPem }, other))).toEqual([
      expect.stringMatching(/^CAI\d{4} [-a-z]+: cai\.yaml:1:\d+: webhook\.trustee\.authorities\.pem is not /),
    ]);
  });

  test('with three x in a row are no placeholder', () => {
    // base64 of a comment between the certificates would do; here the comment itself
    expect(saidOf(withAuthorities({ pem: `# /XXX+\n${authorityPem}` }))).toEqual([]);
  });

  test('named twice are refused by the charts', async () => {
    const given = withAuthorities({ pem: authorityPem, configMap: 'ours' });
    const { code, stderr } = await cai(['check', 'cai.yaml'], { files: { 'cai.yaml': JSON.stringify(given) } });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(
        /CAI2206 certificate-source: cai\.yaml:1:\d+: (webhook|trustee|client)\.\S+ names more than one of/,
      ),
    ]);
  });
});
