import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ChartFiles } from '../../helm';

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder for the tests of one file, gone after them. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'helm-test-'));
  made.push(folder);
  return folder;
}

export function writeFiles(folder: string, files: ReadonlyMap<string, string>): string {
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

/** Writes a chart where Helm can read it, and answers its folder. */
export function chartFolder(files: ChartFiles): string {
  return writeFiles(scratchFolder(), files);
}
