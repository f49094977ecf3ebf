import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '../..');

// what comes from packages of the older kind asks for require, which a module does not have
const banner = 'import{createRequire as makeRequire}from"node:module";const require=makeRequire(import.meta.url);';

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
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: { js: banner },
    // those who wrote the packages ask to be named
    legalComments: 'eof',
    write: false,
  });
  const [only] = outputFiles;
  if (only === undefined) throw new Error('esbuild made no file of webhook/main.ts');
  return only.text;
}
