import type { Source } from './source-files';

const block = 4096;
/** What gocryptfs adds to every block of 4096 bytes: a nonce and a tag, 16 bytes each. */
const blockOverhead = 32;
/** What it puts before the blocks of a file that is not empty: version and file id. */
const header = 18;
/** Names longer than this are kept in files of their own. */
const maxNameLength = 175;

/** Size of an encrypted file, by the size of the file. */
export function encryptedSize(size: number): number {
  return size === 0 ? 0 : header + size + Math.ceil(size / block) * blockOverhead;
}

/** What an encrypted model takes on a disk. */
export interface Room {
  readonly bytes: number;
  /** Files and directories. */
  readonly inodes: number;
}

/** The room that a model needs when it is encrypted, with its names, the journal and the manifest. */
export function roomFor({ files, folders }: Pick<Source, 'files' | 'folders'>): Room {
  const entries = [...files.map(({ path }) => path), ...folders];
  const longNames = entries.filter((path) => Buffer.byteLength(path.slice(path.lastIndexOf('/') + 1)) > maxNameLength);
  const lists = entries.reduce((sum, path) => sum + 2 * (Buffer.byteLength(path) + 160), 0);
  const contents = files.reduce((sum, { size }) => sum + wholeBlocks(encryptedSize(size)), 0);
  // a directory, and the file in it with the random part of its names
  const directories = (folders.length + 1) * 2;
  const others = longNames.length + directories + 3;
  return { bytes: contents + wholeBlocks(encryptedSize(lists)) + others * block, inodes: files.length + others };
}

function wholeBlocks(bytes: number): number {
  return Math.ceil(bytes / block) * block;
}
