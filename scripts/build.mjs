// Compiles the library with jsii into lib/, which neither jsii nor TypeScript empties first, and bundles the webhook server into it.
import { rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

rmSync('lib', { recursive: true, force: true });
const { resolve } = createRequire(import.meta.url);
const jsii = resolve('jsii/bin/jsii');
const { status } = spawnSync(
  process.execPath,
  [
    jsii,
    '--validate-tsconfig',
    'minimal',
    '--silence-warnings',
    'metadata/missing-dev-dependency',
    'reserved-word',
    '--fail-on-warnings',
  ],
  {
    stdio: 'inherit',
    // jsii 6 runs on every Node.js that this package supports; the notice says when support by its authors ends
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] },
  },
);
if (status !== 0) process.exit(status ?? 1);
const bundle = spawnSync(process.execPath, [resolve('ts-node/dist/bin'), 'scripts/bundle.ts'], { stdio: 'inherit' });
if (bundle.status !== 0) process.exit(bundle.status ?? 1);
