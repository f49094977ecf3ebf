import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cliCatalogue } from '../../cli/problems';
import type { BadInput } from './bad-input/bad-input';
import { cai } from './in-process';

const folder = join(__dirname, 'bad-input');
const tables = readdirSync(folder)
  .filter((file) => file !== 'bad-input.ts')
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  .map((file) => ({ file, ...(require(join(folder, file)) as { badInputs: readonly BadInput[] }) }));

// raised where no input can: by a mistake in the program, in run.test.ts
const seen = new Set(['CAI7009']);

describe.each(tables)('$file', ({ badInputs }) => {
  test.each(badInputs)('$name', async ({ args, code, says, stdout = '', ...surroundings }) => {
    const ended = await cai(args, surroundings);
    const lines = ended.stderr.split('\n').slice(0, -1);
    const expected = says.map((line) =>
      line.endsWith('…') ? (expect.stringContaining(line.slice(0, -1)) as unknown as string) : line,
    );
    expect({ code: ended.code, lines, stdout: ended.stdout }).toEqual({ code, lines: expected, stdout });
    for (const [word] of ended.stderr.matchAll(/CAI7\d{3}/g)) seen.add(word);
  });
});

test('no two cases of a table share their name', () => {
  for (const { file, badInputs } of tables) {
    const names = badInputs.map(({ name }) => name);
    expect([file, names]).toEqual([file, [...new Set(names)]]);
  }
});

test('every error code has a case', () => {
  expect(cliCatalogue.map(({ code }) => code).filter((code) => !seen.has(code))).toEqual([]);
});
