import { parseAllDocuments } from 'yaml';
import { cai } from './in-process';

const options = JSON.stringify({
  'cipher-text-volume': 'pvc-oss',
  'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
  'trustee-address': 'https://203.0.113.10:8081/api',
});

function pod(name: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}, annotations: {trustiflux.alibaba.com/ack-cai-options: '${options}'}}
spec:
  containers:
    - {name: s, image: i, ports: [{containerPort: 8080}], volumeMounts: [{name: m, mountPath: /m, readOnly: true}]}
  volumes: [{name: m, persistentVolumeClaim: {claimName: pvc-oss}}]
`;
}

const files = {
  'a.yaml': pod('a'),
  'b,c.yaml': pod('bc'),
  'folder/2.yml': pod('two'),
  'folder/1.json': '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "one"}}',
  'folder/0.yaml': '# nothing but a comment\n',
  'folder/notes.txt': 'not read',
  'folder/deeper/3.yaml': `%YAML 1.1\n---\n${pod('three').replace('annotations', 'nothing')}`,
};

const names = (text: string): unknown[] =>
  parseAllDocuments(text).flatMap((one) => {
    expect(one.errors).toEqual([]);
    return (one.toJS() as { metadata?: { name?: string } } | null)?.metadata?.name ?? [];
  });

test.each([
  ['several -f', ['-f', 'a.yaml', '-f', 'b,c.yaml'], ['a', 'bc']],
  ['what a shell makes of a pattern', ['-f', 'b,c.yaml', 'a.yaml'], ['bc', 'a']],
  ['a list with commas, and a comma in a name', ['-f', 'a.yaml,folder/2.yml', '-f', 'b,c.yaml'], ['a', 'two', 'bc']],
  ['a folder, by names', ['-f', 'folder'], ['one', 'two']],
  ['a folder with those in it', ['-R', '-f', 'folder', '-f', 'a.yaml'], ['one', 'two', 'three', 'a']],
  ['standard input between files', ['-f', 'a.yaml', '-f', '-', '-f', 'folder/2.yml'], ['a', 'piped', 'two']],
])('%s: everything is injected and printed in this order', async (_, args, expected) => {
  const { code, stdout, stderr } = await cai(['inject', ...args], { files, stdin: pod('piped') });
  expect([code, stderr, names(stdout)]).toEqual([0, '', expected]);
  const explained = await cai(['explain', ...args, '-o', 'json'], { files, stdin: pod('piped') });
  const found = JSON.parse(explained.stdout) as { object: string }[];
  expect(found.map(({ object }) => object.replace(/^.*\//u, ''))).toEqual(expected);
});

test('every file is checked, and every file is told of', async () => {
  const given = {
    ...files,
    'bad/bad.yaml': pod('bad').replace('cipher-text-volume', 'cipher-text'),
    'bad/no.yaml': '{',
  };
  const good = await cai(['check', '-f', 'a.yaml', 'folder/1.json', 'folder/2.yml'], { files: given });
  expect(good).toMatchObject({ code: 0, stderr: '' });
  expect(good.stdout.split('\n').map((line) => line.split(':')[0])).toEqual([
    'a.yaml',
    'folder/1.json',
    'folder/2.yml',
    '',
  ]);
  const bad = await cai(['check', 'a.yaml', 'bad'], { files: given });
  expect([bad.code, bad.stdout]).toEqual([2, 'a.yaml: the manifests are in order\n']);
  expect(bad.stderr).toContain('bad/bad.yaml:3:');
  expect(bad.stderr).toContain('CAI1010 unreadable-text: bad/no.yaml');
  const json = await cai(['check', 'a.yaml', 'bad/bad.yaml', '-o', 'json'], { files: given });
  const rows = JSON.parse(json.stdout) as { file: string; problems: unknown[] }[];
  expect([json.code, ...rows.map(({ file, problems }) => [file, problems.length > 0])]).toEqual([
    1,
    ['a.yaml', false],
    ['bad/bad.yaml', true],
  ]);
});

test('a byte order mark of UTF-8 is no part of the text', async () => {
  const marked = { 'a.yaml': `\ufeff${pod('a')}` };
  const { code, stdout } = await cai(['inject', '-f', 'a.yaml'], { files: marked });
  expect([code, names(stdout)]).toEqual([0, ['a']]);
});
