import { accessSync, constants } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readUtf8, type Problem } from '../problems';
import { CommandError, unusable } from './command-error';
import { fileExists, notUtf8, unreadableFile, unwritableFile } from './general-problems';
import type { Io } from './io';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'you may not',
  EPERM: 'you may not',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the file system is full',
};

/** What the system says about a file, in words. */
export function fileFault(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}

/** How a path stands in messages. */
export function shownPath(path: string): string {
  return path === '-' ? 'standard input' : path;
}

// the second reader would find nothing, and nothing can mean something
const emptied = new WeakSet<Io>();

async function readBytes(io: Io, path: string): Promise<Uint8Array> {
  if (path !== '-') return readFile(resolve(io.cwd, path));
  if (emptied.has(io)) throw new Error('it can be read once, and was');
  emptied.add(io);
  const chunks: Uint8Array[] = [];
  for await (const chunk of io.stdin.stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/**
 * The text of a file; `-` is standard input. A byte order mark is dropped.
 *
 * @param ifMissing what helps where there is no such file
 * @throws CommandError (2) when it cannot be read or is not UTF-8
 */
export async function readText(io: Io, path: string, ifMissing?: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(io, path);
  } catch (error) {
    const advice = (error as NodeJS.ErrnoException).code === 'ENOENT' ? ifMissing : undefined;
    throw unusable(unreadableFile.at('', { path, reason: fileFault(error), ...(advice !== undefined && { advice }) }));
  }
  const reading = readUtf8(bytes);
  if ('fault' in reading) throw unusable(notUtf8.at('', { path, fault: reading.fault }));
  return reading.text;
}

/** How a file is written. */
export interface WriteSettings {
  /** Whether a file that exists is replaced. @default false */
  readonly force?: boolean;
  /** @default 0o644, less what the umask takes away */
  readonly mode?: number;
}

/** Why a file cannot be written, as far as that can be told before. */
export function writeObstacles(io: Io, path: string, { force = false }: WriteSettings = {}): Problem[] {
  const file = resolve(io.cwd, path);
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    return [unwritableFile.at('', { path, reason: fileFault(error) })];
  }
  try {
    accessSync(file);
  } catch {
    return [];
  }
  return force ? [] : [fileExists.at('', { path })];
}

/**
 * Makes a folder, and those that lead to it.
 *
 * @throws CommandError (1) when it cannot be made
 */
export async function makeFolder(io: Io, path: string): Promise<void> {
  try {
    await mkdir(resolve(io.cwd, path), { recursive: true });
  } catch (error) {
    throw new CommandError([unwritableFile.at('', { path, reason: fileFault(error) })]);
  }
}

/**
 * Writes a file whole or not at all.
 *
 * @throws CommandError (1) when the file exists and `force` is not given, or when it cannot be written
 */
export async function writeText(io: Io, path: string, text: string, settings: WriteSettings = {}): Promise<void> {
  const obstacles = writeObstacles(io, path, settings);
  if (obstacles.length > 0) throw new CommandError(obstacles);
  const file = resolve(io.cwd, path);
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text, { flag: 'wx', mode: settings.mode ?? 0o644 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw new CommandError([unwritableFile.at('', { path, reason: fileFault(error) })]);
  }
}
