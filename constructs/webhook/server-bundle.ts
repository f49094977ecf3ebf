import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

// beside this file in the built package
const builtServer = join(__dirname, '../../webhook/server.cjs');

/** The server program of this package; nothing where the package was not built. */
export function packagedServer(): string | undefined {
  return existsSync(builtServer) ? readFileSync(builtServer, 'utf8') : undefined;
}

/** Name of the file in which the program lies for a stock Node.js image. */
export const compressedFile = 'server.cjs.br';

const compressed = new Map<string, string>();

/**
 * The program for the `binaryData` of a ConfigMap. As text it would not fit into the annotation in which `kubectl apply` and Argo CD
 * keep what was applied last. Brotli, as its bytes depend on the program alone: those of Node's gzip differ by processor.
 */
export function compressedServer(program: string): string {
  const made = compressed.get(program) ?? compress(program);
  compressed.set(program, made);
  return made;
}

function compress(program: string): string {
  const params = {
    // the next step takes four times as long for a twentieth of the size
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(program),
  };
  return brotliCompressSync(program, { params }).toString('base64');
}

// Unpacked in memory: the root file system is read-only, and nothing is to be written beside it.
const loader = `const { readFileSync } = require('node:fs');
const { compileFunction } = require('node:vm');
const { brotliDecompressSync } = require('node:zlib');
const [, file] = process.argv;
const program = brotliDecompressSync(readFileSync(file)).toString();
compileFunction(program, ['require', 'module', 'exports'], { filename: file })(require, module, exports);`;

/** The command that runs the compressed program. */
export function loadCommand(path: string): string[] {
  return ['node', '--input-type=commonjs', '--eval', loader, path];
}
