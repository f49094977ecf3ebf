import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { build } from 'esbuild';
import * as fc from 'fast-check';
import { App, Chart } from 'cdk8s';
import { bundledServer } from '../../charts/webhook/server-bundle';
import { CaiWebhook } from '../../constructs';
import { compressedServer, loadCommand } from '../../constructs/webhook/server-bundle';
import { scratchFolder } from '../support/scratch-folder';

/** Runs a program as the Pod does, with nothing in its environment but what is given. */
function run(program: string, env: NodeJS.ProcessEnv = {}): { code: number | null; said: string } {
  const file = join(scratchFolder(), 'server.cjs.br');
  writeFileSync(file, Buffer.from(compressedServer(program), 'base64'));
  const [, ...args] = loadCommand(file);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', cwd: '/' });
  return { code: status, said: stdout + stderr };
}

test('every program comes out as it went in, and always in the same bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (program) => {
      const packed = compressedServer(program);
      expect(brotliDecompressSync(Buffer.from(packed, 'base64')).toString()).toBe(program);
    }),
  );
});

test('a program is unpacked in memory and has what a program in a file has', () => {
  const { code, said } = run(`
    const { join } = require('node:path');
    console.log(typeof require, typeof module, join('a', 'b'), [1, 'é ☃'], new Error('it').stack.split('\\n')[1]);
    process.exitCode = 7;`);
  expect(code).toBe(7);
  expect(said).toMatch(/^function object a\/b \[ 1, 'é ☃' \] {5}at .*server\.cjs\.br:3:/);
});

test('the real server starts so, and says what it misses', () => {
  const { code, said } = run(bundledServer());
  expect(code).toBe(1);
  expect(said).toContain('CAI1002 missing-key: CAI_NAMESPACE has no value');
});

test('what refuses Pods stands last, behind the server, its Service and its rights', () => {
  const chart = new Chart(new App(), 'chart', { namespace: 'space' });
  new CaiWebhook(chart, 'webhook', { serverBundle: '//', alerts: {}, serviceMonitor: {}, networkPolicy: {} });
  const kinds = (chart.toJson() as { kind: string }[]).map(({ kind }) => kind);
  expect(kinds.slice(-2)).toEqual(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);
});

test('the Dockerfile copies whatever the server is bundled from', async () => {
  const root = join(__dirname, '../..');
  const dockerfile = readFileSync(join(root, 'images/webhook/Dockerfile'), 'utf8');
  const copied = [...dockerfile.matchAll(/^COPY (\S+) \1$/gm)].map(([, folder]) => folder);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['webhook/main.ts'],
    bundle: true,
    platform: 'node',
    metafile: true,
    write: false,
  });
  const rooms = new Set(Object.keys(metafile.inputs).map((path) => path.split('/')[0]));
  rooms.delete('node_modules');
  expect([...rooms].filter((room) => !copied.includes(room))).toEqual([]);
});
