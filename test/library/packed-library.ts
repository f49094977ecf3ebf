import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { librarySources } from '../support/rooms';

const repository = join(__dirname, '../..');
const cache = join(repository, 'node_modules/.cache');

/** A package that npm packs of this repository. */
interface Package {
  readonly name: string;
  /** Where its package.json is. */
  readonly folder: string;
  /** What it is made from. */
  readonly sources: readonly string[];
}

const library: Package = {
  name: 'library',
  folder: '.',
  sources: [
    ...librarySources,
    'webhook',
    'charts/webhook/server-bundle.ts',
    'scripts/build.mjs',
    'scripts/bundle.ts',
    'tsconfig.jsii.json',
    'README.md',
  ],
};

const command: Package = {
  name: 'command',
  folder: 'cli',
  sources: [...librarySources, 'charts', 'cli', 'webhook', 'scripts/build-cli.mjs', 'scripts/bundle.ts'],
};

// a build takes seconds, on a busy machine many of them
jest.setTimeout(300_000);

/** The folder with what `npm pack` packs of the library as it stands. */
export function packedLibrary(): Promise<string> {
  return packed(library);
}

/** The folder with what `npm pack --workspace cli` packs of the command as it stands. */
export function packedCommand(): Promise<string> {
  return packed(command);
}

/** It is built once for a state of the sources, also when several test files ask at the same time. */
async function packed(made: Package): Promise<string> {
  const folder = join(cache, `packed-${made.name}-${stateOf(made.sources)}`);
  const lock = join(cache, `packed-${made.name}.lock`);
  mkdirSync(cache, { recursive: true });
  while (!existsSync(folder)) {
    if (taken(lock)) {
      await sleep(200);
      continue;
    }
    try {
      if (!existsSync(folder)) await build(made, folder);
    } finally {
      rmSync(lock);
    }
  }
  return join(folder, 'package');
}

function stateOf(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of sources.flatMap(filesIn)) hash.update(path).update(readFileSync(join(repository, path)));
  return hash.digest('hex').slice(0, 16);
}

// what packing the command leaves in its folder
const built = new Set(['cli/lib', 'cli/LICENSE', 'cli/node_modules']);

function filesIn(path: string): string[] {
  if (statSync(join(repository, path)).isFile()) return [path];
  return readdirSync(join(repository, path))
    .filter((name) => !built.has(join(path, name)))
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

/** Whether another process builds; when none does, this one has the lock now. */
function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return false;
  } catch {
    if (!isAlive(Number(readIfThere(lock)))) rmSync(lock, { force: true });
    return true;
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return String(process.pid);
  }
}

function isAlive(pid: number): boolean {
  try {
    // a lock that is just being written has no process id in it yet; 0 is our own group, which is alive
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function build(made: Package, folder: string): Promise<void> {
  for (const name of readdirSync(cache)) {
    if (name.startsWith(`packed-${made.name}-`)) rmSync(join(cache, name), { recursive: true, force: true });
  }
  const beside = mkdtempSync(join(cache, `packing-${made.name}-`));
  try {
    const pack = ['pack', '--pack-destination', beside, '--foreground-scripts=false', '--silent'];
    execFileSync('npm', pack, {
      cwd: join(repository, made.folder),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [archive] = readdirSync(beside);
    if (archive === undefined) throw new Error('npm pack made no archive');
    await unpack(join(beside, archive), beside);
    renameSync(beside, folder);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

async function unpack(archive: string, into: string): Promise<void> {
  const entries = extract();
  entries.end(gunzipSync(readFileSync(archive)));
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    if (entry.header.type !== 'file') continue;
    const file = join(into, entry.header.name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, Buffer.concat(chunks));
  }
}
