import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is gone when the run ends. */
export function scratch(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `cai-${name}-`));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
