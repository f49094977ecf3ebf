import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../problems';
import { chapters, errorPage } from '../scripts/error-pages';

const file = join(__dirname, '../docs/errors.md');

test('docs/errors.md is what the catalogues say', () => {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, errorPage());
  expect(readFileSync(file, 'utf8')).toBe(errorPage());
});

test('each kind of problem has its chapter, and each chapter has some', () => {
  const chaptersOf = (code: string) => chapters.filter(({ codes }) => codes.test(code)).map(({ title }) => title);
  expect(catalogue().filter(({ code }) => chaptersOf(code).length !== 1)).toEqual([]);
  const used = new Set(catalogue().flatMap(({ code }) => chaptersOf(code)));
  expect([...used].sort()).toEqual(chapters.map(({ title }) => title).sort());
});

test('titles and fixes can be made sentences', () => {
  for (const { code, title, fix } of catalogue()) {
    expect([code, title]).toEqual([code, expect.stringMatching(/^\S.*\S$/u)]);
    expect([code, fix]).toEqual([code, expect.stringMatching(/^[a-zO-T].*[^.]$/u)]);
  }
});

test('the page', () => {
  const entries = [
    {
      code: 'CAI2001',
      name: 'left-over',
      title: 'a <value> is left',
      fix: 'put *yours* in its place.',
      severity: 'error',
    },
    { code: 'CAI5051', name: 'plain', title: 'Plain.', fix: 'use https', severity: 'warning' },
  ] as const;
  expect(errorPage([{ title: 'One', introduction: 'Found here.', codes: /./ }], entries)).toMatchInlineSnapshot(`
   "# Errors

   Generated from the catalogues by \`npm run docs\`; do not edit. Every message begins with a code and a name from this
   list. A code never changes its meaning. All problems of a run are reported at once.

   ## One

   Found here.

   ### CAI2001 left-over

   A \\<value\\> is left.

   **Fix:** Put \\*yours\\* in its place.

   ### CAI5051 plain

   Warning. Plain.

   **Fix:** Use https.
   "
  `);
});
