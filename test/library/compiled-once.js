'use strict';
// Loaded before a program (`node --require`) whose start a test repeats many times: TypeScript runs as ts-node with swc runs it,
// but what swc made of a file stands in a cache, and the compiler, which ts-node loads to read one file of options, is not
// loaded. A program that ts-node itself starts is left to ts-node.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } = require('node:fs');
const { join, sep } = require('node:path');

const repository = join(__dirname, '../..');
const cache = join(repository, 'node_modules/.cache/compiled-once');
const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } };

function compiled(file) {
  const source = readFileSync(file, 'utf8');
  const made = join(cache, createHash('sha256').update(source).digest('hex'));
  try {
    return readFileSync(made, 'utf8');
  } catch {
    const { code } = require('@swc/core').transformSync(source, { ...options, filename: file, swcrc: false });
    mkdirSync(cache, { recursive: true });
    // several programs may come here at once: each writes beside, and what stands in the cache is whole
    writeFileSync(`${made}.${process.pid}`, code);
    renameSync(`${made}.${process.pid}`, made);
    return code;
  }
}

const tsNode = require.resolve('ts-node');
if (!realpathSync(process.argv[1] ?? '.').startsWith(join(tsNode, '..') + sep)) {
  require.extensions['.ts'] = (module, file) => module._compile(compiled(file), file);
  require.cache[tsNode] = { id: tsNode, filename: tsNode, loaded: true, exports: { register: () => undefined } };
}
