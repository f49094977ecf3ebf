import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Interruption } from '../../../cli/io';
import { scratchFolder } from '../../support/scratch-folder';
import { cai, type Ended, type Surroundings } from '../in-process';
import { encryptIt, env, withKey } from './encrypted-model';
import { standInPrograms } from './stand-in-programs';

const files = {
  'model/a.safetensors': 'aaaa',
  'model/b.safetensors': 'bbbb',
  'model/config.json': '{}',
  'model/zero': '',
  'model/deep/er/tokenizer.json': '[]',
};

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

interface ManifestText {
  readonly version: number;
  readonly files: { path: string; size: number; sha256: string }[];
}

function manifestIn(folder: string): ManifestText {
  return JSON.parse(readFileSync(join(folder, 'out.plain/.cai-manifest.json'), 'utf8')) as ManifestText;
}

/** Runs until a file is recorded as done, and is interrupted then. */
async function interruptedAfter(path: string, surroundings: Surroundings = {}): Promise<Ended> {
  const { folder = scratchFolder() } = surroundings;
  const controller = new AbortController();
  const journal = join(folder, 'out.plain/.cai-journal');
  const now = (): number => {
    if (existsSync(journal) && readFileSync(journal, 'utf8').includes(`"${path}"`))
      controller.abort(new Interruption('SIGINT'));
    return 0;
  };
  return cai(encryptIt, { files, env, ...surroundings, folder, now, signal: controller.signal });
}

test('a model is encrypted, with a new key and a manifest', async () => {
  const programs = standInPrograms();
  const { code, stdout, stderr, folder } = await cai(encryptIt, { files, env: programs.env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatchInlineSnapshot(`
   "5 files (12 bytes) encrypted into out
   new key: out.key. It belongs to Trustee. Keep a copy in a safe place: without it the encrypted files are lost.
   next:
     cai model verify out --key-file out.key
     cai model upload out
   "
  `);
  expect(statSync(join(folder, 'out.key')).mode & 0o777).toBe(0o600);
  const key = readFileSync(join(folder, 'out.key'), 'utf8');
  expect(key).toMatch(/^[\w-]{43}$/);
  for (const [path, text] of Object.entries(files))
    expect(readFileSync(join(folder, path.replace('model', 'out.plain')), 'utf8')).toBe(text);
  expect(manifestIn(folder)).toEqual({
    version: 1,
    files: Object.entries(files)
      .map(([path, text]) => ({ path: path.slice('model/'.length), size: text.length, sha256: sha256(text) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  });
  expect(readdirSync(join(folder, 'out.plain'))).not.toContain('.cai-journal');
  expect(readdirSync(join(folder, 'out'))).not.toContain('.cai-unfinished');
  expect(readdirSync(programs.env.TMPDIR)).toEqual([]);

  const calls = programs.calls();
  expect(calls.map(({ program, args }) => [program, args[0]])).toEqual([
    ['gocryptfs', '-version'],
    ['gocryptfs', '-init'],
    ['gocryptfs', '-fg'],
    ['fusermount3', '-u'],
  ]);
  expect(JSON.stringify(calls)).not.toContain(key);
});

test('no key is made twice', async () => {
  const keys = await Promise.all(
    [1, 2].map(async () => {
      const { folder } = await cai(encryptIt, { files, env });
      return readFileSync(join(folder, 'out.key'), 'utf8');
    }),
  );
  expect(new Set(keys).size).toBe(2);
});

test('a key of the user is taken as it is, without the end of its line', async () => {
  const programs = standInPrograms();
  const args = [...encryptIt, '--key-file', 'mine', '-o', 'json'];
  const prepare = (folder: string): void => {
    writeFileSync(join(folder, 'mine'), 'correct horse battery staple\n');
    chmodSync(join(folder, 'mine'), 0o400);
  };
  const { code, stdout, folder } = await cai(args, { files, prepare, env: programs.env });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    directory: 'out',
    keyFile: 'mine',
    isNewKey: false,
    manifest: '.cai-manifest.json',
    files: 5,
    bytes: 12,
    kept: 0,
  });
  const configuration = readFileSync(join(folder, 'out/gocryptfs.conf'), 'utf8');
  expect(configuration).toContain(sha256('correct horse battery staple'));
  expect(JSON.stringify(programs.calls())).not.toContain('battery');
  expect(existsSync(join(folder, 'out.key'))).toBe(false);
});

test('directories and key file come from cai.yaml, where nothing else is said', async () => {
  const description = {
    model: {
      source: './model',
      encrypted: './cipher',
      keyFile: './qwen.key',
      keyId: 'kbs:///default/aliyun/qwen',
    },
    trustee: { address: 'https://trustee.example.com/api' },
  };
  const moved = Object.fromEntries(Object.entries(files).map(([path, text]) => [`deployment/${path}`, text]));
  const { code, stdout, stderr, folder } = await cai(['model', 'encrypt', '-c', 'deployment/cai.yaml'], {
    files: { ...moved, 'deployment/cai.yaml': JSON.stringify(description) },
    env,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('cai model verify deployment/cipher --key-file deployment/qwen.key\n');
  expect(readdirSync(join(folder, 'deployment')).sort()).toEqual([
    'cai.yaml',
    'cipher',
    'cipher.plain',
    'model',
    'qwen.key',
  ]);
});

test('symbolic links are followed, and what an earlier encryption added is left out', async () => {
  const { code, stderr, folder } = await cai(['model', 'encrypt', 'hub/snapshots/aa8e', 'out'], {
    files: {
      'hub/blobs/0123': 'weights',
      'hub/more/tokenizer.json': '[]',
      'hub/snapshots/aa8e/.cai-manifest.json': 'of another key',
    },
    prepare: (where) => {
      symlinkSync('../../blobs/0123', join(where, 'hub/snapshots/aa8e/model.safetensors'));
      symlinkSync('../../more', join(where, 'hub/snapshots/aa8e/more'));
    },
    env,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(manifestIn(folder).files.map(({ path }) => path)).toEqual(['model.safetensors', 'more/tokenizer.json']);
  expect(readFileSync(join(folder, 'out.plain/model.safetensors'), 'utf8')).toBe('weights');
});

test('files larger than what is read at once', async () => {
  const size = 9 * 1024 * 1024 + 7;
  const large = Buffer.alloc(size, 'The quick brown fox jumps over the lazy dog.');
  const { folder } = await cai(encryptIt, { files: { 'model/a': large }, env });
  expect(readFileSync(join(folder, 'out.plain/a')).equals(large)).toBe(true);
  expect(manifestIn(folder).files).toEqual([
    { path: 'a', size, sha256: createHash('sha256').update(large).digest('hex') },
  ]);
});

describe('an interruption', () => {
  test('leaves no mount, and is told from an end', async () => {
    const programs = standInPrograms();
    const { code, stdout, stderr, folder } = await interruptedAfter('b.safetensors', { env: programs.env });
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: '', stderr: 'interrupted by SIGINT\n' });
    expect(readdirSync(programs.env.TMPDIR)).toEqual([]);
    expect(programs.calls().at(-1)?.program).toBe('fusermount3');
    expect(readdirSync(join(folder, 'out'))).toContain('.cai-unfinished');
    expect(existsSync(join(folder, 'out.plain/config.json'))).toBe(false);
  });

  test('is gone on from: what was complete is not copied again', async () => {
    const { folder } = await interruptedAfter('b.safetensors');
    // the mark of what is not written again
    writeFileSync(join(folder, 'out.plain/a.safetensors'), 'AAAA');
    const { code, stdout, stderr: told } = await cai(encryptIt, { folder, env });
    expect({ code, told }).toEqual({ code: 0, told: '' });
    expect(stdout).toContain('5 files (12 bytes) encrypted into out, 2 of them by earlier runs\nkey: out.key. ');
    expect(readFileSync(join(folder, 'out.plain/a.safetensors'), 'utf8')).toBe('AAAA');
    expect(readFileSync(join(folder, 'out.plain/config.json'), 'utf8')).toBe('{}');
    expect(manifestIn(folder).files[0]).toEqual({ path: 'a.safetensors', size: 4, sha256: sha256('aaaa') });
    const { stderr } = await cai(['model', 'verify', 'out'], { folder, env });
    expect(stderr).toContain('CAI7226 changed-file: "a.safetensors"');
  });

  test('may come again and again', async () => {
    const { folder } = await interruptedAfter('a.safetensors');
    expect((await interruptedAfter('b.safetensors', { folder })).code).toBe(130);
    expect((await interruptedAfter('config.json', { folder })).code).toBe(130);
    const { stdout, stderr } = await cai(encryptIt, { folder, env });
    expect(stderr).toBe('');
    expect(stdout).toContain(', 3 of them by earlier runs\n');
    expect((await cai(['model', 'verify', 'out'], { folder, env })).code).toBe(0);
  });

  test('by a crash of the machine: what does not have its SHA-256 is copied again', async () => {
    const { folder } = await interruptedAfter('b.safetensors');
    const journal = join(folder, 'out.plain/.cai-journal');
    writeFileSync(journal, readFileSync(journal, 'utf8').replace(/"boot":"[^"]*"/, '"boot":"an earlier one"'));
    writeFileSync(join(folder, 'out.plain/a.safetensors'), 'AAAA');
    const { stdout } = await cai(encryptIt, { folder, env });
    expect(stdout).toContain(', 1 of them by earlier runs\n');
    expect((await cai(['model', 'verify', 'out'], { folder, env })).code).toBe(0);
  });

  test('by kill -9 in the middle of a line of the journal', async () => {
    const { folder } = await interruptedAfter('b.safetensors');
    const journal = join(folder, 'out.plain/.cai-journal');
    writeFileSync(journal, readFileSync(journal, 'utf8').slice(0, -10));
    const { stdout } = await cai(encryptIt, { folder, env });
    expect(stdout).toContain(', 1 of them by earlier runs\n');
    expect((await cai(['model', 'verify', 'out'], { folder, env })).code).toBe(0);
  });

  test('after which the model has changed: new and changed files are copied, files that are gone are removed', async () => {
    const { folder } = await interruptedAfter('deep/er/tokenizer.json');
    writeFileSync(join(folder, 'model/a.safetensors'), 'AAAA');
    utimesSync(join(folder, 'model/a.safetensors'), 1, 1);
    writeFileSync(join(folder, 'model/c.safetensors'), 'cccc');
    rmSync(join(folder, 'model/b.safetensors'));
    rmSync(join(folder, 'model/deep'), { recursive: true });
    const { code, stdout } = await cai(encryptIt, { folder, env });
    expect(code).toBe(0);
    expect(stdout).toContain('4 files (10 bytes) encrypted into out, 1 of them by earlier runs\n');
    expect(readdirSync(join(folder, 'out.plain')).sort()).toEqual([
      '.cai-manifest.json',
      'a.safetensors',
      'c.safetensors',
      'config.json',
      'zero',
    ]);
    expect(readFileSync(join(folder, 'out.plain/a.safetensors'), 'utf8')).toBe('AAAA');
  });

  test('before gocryptfs had made the directory', async () => {
    const prepare = (folder: string): void => {
      withKey('a key of twenty-three..')(folder);
      mkdirSync(join(folder, 'out'));
      writeFileSync(join(folder, 'out/gocryptfs.conf.tmp'), '{');
    };
    const { code, stdout, folder } = await cai(encryptIt, { files, prepare, env });
    expect(code).toBe(0);
    expect(stdout).toContain('\nkey: out.key. ');
    expect(readdirSync(join(folder, 'out'))).not.toContain('gocryptfs.conf.tmp');
  });
});

test('a failure of gocryptfs leaves neither a key nor a directory', async () => {
  const { code, folder } = await cai(encryptIt, { files, env: { ...env, STAND_IN_FAILS: 'init' } });
  expect(code).toBe(1);
  expect(readdirSync(folder)).toEqual(['model']);
});

test('what is refused leaves nothing', async () => {
  const prepare = (folder: string): void => {
    symlinkSync('gone', join(folder, 'model/link'));
  };
  const { code, folder } = await cai(encryptIt, { files, prepare, env });
  expect(code).toBe(1);
  expect(readdirSync(folder)).toEqual(['model']);
});

test('mounts that killed runs have left are taken away, those of living ones are not', async () => {
  const { env: own, calls } = standInPrograms();
  const dead = join(own.TMPDIR, 'cai-model-1-1-abcdef');
  const living = join(own.TMPDIR, `cai-model-${process.pid}-${startOfThisProcess()}-abcdef`);
  for (const folder of [dead, living]) {
    mkdirSync(folder);
    symlinkSync('/', join(folder, 'plain'));
  }
  const { code } = await cai(encryptIt, { files, env: own });
  expect(code).toBe(0);
  expect(readdirSync(own.TMPDIR)).toEqual([living.slice(own.TMPDIR.length + 1)]);
  expect(calls().filter(({ args }) => args.includes('-z'))).toHaveLength(1);
});

function startOfThisProcess(): string {
  return readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
}

test('progress on a terminal: bytes, files, rate and the time that is left', async () => {
  let time = 0;
  const { stderr } = await cai(encryptIt, { files, env, terminal: true, columns: 200, now: () => (time += 1000) });
  const drawn = stderr.split('\r\u001b[K').filter(Boolean);
  expect(drawn).toContainEqual(
    expect.stringMatching(
      /^encrypting 8 bytes of 12 bytes \(66 %\), 1 of 5 files, \d+ bytes?\/s, \d+ s left, b\.safetensors$/,
    ),
  );
  expect(drawn.at(-1)).toMatch(/^encrypting 12 bytes of 12 bytes \(100 %\), 5 of 5 files, .*, zero$/);
  // the line is gone at the end
  expect(stderr.endsWith('\r\u001b[K')).toBe(true);
});

test('a terminal of which names cannot take hold', async () => {
  const { stderr } = await cai(encryptIt, {
    files: { 'model/a\u001b]0;title\u0007': 'a' },
    env,
    terminal: true,
    columns: 200,
  });
  expect(stderr).toContain('a?]0;title?');
});
