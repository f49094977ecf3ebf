import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaText } from '../cli/description/json-schema';
import { generatedProps } from './schema-modules';
import { errorPage } from './error-pages';

// Writes the pages that are made from code. With --check it writes nothing and fails when a page is out of date.
const pages = new Map([['docs/errors.md', errorPage()], ['schema/cai.schema.json', schemaText()], ...generatedProps()]);
const isCheck = process.argv.includes('--check');

for (const [path, text] of pages) {
  const file = join(__dirname, '..', path);
  if (!isCheck) {
    writeFileSync(file, text);
    console.log(path);
  } else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${path} is out of date; run: npm run docs`);
    process.exitCode = 1;
  }
}
