// Compiles the command `cai` and the rooms it is made of into cli/lib/. It carries them itself: the library shows its constructs
// alone, and jsii, which compiles that, can compile neither the command nor the charts. Types are the affair of
// `npm run check:types`, which reads the same files: here they are only left out, which takes a tenth of the time.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync, transformSync } from 'esbuild';

const root = join(import.meta.dirname, '..');
const cli = join(root, 'cli');
const made = join(cli, 'lib');
rmSync(made, { recursive: true, force: true });

/** The command's own files: those that it reaches from its entry, without packages. */
const { metafile } = buildSync({
  absWorkingDir: root,
  entryPoints: ['cli/main.ts'],
  bundle: true,
  packages: 'external',
  platform: 'node',
  metafile: true,
  write: false,
});
for (const path of Object.keys(metafile.inputs)) {
  const source = readFileSync(join(root, path), 'utf8');
  const { code } = transformSync(source, {
    loader: 'ts',
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // a true import() finds no file whose name has no ending
    supported: { 'dynamic-import': false },
    sourcefile: path,
  });
  const file = join(made, path.replace(/[.]ts$/, '.js'));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
}

// what commands read at run time: scripts, policies, pages
for (const entry of readdirSync(cli, { withFileTypes: true })) {
  if (!entry.isDirectory() || entry.name === 'lib' || entry.name === 'node_modules') continue;
  cpSync(join(cli, entry.name), join(made, 'cli', entry.name), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  });
}
// the chart cai-webhook carries the server, which "cai render" prints with it
execFileSync(
  process.execPath,
  [join(root, 'node_modules/ts-node/dist/bin.js'), 'scripts/bundle.ts', 'cli/lib/cli/render/server.cjs'],
  {
    cwd: root,
  },
);
cpSync(join(root, 'LICENSE'), join(cli, 'LICENSE'));
