import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const room = resolve(__dirname, '../../helm');
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const packages = /^(cdk8s|constructs|zod|yaml|tar-stream|fastest-levenshtein|node:[a-z/_]+)$/;

/** What a file imports from outside of the engine. */
function outside(file: string): string[] {
  const text = readFileSync(join(room, file), 'utf8');
  const imports = [...text.matchAll(/\b(?:from|import|require\()\s*'([^']+)'/g)].map(([, name = '']) => name);
  return imports.filter((name) => {
    if (!name.startsWith('.')) return !packages.test(name);
    return relative(room, resolve(room, dirname(file), name)).startsWith('..');
  });
}

describe('the engine', () => {
  it.each(sources)('imports no other room of ours in %s', (file) => {
    expect(outside(file)).toEqual([]);
  });

  it('is more than a few files', () => {
    expect(sources.length).toBeGreaterThan(20);
  });
});
