import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { charts } from '../../charts';
import { readValues, synthManifests } from '../../helm';
import { manifestYaml } from '../../helm/manifest-yaml';
import { cai } from './in-process';

const description = `model: { keyId: kbs:///a/b/c }
trustee: { address: "https://t.example.com/api" }
releases: { vllm: { name: mine, namespace: llm } }
vllm: { oss: { bucket: conf-ai, url: "https://oss-cn-beijing-internal.aliyuncs.com", authType: public } }
client: { upstreams: [{ name: vllm, host: 10.0.0.1, port: 8080, servicePort: 8000 }] }
`;
const files = { 'cai.yaml': description };

test.each([...charts])('%s: from values it makes what main.ts makes of them', async (name, { definition, example }) => {
  const values = readFileSync(example, 'utf8');
  const release = { name: 'rel', namespace: 'space' };
  const args = ['render', name, '--values', '-', '--release', release.name, '-n', release.namespace];
  const { objects } = synthManifests(definition, readValues(values, example), release);
  expect(await cai(args, { stdin: values })).toMatchObject({ code: 0, stderr: '', stdout: manifestYaml(objects) });
});

test.each([...charts.keys()])(
  '%s: from cai.yaml it makes what comes of the values that cai.yaml gives',
  async (name) => {
    const { folder, stdout } = await cai(['values', name], { files });
    const [named, namespaced] =
      name === 'cai-vllm' ? ['mine', 'llm'] : [name, name === 'cai-webhook' ? 'cai-system' : 'default'];
    const byValues = await cai(['render', name, '--values', '-', '--release', named, '-n', namespaced], {
      folder,
      stdin: stdout,
    });
    expect(await cai(['render', name], { folder })).toEqual(byValues);
    expect(byValues.code).toBe(0);
  },
);

test('--dir makes its folder, and keeps what is there without --force', async () => {
  const { folder, stdout } = await cai(['render', '-d', 'a/b'], { files });
  expect(stdout).toBe('a/b/mine.k8s.yaml\n');
  const printed = (await cai(['render'], { folder })).stdout;
  expect(readFileSync(join(folder, 'a/b/mine.k8s.yaml'), 'utf8')).toBe(printed);
  expect((await cai(['render', '-d', 'a/b'], { folder })).stderr).toContain('CAI7005');
  expect((await cai(['render', '-d', 'a/b', '--force'], { folder })).code).toBe(0);
});

test('-o json is a List of the same objects', async () => {
  const { folder, stdout } = await cai(['render'], { files });
  const json = JSON.parse((await cai(['render', '-o', 'json'], { folder })).stdout) as {
    kind: string;
    items: unknown[];
  };
  expect(json.kind).toBe('List');
  expect(json.items).toEqual(parseAllDocuments(stdout).map((document) => document.toJS() as unknown));
});

test('explain without -f tells of the Pods of the service that render prints', async () => {
  const { folder, stdout } = await cai(['render'], { files });
  type Told = { object: string; decision: string; protection: unknown }[];
  const described = JSON.parse((await cai(['explain', '-o', 'json'], { folder })).stdout) as Told;
  const given = JSON.parse((await cai(['explain', '-f', '-', '-o', 'json'], { folder, stdin: stdout })).stdout) as Told;
  const facts = (told: Told): unknown[] =>
    told.flatMap(({ object, decision, protection }) =>
      decision === 'ignored' ? [] : [{ object, decision, protection }],
    );
  expect(described.map(({ object, decision }) => [object, decision])).toEqual([['Deployment/cai-vllm', 'injected']]);
  expect(facts(described)).toEqual(facts(given));
});
