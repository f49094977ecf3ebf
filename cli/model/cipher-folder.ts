import { readdir, readFile } from 'node:fs/promises';
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

/** What an encrypted directory holds, as far as that shows without the key. */
export interface CipherEntries {
  readonly files: number;
  readonly folders: number;
  /** Paths of what gocryptfs cannot have written. */
  readonly foreign: readonly string[];
}

/** Looks through an encrypted directory without the key. */
export async function cipherEntries(root: string): Promise<CipherEntries> {
  const count = { files: 0, folders: 0 };
  const foreign: string[] = [];
  const waiting = [''];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    const entries = await readdir(join(root, below), { withFileTypes: true });
    if (!entries.some(({ name }) => name === directoryFile)) foreign.push(below === '' ? '.' : below);
    for (const entry of entries) {
      const path = join(below, entry.name);
      if (isOwn(entry.name, below === '')) continue;
      if (!isEncryptedName(entry.name) || !(entry.isFile() || entry.isDirectory())) foreign.push(path);
      else if (entry.isDirectory()) {
        count.folders += 1;
        waiting.push(path);
      } else count.files += 1;
    }
  }
  return { ...count, foreign: foreign.sort() };
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
