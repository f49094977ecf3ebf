import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../command-error';
import type { Io } from '../io';
import { FileChanged, copyFile, hashFile } from './file-copy';
import { readTree } from './folder-tree';
import { Journal, readJournal, type DoneFile } from './journal';
import { journalFile, writeManifest, type ManifestFile } from './manifest';
import { copyFailed, otherSource, sourceChanged } from './problems';
import type { Source, SourceFile } from './source-files';
import { systemFault } from './system-fault';
import { TransferProgress } from './transfer-progress';

/** A model to be encrypted. */
export interface EncryptionRequest {
  /** Absolute path of the model directory, without symbolic links. */
  readonly from: string;
  readonly source: Source;
  /** The encrypted directory, as the user wrote it. */
  readonly shown: string;
  readonly signal: AbortSignal;
}

/** What an encryption did. */
export interface EncryptionResult {
  readonly files: number;
  /** Of the plaintext. */
  readonly bytes: number;
  /** How many of the files earlier runs had encrypted already. */
  readonly kept: number;
}

/**
 * Copies a model into the mounted directory, goes on where an earlier run was interrupted, and writes the manifest at the end.
 *
 * @param root the decrypted files
 * @throws CommandError (1) when a file changes, cannot be read or cannot be written, or when another model was begun here
 */
export async function encryptInto(io: Io, root: string, request: EncryptionRequest): Promise<EncryptionResult> {
  const { from, source, shown } = request;
  const { source: begun, done } = await readJournal(root);
  if (begun !== undefined && begun !== from)
    throw new CommandError([otherSource.at('', { path: shown, begun, source: from })]);
  const journal = await Journal.open(root, from);
  const encryption = new Encryption(io, root, request, journal);
  let sums: ManifestFile[];
  try {
    await makeTree(root, source);
    sums = await encryption.run(done);
  } finally {
    encryption.close();
    await journal.close();
  }
  await writeManifest(root, sums);
  await rm(join(root, journalFile));
  const bytes = sums.reduce((sum, { size }) => sum + size, 0);
  return { files: sums.length, bytes, kept: encryption.kept };
}

/** Makes the directories, and takes away what earlier runs copied of files that are gone since. */
async function makeTree(root: string, { files, folders }: Source): Promise<void> {
  const wantedFiles = new Set(files.map(({ path }) => path));
  const wantedFolders = new Set(folders);
  const there = await readTree(root);
  for (const { error } of there.unreadable) throw error;
  for (const path of there.files) if (!wantedFiles.has(path)) await rm(join(root, path));
  for (const path of there.folders.toReversed()) if (!wantedFolders.has(path)) await rmdir(join(root, path));
  for (const path of folders) await mkdir(join(root, path), { recursive: true });
}

class Encryption {
  public kept = 0;
  private readonly progress: TransferProgress;

  public constructor(
    io: Io,
    private readonly root: string,
    private readonly request: EncryptionRequest,
    private readonly journal: Journal,
  ) {
    const { files } = request.source;
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    this.progress = new TransferProgress(io, 'encrypting', { bytes, files: files.length });
  }

  public async run(done: ReadonlyMap<string, DoneFile>): Promise<ManifestFile[]> {
    const sums: ManifestFile[] = [];
    for (const file of this.request.source.files) {
      this.request.signal.throwIfAborted();
      sums.push({ path: file.path, size: file.size, sha256: await this.sum(file, done.get(file.path)) });
      this.progress.fileDone(file.path);
    }
    return sums;
  }

  public close(): void {
    this.progress.clear();
  }

  private async sum(file: SourceFile, done: DoneFile | undefined): Promise<string> {
    if (done && (await this.isStillGood(file, done))) {
      this.kept += 1;
      return done.sha256;
    }
    const sha256 = await this.copy(file);
    await this.journal.add(file, sha256);
    return sha256;
  }

  private async isStillGood(file: SourceFile, { size, modified, sha256, isSure }: DoneFile): Promise<boolean> {
    if (size !== file.size || modified !== file.modified) return false;
    if (isSure) {
      this.progress.skip(size);
      return true;
    }
    const { signal } = this.request;
    let read = 0;
    const onBytes = (bytes: number): void => {
      read += bytes;
      this.progress.add(bytes, file.path);
    };
    const found = await hashFile(join(this.root, file.path), { signal, onBytes }).catch(() => undefined);
    signal.throwIfAborted();
    if (found === sha256) await this.journal.add(file, sha256);
    else this.progress.skip(-read);
    return found === sha256;
  }

  private async copy(file: SourceFile): Promise<string> {
    const { from, signal } = this.request;
    const { path } = file;
    const onBytes = (bytes: number): void => {
      this.progress.add(bytes, path);
    };
    try {
      return await copyFile(join(from, path), join(this.root, path), file, { signal, onBytes });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof FileChanged) throw new CommandError([sourceChanged.at('', { path })]);
      throw new CommandError([copyFailed.at('', { path, reason: systemFault(error) })]);
    }
  }
}
