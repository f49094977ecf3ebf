import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasOwnName } from './manifest';

/** What lies in decrypted files, except what is ours. */
export interface FolderTree {
  readonly files: readonly string[];
  /** Each after the one that it lies in. */
  readonly folders: readonly string[];
  /** How many files and directories there are, with ours. */
  readonly entries: number;
  /** Directories that the system does not list, and what it says. */
  readonly unreadable: readonly { readonly path: string; readonly error: unknown }[];
}

/** Lists everything below a directory. */
export async function readTree(root: string): Promise<FolderTree> {
  const files: string[] = [];
  const folders: string[] = [];
  const unreadable: { path: string; error: unknown }[] = [];
  let entries = 0;
  const waiting = [''];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    let found: Dirent[];
    try {
      found = await readdir(join(root, below), { withFileTypes: true });
    } catch (error) {
      unreadable.push({ path: below === '' ? '.' : below, error });
      continue;
    }
    for (const entry of found) {
      const path = join(below, entry.name);
      entries += 1;
      if (entry.isDirectory()) {
        folders.push(path);
        waiting.push(path);
      } else if (!hasOwnName(path)) files.push(path);
    }
  }
  return { files: files.sort(), folders: folders.sort(), entries, unreadable };
}
