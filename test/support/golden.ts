import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFiles } from './scratch-folder';

/**
 * Holds files against those committed in a folder below test/golden. With UPDATE_GOLDEN=1 the folder is written anew.
 * A file too many or too few is a difference too.
 */
export function expectGoldenFolder(folder: string, files: ReadonlyMap<string, string>): void {
  const root = join(__dirname, '../golden', folder);
  if (process.env.UPDATE_GOLDEN === '1') {
    rmSync(root, { recursive: true, force: true });
    writeFiles(root, files);
  }
  const committed = existsSync(root) ? filesBelow(root) : [];
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(files));
}

function filesBelow(root: string): [string, string][] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]);
}
