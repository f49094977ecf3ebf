import { lstat, mkdir, readFile, readdir, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Problem, showValue } from '../../problems';
import { CommandError } from '../command-error';
import { unwritableFile } from '../general-problems';
import type { Io } from '../io';
import { fileFault } from '../text-files';
import { bytesText } from './amounts';
import {
  configurationFile,
  directoryFile,
  parameterFault,
  readCipherState,
  unfinishedFile,
  type CipherReading,
} from './cipher-folder';
import type { Room } from './cipher-size';
import type { ModelKey } from './key-file';
import { isAlive, processMark, type ProcessMark } from './living-process';
import type { Located } from './locations';
import { finishedTarget, foreignTarget, initFailed, inUse, noSpace, otherParameters } from './problems';
import { lastWords, ran, type MountPrograms } from './programs';

/** The directory that a model is to be encrypted into. */
export interface Target extends Located {
  /** `new`: gocryptfs has to make it. `begun`: an earlier run was interrupted, and its key is needed. */
  readonly stage: 'new' | 'begun';
}

/** A target, and everything that is wrong with it. */
export interface TargetReading {
  readonly target: Target;
  readonly problems: readonly Problem[];
}

/** Looks whether a directory can be encrypted into. */
export async function readTarget(at: Located): Promise<TargetReading> {
  const { shown, path } = at;
  let reading: CipherReading;
  try {
    reading = await readCipherState(path);
  } catch (error) {
    const reason = `cannot be used: ${fileFault(error)}`;
    return { target: { ...at, stage: 'new' }, problems: [foreignTarget.at('', { path: shown, reason })] };
  }
  const { state, names } = reading;
  if (state === 'foreign') {
    const some = names.slice(0, 3).map((name) => showValue(name));
    const reason = `holds something else: ${some.join(', ')}${names.length > some.length ? ', …' : ''}`;
    return { target: { ...at, stage: 'new' }, problems: [foreignTarget.at('', { path: shown, reason })] };
  }
  if (state === 'filled')
    return { target: { ...at, stage: 'begun' }, problems: [finishedTarget.at('', { path: shown })] };
  const isMade = state === 'unfinished' || (state === 'begun' && isComplete(names));
  const target: Target = { ...at, stage: isMade ? 'begun' : 'new' };
  return { target, problems: isMade ? await begunProblems(target) : [] };
}

function isComplete(names: readonly string[]): boolean {
  return names.includes(configurationFile) && names.includes(directoryFile) && names.length === 2;
}

async function begunProblems({ shown, path }: Target): Promise<Problem[]> {
  const reason = await parameterFault(path);
  const user = await writerOf(path);
  return [
    ...(reason === undefined ? [] : [otherParameters.at('', { path: shown, reason })]),
    ...(user === undefined ? [] : [inUse.at('', { path: shown, pid: user.pid })]),
  ];
}

/** Another process that writes to an encrypted directory right now. */
async function writerOf(path: string): Promise<ProcessMark | undefined> {
  try {
    const mark = JSON.parse(await readFile(join(path, unfinishedFile), 'utf8')) as ProcessMark;
    return mark.pid !== process.pid && isAlive(mark) ? mark : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with the room that a file system has for an encrypted model. */
export async function roomProblems({ shown, path }: Located, { bytes, inodes }: Room): Promise<Problem[]> {
  const there = await existing(path);
  const { bavail, bsize, files, ffree } = await statfs(there);
  const used = there === path ? await roomTaken(path) : { bytes: 0, inodes: 0 };
  const free = bavail * bsize + used.bytes;
  const problems: Problem[] = [];
  if (bytes > free) problems.push(noSpace.at('', { path: shown, needs: bytesText(bytes), has: bytesText(free) }));
  // some file systems have no limit, and say 0
  if (files > 0 && inodes > ffree + used.inodes)
    problems.push(noSpace.at('', { path: shown, needs: `${inodes} inodes`, has: `${ffree} free` }));
  return problems;
}

async function existing(path: string): Promise<string> {
  return lstat(path).then(
    () => path,
    () => existing(dirname(path)),
  );
}

async function roomTaken(root: string): Promise<Room> {
  const room = { bytes: 0, inodes: 0 };
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      room.bytes += (await lstat(path)).blocks * 512;
      room.inodes += 1;
      if (entry.isDirectory()) waiting.push(path);
    }
  }
  return room;
}

/**
 * Has gocryptfs make the encrypted directory, with its default parameters.
 *
 * @throws CommandError (1) when it cannot; nothing is left then
 */
export async function initTarget(
  io: Io,
  { gocryptfs }: MountPrograms,
  { shown, path }: Target,
  key: ModelKey,
): Promise<void> {
  let isOurs: boolean;
  try {
    isOurs = (await mkdir(path, { recursive: true })) !== undefined;
  } catch (error) {
    throw new CommandError([unwritableFile.at('', { path: shown, reason: fileFault(error) })]);
  }
  // an earlier run may have been killed while gocryptfs made it; nothing is in it
  await removeBegun(path);
  const { code, stderr } = await ran(io, [gocryptfs, '-init', '-q', '-nosyslog', path], key.bytes);
  const fault = code === 0 ? await parameterFault(path) : undefined;
  if (code === 0 && fault === undefined) return;
  await removeBegun(path);
  if (isOurs) await rmdir(path).catch(() => undefined);
  if (fault !== undefined) throw new CommandError([otherParameters.at('', { path: shown, reason: fault })]);
  const reason = lastWords(stderr) || `gocryptfs ended with exit code ${code}`;
  throw new CommandError([initFailed.at('', { path: shown, reason })]);
}

async function removeBegun(path: string): Promise<void> {
  for (const name of [configurationFile, `${configurationFile}.tmp`, directoryFile])
    await rm(join(path, name), { force: true });
}

/** Marks an encrypted directory as not finished, and as in use by this process. */
export async function markUnfinished({ path }: Located): Promise<void> {
  await writeFile(join(path, unfinishedFile), JSON.stringify(processMark(process.pid)));
}

export async function markFinished({ path }: Located): Promise<void> {
  await rm(join(path, unfinishedFile), { force: true });
}
