import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import type { Io } from '../../../cli/io';
import { program } from '../../../cli/run';
import { expectGoldenFolder } from '../../support/golden';
import { scratchFolder } from '../../support/scratch-folder';
import { cai, type Ended } from '../in-process';

const cases: readonly (readonly [name: string, description: string])[] = [
  [
    'ecs',
    `
model: { keyId: 'kbs:///default/aliyun/model-decryption-key', source: ./Qwen2.5-3B-Instruct }
trustee: { address: https://trustee.example.com:8081/api }
cluster: { region: cn-beijing }
vllm:
  oss:
    bucket: examplebucket
    path: /qwen-encrypted
    url: https://oss-cn-beijing-internal.aliyuncs.com
    existingSecret: oss-key
`,
  ],
  [
    'own-server',
    `
model: { keyId: 'kbs:///team-a/llm/key.v2', keyFile: ./keys/llama }
trustee: { address: 'http://192.0.2.7:8081/api/', hosting: on-premises }
cluster: { context: ack-beijing }
releases: { vllm: { namespace: models } }
vllm:
  caiOptions: { gpu-ra-enable: false }
  oss: { bucket: examplebucket, url: 'https://oss-cn-beijing-internal.aliyuncs.com', authType: public }
  model: { servedName: llama }
  apiKey: { existingSecret: vllm-api-key }
client: { proxy: { port: 41001 } }
`,
  ],
];

const made = new Map<string, Ended>();
const out = (name: string): string => join(made.get(name)?.folder ?? '', 'out');

beforeAll(async () => {
  for (const [name, text] of cases)
    made.set(name, await cai(['runbook', '-d', 'out'], { files: { 'cai.yaml': text } }));
});

function filesOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter((path) => path !== '.cai-runbook')
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
}

test.each(cases)('%s: the runbook is what a reviewer has read', (name) => {
  expect(made.get(name)).toMatchObject({ code: 0 });
  expectGoldenFolder(`runbook/${name}`, filesOf(out(name)));
});

test.each(cases)('%s: every file is listed once, and scripts are programs', (name) => {
  const listed = made.get(name)?.stdout.trimEnd().split('\n') ?? [];
  expect([...listed].sort()).toEqual([...filesOf(out(name)).keys()].map((path) => `out/${path}`).sort());
  const programs = [...filesOf(out(name)).keys()].filter((path) => /trustee\/(\d\d-.*|measure)\.sh$/.test(path));
  expect(programs.map((path) => (statSync(join(out(name), path)).mode & 0o111) !== 0)).toEqual(
    programs.map(() => true),
  );
  expect(programs).toHaveLength(8);
});

test('the same description gives the same bytes, in another folder and over an older runbook', async () => {
  const [, text = ''] = cases[0] ?? [];
  const folder = scratchFolder();
  const files = { 'cai.yaml': text };
  await cai(['runbook', '-d', 'x'], { folder, files: { 'cai.yaml': cases[1]?.[1] ?? '' } });
  const again = await cai(['runbook', '-d', 'x'], { folder, files });
  expect(again.code).toBe(0);
  expect(Object.fromEntries(filesOf(join(folder, 'x')))).toEqual(Object.fromEntries(filesOf(out('ecs'))));
});

test('what the user filled in or put there stays', async () => {
  const folder = scratchFolder();
  const files = { 'cai.yaml': cases[0]?.[1] ?? '' };
  await cai(['runbook', '-d', 'x'], { folder, files });
  writeFileSync(join(folder, 'x/trustee/reference-values.json'), '{"filled": "in"}');
  writeFileSync(join(folder, 'x/notes.txt'), 'mine');
  const again = await cai(['runbook', '-d', 'x'], { folder, files });
  expect(again.stdout).toContain('x/trustee/reference-values.json (kept as it was)\n');
  expect(readFileSync(join(folder, 'x/trustee/reference-values.json'), 'utf8')).toBe('{"filled": "in"}');
  expect(readFileSync(join(folder, 'x/notes.txt'), 'utf8')).toBe('mine');
});

test.each(cases)('%s: what is shell is understood by a POSIX shell', (name) => {
  for (const path of filesOf(out(name)).keys()) {
    if (!path.endsWith('.sh')) continue;
    const { status, stderr } = spawnSync('/bin/sh', ['-n', join(out(name), path)], { encoding: 'utf8' });
    expect([path, status, stderr]).toEqual([path, 0, '']);
  }
});

// jq --exit-status says yes where nothing came (real-components, D1)
test.each(cases)(
  '%s: no script asks jq whether something is so but by the one function that wants an answer',
  (name) => {
    const asking = [...filesOf(out(name))].flatMap(([path, text]) =>
      (text.match(/jq [^|\n]*(--exit-status|-e)\b.*/g) ?? []).map((line) => `${path}: ${line}`),
    );
    const only = expect.stringContaining(
      'jq --slurp --exit-status "$@" "length == 1 and (.[0] | ($filter))"',
    ) as string;
    // cloud-init.yaml brings functions.sh along
    expect(asking).toEqual([only, only]);
  },
);

test.each([
  ['', '', 1],
  ['caiOptions: { gpu-ra-enable: false }', '', 0],
  ['gpuCount: 2', '', 2],
  ['gpuCount: 2', 'cluster: { gpusPerNode: 8 }', 8],
  ['gpuCount: 0, tensorParallelSize: 1', 'cluster: { gpusPerNode: 3 }', 3],
])('with %s and %s the policies demand %d GPUs', async (values, more, gpus) => {
  const text = `
model: { keyId: 'kbs:///default/aliyun/key' }
trustee: { address: https://trustee.example.com:8081/api }
vllm: { ${values === '' ? '' : `${values}, `}oss: { bucket: examplebucket, url: 'https://oss-cn-beijing-internal.aliyuncs.com', existingSecret: key } }
${more}
`;
  const { code, folder } = await cai(['runbook', '-d', 'x'], { files: { 'cai.yaml': text } });
  expect(code).toBe(0);
  const places = JSON.stringify(Array.from({ length: gpus }, (_, index) => String(index)));
  for (const policy of ['attestation', 'resource'])
    expect(readFileSync(join(folder, `x/trustee/policies/${policy}-policy.rego`), 'utf8')).toContain(
      `settings := {"gpus":${places}`,
    );
  expect(readFileSync(join(folder, 'x/trustee/settings.sh'), 'utf8')).toContain(`gpus='${gpus}'\n`);
});

test.each(cases)('%s: user data fits into what ECS takes, and brings the very files', (name) => {
  const text = filesOf(out(name)).get('cloud-init.yaml') ?? '';
  expect(text).toMatch(/^#cloud-config\n/);
  expect(Buffer.byteLength(text)).toBeLessThan(16 * 1024);
  const { write_files: files } = parse(text) as { write_files: { path: string; content: string }[] };
  for (const { path, content } of files) expect(content).toBe(filesOf(out(name)).get(path.replace('/root/cai-', '')));
});

test.each(cases)('%s: the pages name only commands and options that cai has', (name) => {
  const { folder } = made.get(name) ?? { folder: '' };
  const root = program({ cwd: folder } as Io);
  const pages = [...filesOf(out(name))].filter(([path]) => path.endsWith('.md'));
  const lines = pages.flatMap(([, text]) => text.match(/^cai [^|\n]*/gm) ?? []);
  expect(lines.length).toBeGreaterThan(8);
  const unknown = lines.filter((line) => !isKnown(root, line.trim().split(/\s+/).slice(1)));
  expect(unknown).toEqual([]);
});

function isKnown(command: Command, words: readonly string[]): boolean {
  const [word = '', ...rest] = words;
  const below = command.commands.find((one) => one.name() === word);
  if (below) return isKnown(below, rest);
  const options = words.filter((one) => one.startsWith('-'));
  return command.parent !== null && options.every((one) => command.options.some(({ long }) => long === one));
}

test('no key is in any file, though it lies beside the description', async () => {
  const files = { 'cai.yaml': cases[0]?.[1] ?? '', 'model.key': 'alibaba@1688' };
  const { folder, stdout, stderr } = await cai(['runbook', '-d', 'x'], { files });
  const written = [...filesOf(join(folder, 'x')).values(), stdout, stderr].join('');
  expect(written).not.toContain('alibaba@1688');
});

describe('50-key.sh', () => {
  /** A server after 20-configure.sh. */
  function server(): {
    run: (...args: string[]) => { status: number | null; stderr: string; stdout: string };
    root: string;
  } {
    const root = scratchFolder();
    mkdirSync(join(root, 'etc/trustee/cai'), { recursive: true });
    writeFileSync(join(root, 'etc/trustee/cai/configured'), '');
    const script = join(out('ecs'), 'trustee/50-key.sh');
    const run = (...args: string[]): ReturnType<ReturnType<typeof server>['run']> =>
      spawnSync('/bin/sh', [script, ...args], { encoding: 'utf8', env: { PATH: process.env.PATH, DESTDIR: root } });
    return { run, root };
  }
  const stored = 'opt/trustee/kbs/repository/default/aliyun/model-decryption-key';
  const keyFile = (root: string, content: string | Uint8Array): string => {
    writeFileSync(join(root, 'key'), content);
    return join(root, 'key');
  };

  test.each([
    ['with a line break at its end', 'alibaba@1688\n'],
    ['without', 'alibaba@1688'],
    ['with what shells would expand', '$(id) `id` \\n "x" \'y\' *%s', '$(id) `id` \\n "x" \'y\' *%s'],
  ])('imports a key %s: its bytes, for nobody else to read', (_, content, expected = 'alibaba@1688') => {
    const { run, root } = server();
    const { status, stdout, stderr } = run(keyFile(root, content));
    expect([status, stderr]).toEqual([0, '']);
    expect(readFileSync(join(root, stored), 'utf8')).toBe(expected);
    expect(statSync(join(root, stored)).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, stored, '..')).mode & 0o777).toBe(0o700);
    expect(stdout).not.toContain(expected);
    expect(run(keyFile(root, content)).status).toBe(0);
  });

  test.each([
    ['is empty', '', 'is empty'],
    ['is only a line break', '\n', 'is empty'],
    ['has two lines', 'a\nb\n', 'has more than one line'],
    ['has text after its line', 'a\nb', 'has text after its line'],
    ['has a carriage return', 'a\r\n', 'carriage return'],
    ['has a zero byte', Buffer.from([97, 0, 98]), 'zero byte'],
  ])('refuses a file that %s', (_, content, says) => {
    const { run, root } = server();
    expect(run(keyFile(root, content))).toMatchObject({ status: 1, stderr: expect.stringContaining(says) as string });
    expect(existsSync(join(root, stored))).toBe(false);
  });

  test('does not replace another key unless it is told to', () => {
    const { run, root } = server();
    run(keyFile(root, 'first'));
    expect(run(keyFile(root, 'second'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('--replace') as string,
    });
    expect(readFileSync(join(root, stored), 'utf8')).toBe('first');
    expect(run(keyFile(root, 'second'), '--replace').status).toBe(0);
    expect(readFileSync(join(root, stored), 'utf8')).toBe('second');
  });

  test('wants a file that is there, on a server that is hardened', () => {
    const { run, root } = server();
    expect(run()).toMatchObject({ status: 1, stderr: 'error: usage: 50-key.sh KEY-FILE [--replace]\n' });
    expect(run(join(root, 'nothing'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no file') as string,
    });
    const bare = scratchFolder();
    const { status, stderr } = spawnSync('/bin/sh', [join(out('ecs'), 'trustee/50-key.sh'), 'x'], {
      ...{ encoding: 'utf8', env: { PATH: process.env.PATH, DESTDIR: bare } },
    });
    expect([status, stderr]).toEqual([1, 'error: Trustee is not hardened yet: run 20-configure.sh first\n']);
  });
});

test('10-install.sh masks the services before the package can start them, and only once', () => {
  const root = scratchFolder();
  const programs = join(root, 'bin');
  mkdirSync(programs);
  for (const [name, text] of [
    ['yum', 'echo "yum $*" >> "$LOG"; : > "$DESTDIR/installed"'],
    ['rpm', 'test -e "$DESTDIR/installed"'],
    ['systemctl', 'echo "systemctl $*" >> "$LOG"'],
  ] as const) {
    writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(programs, name), 0o755);
  }
  const log = join(root, 'log');
  const run = (...args: string[]): { status: number | null; stderr: string } =>
    spawnSync('/bin/sh', [join(out('ecs'), 'trustee/10-install.sh'), ...args], {
      ...{ encoding: 'utf8', env: { PATH: `${programs}:${process.env.PATH ?? ''}`, DESTDIR: root, LOG: log } },
    });
  expect(run('snap')).toMatchObject({ status: 1, stderr: expect.stringContaining('usage') as string });
  expect(run('rpm')).toMatchObject({ status: 0, stderr: '' });
  const units = 'rvps as as-restful kbs trustee-gateway trustee';
  expect(readFileSync(log, 'utf8').trimEnd().split('\n')).toEqual([
    `systemctl mask ${units}`,
    `systemctl stop ${units}`,
    'yum install -y trustee-1.5.2 nginx jq openssl curl iproute',
  ]);
  writeFileSync(join(root, 'etc/trustee/cai/configured'), '');
  expect(run('rpm').status).toBe(0);
  expect(readFileSync(log, 'utf8').trimEnd().split('\n')).toHaveLength(3);
  expect(run('compose')).toMatchObject({ status: 1, stderr: expect.stringContaining('90-remove.sh') as string });
});
