import { createHash, randomBytes } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { dirname, join } from 'node:path';
import { cachefsScript } from '../../../injection/sidecars/cachefs-script';
import { cipherFolder, keyFolder, plaintextFolder, readyFile } from '../../../injection/sidecars/paths';
import { eventually, expectEqual, expectText } from '../expectation';
import { cachefsImage, debianGocryptfsImage, gocryptfsImage } from '../images/images';
import { printedInRoot } from '../images/root-folder';
import { installPrograms, type InstalledPrograms } from '../model/installed-programs';
import { RunningCai, mountsWith, processesThatShow, type CaiEnded } from '../model/running-cai';
import { printed } from '../program';
import type { Say } from '../progress';
import type { Scenario } from '../scenario';

const megabyte = 1024 * 1024;
const shard = 96 * megabyte;
const shards = ['model-1.safetensors', 'model-2.safetensors', 'model-3.safetensors'];

/** `cai model` with the real gocryptfs and the real FUSE, and the sidecar's own script on what came of it. */
const scenario: Scenario = {
  name: 'model encryption',
  // it uses the machine, not the cluster
  needs: ['node'],
  images: [cachefsImage, gocryptfsImage, debianGocryptfsImage],
  async run({ say }) {
    const folder = mkdtempSync(join(tmpdir(), 'model-encryption-'));
    try {
      const programs = await installPrograms(folder);
      const sidecarRoot = join(folder, 'sidecar');
      mkdirSync(sidecarRoot);
      await cachefsImage.unpack(sidecarRoot);
      const work = new Workplace(folder, programs, sidecarRoot);
      const sums = await makeModel(join(folder, 'model'));
      await interruptions(work, say);
      await whole(work, say, sums);
      await damages(work, say);
      await withoutNamespace(work, say);
      await expectNothingLeft(work);
      await byDebian(work, say, sums);
    } finally {
      for (const line of mountsWith(folder)) await printed('umount', ['-l', line.split(' ')[4] ?? '']).catch(() => '');
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export default scenario;

class Workplace {
  readonly cipher: string;
  readonly temporary: string;

  constructor(
    readonly folder: string,
    readonly programs: InstalledPrograms,
    /** What the sidecar's script runs in: it has another gocryptfs than the one that encrypts. */
    readonly sidecarRoot: string,
  ) {
    this.cipher = join(folder, 'encrypted');
    this.temporary = join(folder, 'temporary');
    mkdirSync(this.temporary);
  }

  start(args: readonly string[], path = `${this.programs.folder}:/usr/bin:/bin`): RunningCai {
    return new RunningCai(['model', ...args], this.folder, { PATH: path, TMPDIR: this.temporary });
  }

  async run(...args: string[]): Promise<CaiEnded> {
    return this.start(args).ended;
  }

  async done(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    if (code !== 0) throw new Error(`cai model ${args.join(' ')} ended with ${String(code)}:\n${stderr}`);
    return stdout;
  }

  async refused(args: readonly string[], ...says: string[]): Promise<void> {
    const { code, stderr } = await this.run(...args);
    expectEqual(code, 1, `what "cai model ${args.join(' ')}" ended with`);
    expectText(stderr, ...says);
  }
}

/** A model as a cache has it: small and large files, links, directories, long names. Answers SHA-256 by path. */
async function makeModel(root: string): Promise<Map<string, string>> {
  const contents = new Map<string, Buffer>([
    ...shards.map((name) => [name, randomBytes(shard)] as const),
    ['config.json', Buffer.from('{"model_type": "qwen2"}\n')],
    ['empty', Buffer.alloc(0)],
    ['one block', randomBytes(4096)],
    ['one byte more', randomBytes(4097)],
    [`${'long name '.repeat(20)}.txt`, Buffer.from('a name that gocryptfs keeps in a file of its own\n')],
    ['模型/.hidden/tokenizer.json', Buffer.from('[]\n')],
  ]);
  for (const [path, content] of contents) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  const linked = join(root, '../linked');
  renameSync(join(root, 'config.json'), linked);
  symlinkSync('../linked', join(root, 'config.json'));
  const sums = [...contents].map(
    ([path, content]) => [path, createHash('sha256').update(content).digest('hex')] as const,
  );
  return Promise.resolve(new Map(sums));
}

const encryptIt = ['encrypt', 'model', 'encrypted'];

/**
 * An encryption that has mounted, and so has long looked for signals. The size alone does not tell: where the one before was
 * interrupted late, it is reached before the program has begun.
 */
async function begun(work: Workplace): Promise<RunningCai> {
  const running = work.start(encryptIt);
  while (gocryptfsOf(work).length === 0) {
    const ended = await Promise.race([running.ended, sleep(5)]);
    if (ended) throw new Error(`it ended before it mounted: ${JSON.stringify(ended)}`);
  }
  return running;
}

async function interruptions(work: Workplace, say: Say): Promise<void> {
  const killed = work.start(encryptIt);
  await killed.until(work.cipher, 30 * megabyte);
  const key = readFileSync(`${work.cipher}.key`, 'utf8');
  expectEqual(processesThatShow(key), [], 'processes whose arguments or environment show the key');
  const here = readFileSync('/proc/self/mountinfo', 'utf8');
  if (here.includes(work.temporary)) throw new Error('another process sees the mount');
  expectEqual((await killed.interrupt('SIGKILL', work.cipher, 0)).code, 'SIGKILL', 'the end of cai');
  await expectNothingLeft(work);
  await work.refused(['verify', 'encrypted'], 'CAI7223 unfinished');
  say('kill -9 leaves neither a mount nor a process; no process ever shows the key');

  const ended = await (await begun(work)).interrupt('SIGTERM', work.cipher, shard + 20 * megabyte);
  expectEqual(ended.code, 143, 'the exit code after TERM');
  await expectNothingLeft(work);
  const again = await (await begun(work)).interrupt('SIGINT', work.cipher, 2 * shard + 20 * megabyte);
  expectEqual(again.code, 130, 'the exit code after INT');
  await expectNothingLeft(work);
  say('TERM and INT end it at once, with nothing left');

  const result = JSON.parse(await work.done(...encryptIt, '-o', 'json')) as { files: number; kept: number };
  expectEqual(result.files, 9, 'the number of files');
  // the last interruption came while the third shard was copied, or later
  if (result.kept < 5 || result.kept > 8) throw new Error(`${result.kept} of 9 files were kept`);
  expectEqual(readFileSync(`${work.cipher}.key`, 'utf8'), key, 'the key after interruptions');
  await work.refused(encryptIt, 'CAI7210 finished-target');
  say(`the same command goes on, and copies only what is missing: ${result.kept} of ${result.files} files were kept`);
}

const asSidecar = `
printf '%s' "$2" >${keyFolder}/key
CAI_PLAINTEXT_VOLUMES=0 sh -c "$1" cai gocryptfs >&2 &
sidecar=$!
shift 2
until test -e ${readyFile}; do
  kill -0 "$sidecar"
  sleep 0.1
done
cd ${plaintextFolder}/0
sha256sum -- "$@"
cd /
kill "$sidecar"
wait "$sidecar"
`;

async function whole(work: Workplace, say: Say, sums: ReadonlyMap<string, string>): Promise<void> {
  expectText(await work.done('verify', 'encrypted'), 'every file is as it was encrypted: 9 files');
  const key = readFileSync(`${work.cipher}.key`, 'utf8');
  const keys = join(work.folder, 'keys');
  mkdirSync(keys);
  const place = { root: work.sidecarRoot, mounts: { [cipherFolder]: work.cipher, [keyFolder]: keys } };
  const list = await printedInRoot(place, ['sh', '-ec', asSidecar, 'sh', cachefsScript, key, ...sums.keys()]);
  expectEqual(list, [...sums].map(([path, sum]) => `${sum}  ${path}\n`).join(''), 'what the sidecar shows');
  say("the sidecar's script mounts it, and every file has the SHA-256 of the source");

  const names = readdirSync(work.cipher, { recursive: true, encoding: 'utf8' });
  const known = names.filter((name) => /safetensors|config|tokenizer|manifest|cai|模型/u.test(name));
  expectEqual(known, [], 'names that show in the encrypted directory');
  expectText(
    await work.done(
      'upload',
      'encrypted',
      '--bucket',
      'examplebucket',
      '--endpoint',
      'https://oss-cn-beijing.aliyuncs.com',
    ),
    'oss://examplebucket/',
  );
}

/** Each damage is found; then it is repaired. */
async function damages(work: Workplace, say: Say): Promise<void> {
  const verify = ['verify', 'encrypted'];
  const [one = '', two = ''] = readdirSync(work.cipher)
    .map((name) => join(work.cipher, name))
    .filter((path) => statSync(path).size > shard);
  const spare = join(work.folder, 'spare');

  copyFileSync(one, spare);
  const bytes = readFileSync(one);
  bytes.writeUInt8(bytes.readUInt8(megabyte) ^ 1, megabyte);
  writeFileSync(one, bytes);
  await work.refused(verify, 'is damaged: gocryptfs cannot decrypt it');
  say('one bit that is another is found');

  copyFileSync(spare, one);
  renameSync(two, `${one}.2`);
  renameSync(one, two);
  renameSync(`${one}.2`, one);
  const { stderr } = await work.run(...verify);
  expectEqual(
    stderr.match(/CAI7226 changed-file: "[^"]+" has another SHA-256/g)?.length,
    2,
    'files that are exchanged',
  );
  say('two files that are exchanged are found, which gocryptfs itself does not notice');

  const [directory = ''] = readdirSync(work.cipher, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(work.cipher, name));
  const ofDirectory = join(directory, 'gocryptfs.diriv');
  renameSync(ofDirectory, join(work.folder, 'diriv'));
  writeFileSync(ofDirectory, '');
  await work.refused(verify, 'gocryptfs.diriv" is lost or damaged', 'CAI7224 missing-file: "模型/.hidden');
  rmSync(ofDirectory);
  renameSync(join(work.folder, 'diriv'), ofDirectory);
  say('a directory whose names cannot be decrypted is found, with what is in it');

  rmSync(one);
  copyFileSync(spare, two);
  writeFileSync(join(work.cipher, 'config.json'), '{}');
  await work.refused(verify, 'CAI7224 missing-file', 'CAI7227 foreign-entry: "config.json"');
  writeFileSync(join(work.folder, 'other.key'), 'not the key of this model', { mode: 0o600 });
  await work.refused([...verify, '--key-file', 'other.key'], 'CAI7215 wrong-key');
  await expectNothingLeft(work);
  say('files that are missing or not encrypted are found, and a wrong key is');
}

/** Where the system permits no namespace, the mount shows, and it must be taken away too. */
async function withoutNamespace(work: Workplace, say: Say): Promise<void> {
  const cipher = join(work.folder, 'second');
  const args = ['encrypt', 'model', 'second'];
  const few = work.programs.folder;
  const killed = work.start(args, few);
  await killed.until(cipher, 30 * megabyte);
  if (mountsWith(work.temporary).length === 0) throw new Error('the mount was expected to show');
  await killed.interrupt('SIGKILL', cipher, 0);
  await expectNoMount(work);

  const all = work.start(args, few);
  await all.until(cipher, shard + 20 * megabyte);
  for (const pid of gocryptfsOf(work)) process.kill(pid, 'SIGKILL');
  process.kill(all.pid, 'SIGKILL');
  await all.ended;
  const { code, stderr } = await work.start(args, few).ended;
  expectEqual([code, stderr.includes('error')], [0, false], 'the run after everything was killed');
  await expectNothingLeft(work);
  say('without a namespace too, nothing is left; where even gocryptfs is killed, the next run cleans up');
}

/** The same with the older gocryptfs of Debian: what it encrypts, the sidecar mounts alike. */
async function byDebian(
  { folder, sidecarRoot }: Workplace,
  say: Say,
  sums: ReadonlyMap<string, string>,
): Promise<void> {
  const place = join(folder, 'debian');
  mkdirSync(place);
  const work = new Workplace(place, await installPrograms(place, debianGocryptfsImage), sidecarRoot);
  symlinkSync('../model', join(place, 'model'));
  await work.done(...encryptIt);
  await whole(work, say, sums);
  await expectNothingLeft(work);
  say("gocryptfs of Debian encrypts what the sidecar's newer one reads");
}

function gocryptfsOf(work: Workplace): number[] {
  return processesThatShow(`${work.temporary}/`)
    .filter((name) => name.endsWith('/cmdline'))
    .map((name) => Number(name.split('/')[0]));
}

async function expectNoMount(work: Workplace): Promise<void> {
  await eventually('end of the mount', 20, () =>
    Promise.resolve(mountsWith(work.temporary).length === 0 && gocryptfsOf(work).length === 0 ? true : undefined),
  );
}

async function expectNothingLeft(work: Workplace): Promise<void> {
  await expectNoMount(work);
  await eventually('end of the directories', 5, () => {
    const names = readdirSync(work.temporary).filter((name) => name.startsWith('cai-model-'));
    return Promise.resolve(names.length === 0 ? true : undefined);
  });
}
