import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Problem } from '../../problems';
import { CommandError, exitCodes, unusable } from '../command-error';
import { unreadableFile, unwritableFile } from '../general-problems';
import type { Io } from '../io';
import { report } from '../reporting';
import { fileFault } from '../text-files';
import { badKey, openKeyFile, weakKey } from './problems';

// of gocryptfs
const maxBytes = 2048;
const minBytes = 16;

/** The passphrase of an encrypted model. It goes to gocryptfs by a pipe: never into arguments, environment or messages. */
export interface ModelKey {
  readonly path: string;
  /** One line without its end. */
  readonly bytes: Buffer;
}

/**
 * Reads a key file, and warns of a short key.
 *
 * @returns nothing when there is no such file
 * @throws CommandError (1) when others can read it or it does not hold one line; (2) when it cannot be read
 */
export async function readKeyFile(io: Io, path: string): Promise<ModelKey | undefined> {
  let file: FileHandle;
  try {
    file = await open(resolve(io.cwd, path), constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(unreadableFile.at('', { path, reason: fileFault(error) }));
  }
  try {
    return await checked(io, path, file);
  } finally {
    await file.close();
  }
}

/** {@link readKeyFile}, where there must be one. */
export async function requiredKeyFile(io: Io, path: string): Promise<ModelKey> {
  const key = await readKeyFile(io, path);
  if (!key) throw unusable(unreadableFile.at('', { path, reason: 'there is no such file' }));
  return key;
}

async function checked(io: Io, path: string, file: FileHandle): Promise<ModelKey> {
  // asked of the open file: what was checked is what is read
  const found = await file.stat();
  if (!found.isFile()) throw unusable(badKey.at('', { path, reason: 'is not a file' }));
  const mode = found.mode & 0o777;
  const problems: Problem[] = [];
  if ((mode & 0o077) !== 0) problems.push(openKeyFile.at('', { path, mode: mode.toString(8).padStart(4, '0') }));
  const content = Buffer.alloc(maxBytes + 2);
  const { bytesRead } = await file.read(content, 0, content.length, 0);
  const bytes = withoutLineEnd(content.subarray(0, bytesRead));
  const reason = fault(bytes);
  if (reason !== undefined) problems.push(badKey.at('', { path, reason }));
  if (problems.length > 0) throw new CommandError(problems);
  if (bytes.length < minBytes) report(io, [weakKey.at('', { path, length: bytes.length })]);
  return { path, bytes };
}

function withoutLineEnd(bytes: Buffer): Buffer {
  return bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
}

function fault(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return 'holds no key';
  if (bytes.length > maxBytes) return `holds more than ${maxBytes} bytes`;
  if (bytes.includes(0x0a)) return 'holds several lines';
  if (bytes.includes(0x0d)) return 'holds a carriage return, as files from Windows do, which would be part of the key';
  if (bytes.some((byte) => byte < 0x20 || byte === 0x7f)) return 'holds a control character';
  return undefined;
}

/**
 * Makes a key file with 32 random bytes as 43 characters. There is no line end: Trustee gives out the file as it is.
 *
 * @throws CommandError (1) when it cannot be written
 */
export async function makeKeyFile(io: Io, path: string): Promise<ModelKey> {
  const file = resolve(io.cwd, path);
  const bytes = Buffer.from(randomBytes(32).toString('base64url'));
  try {
    const made = await open(file, 'wx', 0o600);
    try {
      await made.writeFile(bytes);
      // a model that is encrypted with a key that a power failure took is lost
      await made.sync();
    } finally {
      await made.close();
    }
    await syncFolder(dirname(file));
  } catch (error) {
    throw new CommandError([unwritableFile.at('', { path, reason: fileFault(error) })], exitCodes.refused);
  }
  return { path, bytes };
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
