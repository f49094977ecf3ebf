import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CommandError } from '../command-error';
import { unwritableFile } from '../general-problems';
import type { Io } from '../io';
import { fileFault } from '../text-files';
import { foreignFolder } from './problems';

// what the runbook consists of, so that the next one knows what it may take away
const listName = '.cai-runbook';

// what other scripts read does not run by itself
function modeOf(path: string): number {
  return path.endsWith('.sh') && !/(functions|settings)\.sh$/.test(path) ? 0o755 : 0o644;
}

/** How a runbook was written. */
export interface Written {
  /** Files that the user fills in, which were there and are as they were. */
  readonly kept: readonly string[];
}

/**
 * Writes a runbook into a folder that is new, empty or has an older one.
 *
 * @param filledIn files that the user fills in: they are written once
 * @throws CommandError (1) when the folder has other files only, or cannot be written
 */
export async function writeRunbook(
  io: Io,
  folder: string,
  files: ReadonlyMap<string, string>,
  filledIn: readonly string[],
): Promise<Written> {
  const root = resolve(io.cwd, folder);
  const kept = filledIn.filter((path) => existsSync(join(root, path)));
  try {
    for (const path of oldFiles(root, folder)) if (!files.has(path)) await rm(join(root, path), { force: true });
    for (const [path, text] of [...files, [listName, `${[...files.keys()].join('\n')}\n`] as const]) {
      if (kept.includes(path)) continue;
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      await chmod(file, modeOf(path));
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError([unwritableFile.at('', { path: folder, reason: fileFault(error) })]);
  }
  return { kept };
}

function oldFiles(root: string, folder: string): readonly string[] {
  if (!existsSync(root)) return [];
  const [file] = readdirSync(root);
  if (file === undefined) return [];
  if (!existsSync(join(root, listName))) throw new CommandError([foreignFolder.at('', { folder, file })]);
  return readFileSync(join(root, listName), 'utf8')
    .split('\n')
    .filter((path) => path !== '' && !path.includes('..') && !path.startsWith('/'));
}
