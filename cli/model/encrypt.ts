import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Problem, ProblemsError } from '../../problems';
import { CommandError, unusable } from '../command-error';
import { unreadableFile } from '../general-problems';
import type { Io } from '../io';
import { printJson, report } from '../reporting';
import { fileFault } from '../text-files';
import { bytesText, countText } from './amounts';
import { roomFor } from './cipher-size';
import { encryptInto, type EncryptionResult } from './encryption';
import { makeKeyFile, readKeyFile, type ModelKey } from './key-file';
import {
  describedModel,
  keyFileBeside,
  located,
  nested,
  notGiven,
  type Located,
  type LocationOptions,
} from './locations';
import { manifestFile } from './manifest';
import { withMount } from './mounting';
import { mountPrograms, type MountPrograms } from './programs';
import { shellLine } from './shell-line';
import { copyFailed } from './problems';
import { readSource, type Source } from './source-files';
import { isSystemError, systemFault } from './system-fault';
import { initTarget, markFinished, markUnfinished, readTarget, roomProblems, type Target } from './target';

/** What the command works on, once everything is found to be right. */
interface Job {
  readonly programs: MountPrograms;
  readonly from: Located;
  readonly source: Source;
  readonly target: Target;
  readonly keyFile: Located;
  /** @default - it is to be made */
  readonly key?: ModelKey;
}

export async function encrypt(
  io: Io,
  [src, dst]: readonly [string | undefined, string | undefined],
  command: Command,
): Promise<void> {
  // from here on an interruption is cleaned up after
  const { signal } = io;
  const options = command.opts<LocationOptions & { output: string }>();
  const described = await describedModel(io, command, src === undefined || dst === undefined);
  const from = src ?? described?.source;
  const to = dst ?? described?.encrypted;
  if (from === undefined) throw notGiven('the model directory', 'cai model encrypt');
  if (to === undefined) throw notGiven('the encrypted directory', 'cai model encrypt');
  const keyFile = options.keyFile ?? described?.keyFile ?? keyFileBeside(to);

  const job = await checkedJob(io, await mountPrograms(io), [from, to, keyFile]);
  report(io, job.source.warnings);
  const { key, isNewKey } = await preparedTarget(io, job);
  signal.throwIfAborted();
  await markUnfinished(job.target);
  const { programs, source, target } = job;
  const request = { programs, folder: target.path, shown: target.shown, key, isReadOnly: false };
  const result = await withMount(io, request, (root) =>
    encryptInto(io, root, { from: job.from.path, source, shown: target.shown, signal }).catch((error: unknown) => {
      // a path of the mount would mean nothing to the user
      if (!isSystemError(error)) throw error;
      throw new CommandError([copyFailed.at('', { path: target.shown, reason: systemFault(error) })]);
    }),
  );
  await markFinished(target);
  const told = { directory: to, keyFile, isNewKey, manifest: manifestFile, ...result };
  if (options.output === 'json') printJson(io, told);
  else io.stdout.write(summary(told));
}

async function checkedJob(
  io: Io,
  programs: MountPrograms,
  [src, dst, key]: readonly [string, string, string],
): Promise<Job> {
  const [from, to, keyFile] = [await located(io, src), await located(io, dst), await located(io, key)];
  const problems: Problem[] = [
    ...nested(to, from, 'it would be encrypted into itself'),
    ...nested(from, to, 'the plaintext would lie among the encrypted files'),
    ...nested(keyFile, to, 'it would be uploaded with the encrypted files'),
    ...nested(keyFile, from, 'it would be encrypted with itself'),
  ];
  const source = await readSource(from.path, src).catch((error: unknown) => {
    throw unusable(unreadableFile.at('', { path: src, reason: fileFault(error) }));
  });
  problems.push(...source.problems);
  const { target, problems: found } = await readTarget(to);
  problems.push(...found);
  const made = await readKeyFile(io, key).catch((error: unknown) => {
    if (!(error instanceof ProblemsError)) throw error;
    problems.push(...error.problems);
    return undefined;
  });
  if (problems.length === 0) problems.push(...(await roomProblems(to, roomFor(source))));
  if (problems.length > 0) throw new CommandError(problems);
  if (target.stage === 'begun' && !made) {
    const reason = 'there is no such file, and the interrupted encryption needs its key';
    throw unusable(unreadableFile.at('', { path: key, reason }));
  }
  return { programs, from, source, target, keyFile, ...(made && { key: made }) };
}

async function preparedTarget(io: Io, job: Job): Promise<{ key: ModelKey; isNewKey: boolean }> {
  const { programs, target, keyFile } = job;
  const key = job.key ?? (await makeKeyFile(io, keyFile.shown));
  const isNewKey = job.key === undefined;
  if (target.stage === 'new') {
    try {
      await initTarget(io, programs, target, key);
    } catch (error) {
      // nothing was encrypted with it
      if (isNewKey) await rm(resolve(io.cwd, keyFile.shown));
      throw error;
    }
  }
  return { key, isNewKey };
}

interface Told extends EncryptionResult {
  readonly directory: string;
  readonly keyFile: string;
  readonly isNewKey: boolean;
}

function summary({ directory, keyFile, isNewKey, files, bytes, kept }: Told): string {
  const earlier = kept > 0 ? `, ${kept} of them by earlier runs` : '';
  const lines = [
    `${countText(files, 'file')} (${bytesText(bytes)}) encrypted into ${directory}${earlier}`,
    `${isNewKey ? 'new key' : 'key'}: ${keyFile}. It belongs to Trustee. Keep a copy in a safe place: without it the encrypted files are lost.`,
    'next:',
    `  ${shellLine(['cai', 'model', 'verify', directory, '--key-file', keyFile])}`,
    `  ${shellLine(['cai', 'model', 'upload', directory])}`,
  ];
  return `${lines.join('\n')}\n`;
}
