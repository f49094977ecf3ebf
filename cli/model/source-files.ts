import type { Dirent, BigIntStats } from 'node:fs';
import { access, constants, open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Problem } from '../../problems';
import { mountFolder } from '../../injection/sidecars/paths';
import { fileFault } from '../text-files';
import { hasOwnName } from './manifest';
import { emptySource, hiddenEntry, incompleteDownload, sameFileTwice, unusableSource, wholeCache } from './problems';

/** A file of the model, as it is now. */
export interface SourceFile {
  /** From the model directory, with slashes. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** When it was last written, in nanoseconds, as a decimal. */
  readonly modified: string;
}

/** What is to be encrypted. */
export interface Source {
  /** By path. */
  readonly files: readonly SourceFile[];
  /** Paths of the directories, each after the one that it lies in. */
  readonly folders: readonly string[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Lists the files of a model. Symbolic links are followed to what they lead to, also outside of the directory, as they do in
 * the cache of Hugging Face.
 *
 * @param root absolute path
 * @param shown the same, as the user wrote it
 * @throws Error of the system where the directory cannot be read
 */
export async function readSource(root: string, shown: string): Promise<Source> {
  const reading = new SourceReading(root);
  await reading.readFolder('', []);
  const { files, folders, problems, warnings } = reading;
  const snapshots = await snapshotsOf(root, shown);
  if (snapshots.length > 0) problems.push(wholeCache.at('', { path: shown, snapshots }));
  if (files.length + problems.length === 0) problems.push(emptySource.at('', { path: shown }));
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  folders.sort();
  return { files, folders, problems, warnings };
}

/** When a file was last written, to tell later whether it is still the same. */
export function modifiedAt({ mtimeNs }: BigIntStats): string {
  return mtimeNs.toString();
}

class SourceReading {
  public readonly files: SourceFile[] = [];
  public readonly folders: string[] = [];
  public readonly problems: Problem[] = [];
  public readonly warnings: Problem[] = [];
  private readonly seen = new Map<string, string>();

  public constructor(private readonly root: string) {}

  /** @param above identities of the directories on the way here, to tell circles */
  public async readFolder(below: string, above: readonly string[]): Promise<void> {
    const path = join(this.root, below);
    const identity = identityOf(await stat(path, { bigint: true }));
    if (above.includes(identity)) {
      this.unusable(below, 'is a symbolic link to a directory that it lies in');
      return;
    }
    if (below !== '') this.folders.push(below);
    for (const entry of await readdir(path, { withFileTypes: true, encoding: 'buffer' })) {
      await this.readEntry(below, entry, [...above, identity]);
    }
  }

  private async readEntry(below: string, { name }: Dirent<Buffer>, above: readonly string[]): Promise<void> {
    const text = name.toString('utf8');
    const path = join(below, text);
    if (!Buffer.from(text).equals(name)) {
      this.unusable(path, 'has a name that is not UTF-8');
      return;
    }
    // an earlier encryption, mounted, has them: they are written anew
    if (hasOwnName(path)) return;
    if (path === mountFolder) this.problems.push(hiddenEntry.at('', { path }));
    try {
      const found = await stat(join(this.root, path), { bigint: true });
      if (found.isDirectory()) await this.readFolder(path, above);
      else if (found.isFile()) await this.readFile(path, found);
      else this.unusable(path, 'is neither a file nor a directory');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const reason =
        code === 'ENOENT' ? 'is a symbolic link that leads nowhere' : `cannot be read: ${fileFault(error)}`;
      this.unusable(path, code === 'ELOOP' ? 'is a symbolic link that leads in a circle' : reason);
    }
  }

  private async readFile(path: string, found: BigIntStats): Promise<void> {
    const file = join(this.root, path);
    await access(file, constants.R_OK);
    if (await isHalf(file, found)) {
      const reason = 'stands for a file that is not downloaded';
      this.problems.push(incompleteDownload.at('', { path, reason }));
    }
    const first = this.seen.get(identityOf(found));
    if (first === undefined) this.seen.set(identityOf(found), path);
    else this.warnings.push(sameFileTwice.at('', { path, first }));
    this.files.push({ path, size: Number(found.size), modified: modifiedAt(found) });
  }

  private unusable(path: string, reason: string): void {
    this.problems.push(unusableSource.at('', { path, reason }));
  }
}

function identityOf({ dev, ino }: BigIntStats): string {
  return `${dev}:${ino}`;
}

const pointer = 'version https://git-lfs.github.com/spec/';

/** Whether a file is a pointer of Git LFS, or what a downloader has not ended. */
async function isHalf(path: string, { size }: BigIntStats): Promise<boolean> {
  if (/\.(incomplete|part|crdownload)$|\/\._____temp\//u.test(path)) return true;
  if (size > 1024n || size < BigInt(pointer.length)) return false;
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(pointer.length), 0, pointer.length, 0);
    return buffer.toString('latin1') === pointer;
  } finally {
    await file.close();
  }
}

/** The snapshots in a folder that the cache of Hugging Face has for one model. */
async function snapshotsOf(root: string, shown: string): Promise<string[]> {
  const names = await readdir(root);
  if (!['blobs', 'refs', 'snapshots'].every((name) => names.includes(name))) return [];
  if (!basename(root).startsWith('models--')) return [];
  const revisions = await readdir(join(root, 'snapshots')).catch(() => []);
  return revisions.sort().map((name) => join(shown, 'snapshots', name));
}
