import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chapters, errorPage } from '../scripts/error-pages';

const file = join(__dirname, '../docs/errors.md');

test('docs/errors.md is what the catalogues say', () => {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, errorPage(chapters));
  expect(readFileSync(file, 'utf8')).toBe(errorPage(chapters));
});

test('each code and each name stands for one kind of problem, within the range of its room', () => {
  for (const { title, codes, entries } of chapters) {
    expect([title, entries.map(({ code }) => code).filter((code) => !codes.test(code))]).toEqual([title, []]);
    expect(entries.length).toBeGreaterThan(5);
    expect(new Set(entries.map(({ code }) => code)).size).toBe(entries.length);
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  }
});

test('the page', () => {
  const entries = [
    { code: 'CAI2001', name: 'left-over', title: 'a <value> is left', fix: 'put *yours* in its place.' },
    { code: 'CAI5051', name: 'plain', title: 'Plain.', fix: 'use https', severity: 'warning' },
  ] as const;
  expect(errorPage([{ title: 'One', introduction: 'Found here.', codes: /./, entries }])).toMatchInlineSnapshot(`
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
