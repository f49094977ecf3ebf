import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Io } from '../io';
import { readText, writeText } from '../text-files';

// what "cai model encrypt" calls a key that it makes ends so
const keyFiles = '*.key';

/**
 * Keeps the keys of models out of git, where the folder says nothing about them yet.
 *
 * @param folder with cai.yaml
 * @returns the file that was written; nothing where it said so already
 */
export async function ignoreKeyFiles(io: Io, folder: string): Promise<string | undefined> {
  const path = join(folder, '.gitignore');
  const present = existsSync(resolve(io.cwd, path)) ? await readText(io, path) : '';
  if (present.split(/\r?\n/u).some((line) => line.trim() === keyFiles)) return undefined;
  const gap = present === '' || present.endsWith('\n') ? '' : '\n';
  await writeText(
    io,
    path,
    `${present}${gap}# keys of models: they belong to Trustee and to nobody else\n${keyFiles}\n`,
    {
      force: true,
    },
  );
  return path;
}
