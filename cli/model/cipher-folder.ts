import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { showValue } from '../../problems';
import { isObject } from '../../injection';
import { fileFault } from '../text-files';

/** What gocryptfs keeps its parameters in, at the root of an encrypted directory. */
export const configurationFile = 'gocryptfs.conf';

/** What gocryptfs keeps in every directory: the random part of the encryption of its names. */
export const directoryFile = 'gocryptfs.diriv';

/** What tells that an encryption is under way or was interrupted. It is gone when the encryption is finished. */
export const unfinishedFile = '.cai-unfinished';

const begunFiles: readonly string[] = [configurationFile, `${configurationFile}.tmp`, directoryFile];

/** What a directory for an encrypted model is found to be. */
export type CipherState =
  | 'absent'
  | 'empty'
  /** gocryptfs has begun or ended to make it, and it holds nothing yet. */
  | 'begun'
  | 'unfinished'
  /** It holds encrypted files, whoever made them. */
  | 'filled'
  | 'foreign';

/** A directory for an encrypted model, and what is in it. */
export interface CipherReading {
  readonly state: CipherState;
  readonly names: readonly string[];
}

/** @throws Error of the system where the path is no directory that can be read */
export async function readCipherState(folder: string): Promise<CipherReading> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'absent', names: [] };
    throw error;
  }
  return { state: stateOf(names), names };
}

function stateOf(names: readonly string[]): CipherState {
  if (names.length === 0) return 'empty';
  if (names.every((name) => begunFiles.includes(name))) return 'begun';
  if (!names.includes(configurationFile)) return 'foreign';
  return names.includes(unfinishedFile) ? 'unfinished' : 'filled';
}

// gocryptfs -init without options, in every 2.x
const defaultFlags = ['DirIV', 'EMENames', 'GCMIV128', 'HKDF', 'LongNames', 'Raw64'];

/**
 * What is wrong with the parameters of an encrypted directory.
 *
 * @returns nothing when they are the default ones, which the sidecar expects
 */
export async function parameterFault(folder: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, configurationFile), 'utf8');
  } catch (error) {
    return `has a ${configurationFile} that cannot be read: ${fileFault(error)}`;
  }
  let configuration: unknown;
  try {
    configuration = JSON.parse(text);
  } catch {
    return `has a damaged ${configurationFile}`;
  }
  if (!isObject(configuration) || !Array.isArray(configuration.FeatureFlags))
    return `has a damaged ${configurationFile}`;
  if (configuration.Version !== 2) return `has format ${showValue(configuration.Version)}, not 2`;
  const flags = configuration.FeatureFlags.map(String);
  const more = flags.filter((flag) => !defaultFlags.includes(flag));
  const fewer = defaultFlags.filter((flag) => !flags.includes(flag));
  if (more.length + fewer.length === 0) return undefined;
  const differences = [
    ...(more.length > 0 ? [`it has ${more.join(', ')}`] : []),
    ...(fewer.length > 0 ? [`it lacks ${fewer.join(', ')}`] : []),
  ];
  return `was not made with the default parameters of gocryptfs: ${differences.join(', and ')}`;
}

/** A file that gocryptfs wrote and that is not as it was. */
export interface LostFile {
  readonly path: string;
  /** What cannot be had without it. */
  readonly effect: string;
}

/** What an encrypted directory holds, as far as that shows without the key. */
export interface CipherEntries {
  /** Without what lies below a lost file, and so cannot show. */
  readonly files: number;
  readonly folders: number;
  /** Paths of what gocryptfs cannot have written. */
  readonly foreign: readonly string[];
  readonly lost: readonly LostFile[];
}

/** Looks through an encrypted directory without the key. */
export async function cipherEntries(root: string): Promise<CipherEntries> {
  const count = { files: 0, folders: 0 };
  const [foreign, lost]: [string[], LostFile[]] = [[], []];
  const waiting = [{ below: '', isShown: true }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { below } = next;
    const entries = await readdir(join(root, below), { withFileTypes: true });
    const lostHere = await lostIn(root, below, entries);
    lost.push(...lostHere);
    const lostNames = new Set(lostHere.map(({ path }) => path));
    const isShown = next.isShown && !lostNames.has(join(below, directoryFile));
    for (const entry of entries) {
      const path = join(below, entry.name);
      if (isOwn(entry.name, below === '')) continue;
      const isOne = isShown && !lostNames.has(`${path}.name`);
      if (!isEncryptedName(entry.name) || !(entry.isFile() || entry.isDirectory())) foreign.push(path);
      else if (entry.isDirectory()) {
        count.folders += isOne ? 1 : 0;
        waiting.push({ below: path, isShown: isOne });
      } else count.files += isOne ? 1 : 0;
    }
  }
  return { ...count, foreign: foreign.sort(), lost: lost.sort((one, other) => (one.path < other.path ? -1 : 1)) };
}

const longName = /^gocryptfs\.longname\.[\w-]{43}$/u;
const directoryFileSize = 16;

/** What must lie in a directory because of what lies in it, and does not. */
async function lostIn(root: string, below: string, entries: readonly Dirent[]): Promise<LostFile[]> {
  const names = new Set(entries.map(({ name }) => name));
  const lost: LostFile[] = [];
  const miss = (name: string, effect: string): void => void lost.push({ path: join(below, name), effect });
  const isWhole = await stat(join(root, below, directoryFile)).then(
    (found) => found.isFile() && found.size === directoryFileSize,
    () => false,
  );
  if (!isWhole) miss(directoryFile, `no name in ${showValue(below === '' ? '.' : below)} can be decrypted without it`);
  for (const name of names) {
    if (longName.test(name) && !names.has(`${name}.name`))
      miss(`${name}.name`, 'it holds the name of a file or folder');
    const content = name.replace(/\.name$/u, '');
    if (content !== name && longName.test(content) && !names.has(content))
      miss(content, 'its name is there, and what it holds is not');
  }
  return lost;
}

function isOwn(name: string, isRoot: boolean): boolean {
  if (name === directoryFile || /^gocryptfs\.longname\.[\w-]{43}\.name$/u.test(name)) return true;
  return isRoot && (name === configurationFile || name === unfinishedFile);
}

/** Encrypted names are whole AES blocks in base64, and hashes of such where they are too long for a file system. */
function isEncryptedName(name: string): boolean {
  if (/^gocryptfs\.longname\.[\w-]{43}$/u.test(name)) return true;
  if (!/^[\w-]{22,}$/u.test(name)) return false;
  const bytes = Buffer.from(name, 'base64url');
  return bytes.length % 16 === 0 && bytes.toString('base64url') === name;
}
