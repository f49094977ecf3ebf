// Compiles `cai` into lib/, beside the library. jsii can compile neither the command nor the charts; what it has compiled is
// left as it is, because it carries what the other languages need.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const made = mkdtempSync('lib/cli-');
try {
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.cli.json', '--outDir', made], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  copyMissing(made, 'lib', () => true);
} finally {
  rmSync(made, { recursive: true, force: true });
}
// what commands read at run time: scripts, policies, pages
copyMissing('cli', 'lib/cli', (file) => !file.endsWith('.ts') && file !== 'cai.js');

function copyMissing(from, to, isWanted) {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(from.length + 1);
    const target = join(to, path);
    if (!entry.isFile() || !isWanted(path) || existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(from, path), target);
  }
}
