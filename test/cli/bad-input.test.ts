import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../problems';
import '../../scripts/error-pages';
import type { BadInput } from './bad-input/bad-input';
import { cai } from './in-process';

const folder = join(__dirname, 'bad-input');
const tables = readdirSync(folder)
  .filter((file) => file !== 'bad-input.ts')
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  .map((file) => ({ file, ...(require(join(folder, file)) as { badInputs: readonly BadInput[] }) }));

const seen = new Set<string>();

/** Codes that tests of a command expect: of what an input alone cannot raise, but a server or a mistake in the program. */
function expectedElsewhere(): string[] {
  return readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => readFileSync(join(__dirname, file), 'utf8').match(/CAI7\d{3}/g) ?? []);
}

describe.each(tables)('$file', ({ badInputs }) => {
  test.each(badInputs)('$name', async ({ args, code, says, stdout = '', ...surroundings }) => {
    const ended = await cai(args, surroundings);
    const lines = ended.stderr.split('\n').slice(0, -1);
    const expected = says.map((line) =>
      line.endsWith('…') ? (expect.stringContaining(line.slice(0, -1)) as unknown as string) : line,
    );
    expect({ code: ended.code, lines, stdout: ended.stdout }).toEqual({ code, lines: expected, stdout });
    for (const [word] of `${ended.stdout}${ended.stderr}`.matchAll(/CAI7\d{3}/g)) seen.add(word);
  });
});

test('no two cases of a table share their name', () => {
  for (const { file, badInputs } of tables) {
    const names = badInputs.map(({ name }) => name);
    expect([file, names]).toEqual([file, [...new Set(names)]]);
  }
});

test('every error code has a case', () => {
  const cases = new Set([...seen, ...expectedElsewhere()]);
  const codes = catalogue().flatMap(({ code }) => (code.startsWith('CAI7') ? [code] : []));
  expect(codes.length).toBeGreaterThan(50);
  expect(codes.filter((code) => !cases.has(code))).toEqual([]);
});
