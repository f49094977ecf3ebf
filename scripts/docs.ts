import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedProps } from './schema-modules';

// Writes what is made from code: props of the constructs, pages, schemas. With --check it writes nothing and fails when
// something is out of date.
const isCheck = process.argv.includes('--check');

function write(path: string, text: string): void {
  const file = join(__dirname, '..', path);
  if (!isCheck) {
    writeFileSync(file, text);
    console.log(path);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${path} is out of date; run: npm run docs`);
    process.exitCode = 1;
  }
}

async function main(): Promise<void> {
  for (const [path, text] of generatedProps()) write(path, text);
  // whatever comes next loads the constructs, which need their props
  const [{ schemaText }, { errorPage }] = await Promise.all([
    import('../cli/description/json-schema'),
    import('./error-pages'),
  ]);
  write('docs/errors.md', errorPage());
  write('schema/cai.schema.json', schemaText());
  if (!isCheck) return;
  const { staleFiles, synthesized } = await import('./synthesized');
  for (const stale of staleFiles(join(__dirname, '../dist'), synthesized())) {
    console.error(`dist/${stale}; run: npm run synth`);
    process.exitCode = 1;
  }
}

void main();
