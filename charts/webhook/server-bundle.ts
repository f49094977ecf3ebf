import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '../..');

let text: string | undefined;

/** The webhook server as one file, without anything that it would have to be installed with. The same sources give the same bytes. */
export function bundledServer(): string {
  text ??= bundle();
  return text;
}

function bundle(): string {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: ['webhook/main.ts'],
    bundle: true,
    minify: true,
    // what is unpacked in memory can be compiled so without a file, and keeps its short name in stack traces
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // those who wrote the packages ask to be named
    legalComments: 'eof',
    write: false,
  });
  const [only] = outputFiles;
  if (only === undefined) throw new Error('esbuild made no file of webhook/main.ts');
  return only.text;
}
