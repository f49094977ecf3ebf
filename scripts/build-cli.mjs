// Compiles the command `cai` and the rooms it is made of into cli/lib/. It carries them itself: the library shows its constructs
// alone, and jsii, which compiles that, can compile neither the command nor the charts.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const cli = join(root, 'cli');
const made = join(cli, 'lib');
rmSync(made, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.cli.json'], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

// what commands read at run time: scripts, policies, pages
for (const entry of readdirSync(cli, { withFileTypes: true })) {
  if (!entry.isDirectory() || entry.name === 'lib' || entry.name === 'node_modules') continue;
  cpSync(join(cli, entry.name), join(made, 'cli', entry.name), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  });
}
cpSync(join(root, 'LICENSE'), join(cli, 'LICENSE'));
