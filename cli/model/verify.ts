import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Problem } from '../../problems';
import { CommandError } from '../command-error';
import type { Io } from '../io';
import { printJson } from '../reporting';
import { bytesText, countText } from './amounts';
import { cipherEntries, type CipherEntries } from './cipher-folder';
import { encryptedFolder } from './encrypted-folder';
import { hashFile } from './file-copy';
import { readTree } from './folder-tree';
import { requiredKeyFile } from './key-file';
import { describedModel, keyFileBeside, located, notGiven, type LocationOptions } from './locations';
import { readManifest, type ManifestFile } from './manifest';
import { withMount } from './mounting';
import { badManifest, changedFile, extraFile, foreignEntry, lostFile, missingFile } from './problems';
import { mountPrograms } from './programs';
import { systemFault } from './system-fault';
import { TransferProgress } from './transfer-progress';

export async function verify(io: Io, dst: string | undefined, command: Command): Promise<void> {
  // from here on an interruption is cleaned up after
  const { signal } = io;
  const options = command.opts<LocationOptions & { output: string }>();
  const described = await describedModel(io, command, dst === undefined);
  const directory = dst ?? described?.encrypted;
  if (directory === undefined) throw notGiven('the encrypted directory', 'cai model verify');
  const keyFile = options.keyFile ?? described?.keyFile ?? keyFileBeside(directory);

  const programs = await mountPrograms(io);
  const { shown, path } = await located(io, directory);
  await encryptedFolder({ shown, path });
  const key = await requiredKeyFile(io, keyFile);
  const request = { programs, folder: path, shown, key, isReadOnly: true };
  const { files, bytes, problems } = await withMount(io, request, (root) =>
    differences(io, root, { folder: path, shown, signal }),
  );
  if (problems.length > 0) throw new CommandError(problems);
  if (options.output === 'json') printJson(io, { directory, keyFile, files, bytes });
  else
    io.stdout.write(
      `${shown}: the key opens it, and every file is as it was encrypted: ${countText(files, 'file')} (${bytesText(bytes)})\n`,
    );
}

interface Place {
  /** Absolute path of the encrypted directory. */
  readonly folder: string;
  readonly shown: string;
  readonly signal: AbortSignal;
}

interface Verdict {
  readonly files: number;
  readonly bytes: number;
  readonly problems: readonly Problem[];
}

/** Compares the decrypted files with the manifest. */
async function differences(io: Io, root: string, { folder, shown, signal }: Place): Promise<Verdict> {
  const cipher = await cipherEntries(folder);
  const lost = cipher.lost.map((one) => lostFile.at('', one));
  const reading = await readManifest(root);
  if ('fault' in reading) {
    // what is lost may be what keeps the manifest from being read
    if (lost.length > 0) throw new CommandError(lost);
    throw new CommandError([badManifest.at('', { path: shown, reason: reading.fault })]);
  }
  const { files } = reading.manifest;
  const tree = await readTree(root);
  const there = new Set(tree.files);
  const listed = new Set(files.map(({ path }) => path));
  const problems: Problem[] = [...lost];
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const progress = new TransferProgress(io, 'verifying', { bytes, files: files.length });
  try {
    for (const file of files) {
      signal.throwIfAborted();
      const { path } = file;
      const onBytes = (count: number): void => {
        progress.add(count, path);
      };
      if (!there.has(path)) problems.push(missingFile.at('', { path }));
      else {
        const reason = await difference(root, file, { signal, onBytes });
        if (reason !== undefined) problems.push(changedFile.at('', { path, reason }));
      }
      progress.fileDone(path);
    }
  } finally {
    progress.clear();
  }
  // a directory without its file is not listed, which has been said
  for (const { path, error } of lost.length > 0 ? [] : tree.unreadable)
    problems.push(changedFile.at('', { path, reason: `cannot be listed: ${systemFault(error)}` }));
  for (const path of tree.files) if (!listed.has(path)) problems.push(extraFile.at('', { path }));
  const filesMissing = problems.some(({ code }) => code === missingFile.code);
  problems.push(...foreignProblems(cipher, { shown, decrypted: tree.entries, filesMissing }));
  return { files: files.length, bytes, problems };
}

async function difference(
  root: string,
  { path, size, sha256 }: ManifestFile,
  settings: Parameters<typeof hashFile>[1],
): Promise<string | undefined> {
  const file = join(root, path);
  try {
    const found = await lstat(file);
    if (!found.isFile()) return 'is not a file';
    if (found.size !== size) return `has ${found.size} bytes, not ${size}`;
    if ((await hashFile(file, settings)) === sha256) return undefined;
    return 'has another SHA-256 than the file that was encrypted';
  } catch (error) {
    settings.signal.throwIfAborted();
    if ((error as NodeJS.ErrnoException).code === 'EIO') return 'is damaged: gocryptfs cannot decrypt it';
    return `cannot be read: ${systemFault(error)}`;
  }
}

/** What lies among the encrypted files and does not show among the decrypted ones. */
function foreignProblems(
  { files, folders, foreign }: CipherEntries,
  { shown, decrypted, filesMissing }: { shown: string; decrypted: number; filesMissing: boolean },
): Problem[] {
  const problems = foreign.map((path) => foreignEntry.at('', { path, reason: 'is nothing that gocryptfs wrote' }));
  const hidden = files + folders - decrypted;
  if (hidden > 0) {
    const reason = `holds ${countText(hidden, 'entry').replace('entrys', 'entries')} whose name the key does not decrypt`;
    problems.push(foreignEntry.at('', { path: shown, reason, filesMissing }));
  }
  return problems;
}
