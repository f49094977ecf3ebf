import fc from 'fast-check';
import { define, type NoDetails, ProblemsError, showChoices, showPointer, showType, showValue } from '../../problems';

const tooBig = define<{ size: number; hint?: string }>({
  code: 'CAI2999',
  name: 'too-big',
  title: 'Something is too big',
  fix: 'make it smaller',
  document: 'the thing',
  says: (where, { size }) => `${where} is ${size}`,
  advice: ({ hint }) => hint ?? 'make it smaller',
});

describe('define', () => {
  it('makes problems that are complete on their own', () => {
    expect(tooBig.at('/a/b', { size: 3 })).toEqual({
      code: 'CAI2999',
      name: 'too-big',
      severity: 'error',
      at: '/a/b',
      says: '/a/b is 3',
      fix: 'make it smaller',
      message: 'CAI2999 too-big: /a/b is 3; make it smaller',
    });
    expect(tooBig.at('', { size: 4, hint: 'cut it' }).message).toBe('CAI2999 too-big: the thing is 4; cut it');
  });

  it('ends the message with the fix and names the document where nothing else is said', () => {
    const bare = { code: 'CAI2998', name: 'bare', title: 'Bare', fix: 'dress it', says: (where: string) => where };
    expect(define<NoDetails>({ ...bare, severity: 'warning' }).at('', {})).toMatchObject({
      severity: 'warning',
      message: 'CAI2998 bare: the document; dress it',
    });
  });

  it.each([
    [{ code: 'CAI99' }, '"CAI99" is not capital letters and four digits'],
    [{ code: 'xyz1000' }, '"xyz1000" is not capital letters and four digits'],
    [{ name: 'Too Big' }, '"Too Big" is not kebab-case'],
  ])('refuses %j', (wrong, message) => {
    const right = { code: 'CAI2997', name: 'wrong', title: '', fix: '', says: () => '' };
    expect(() => define({ ...right, ...wrong })).toThrow(new RangeError(message));
  });
});

it('ProblemsError carries every problem and lists them one a line', () => {
  const problems = [tooBig.at('/a', { size: 1 }), tooBig.at('/b\n', { size: 2 })];
  const error = new ProblemsError(problems);
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('ProblemsError');
  expect(error.problems).toEqual(problems);
  expect(error.message).toBe(
    'CAI2999 too-big: /a is 1; make it smaller\nCAI2999 too-big: /b\\u000a is 2; make it smaller',
  );
});

describe('showValue', () => {
  it.each<[unknown, string]>([
    ['a"b', '"a\\"b"'],
    ['a\nb\u007f\u202e\u2028', '"a\\nb\\u007f\\u202e\\u2028"'],
    ['\ud800', '"\\ud800"'],
    ['\u{e0001}', '"\\u{e0001}"'],
    ['😀', '"😀"'],
    ['a'.repeat(80), `"${'a'.repeat(80)}"`],
    ['a'.repeat(81), `"${'a'.repeat(80)}…" (81 characters)`],
    [null, 'null'],
    [[1, 'x'], '[1,"x"]'],
    [Array.from({ length: 99 }, () => 0), `[${'0,'.repeat(39)}0…`],
    [undefined, 'nothing'],
    [1n, 'a value of type bigint'],
  ])('shows %j', (value, shown) => {
    expect(showValue(value)).toBe(shown);
  });

  it('never throws and stays on one short line', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
        const shown = showValue(value);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(shown.length).toBeLessThan(600);
      }),
    );
  });
});

it('shows types, pointers and choices', () => {
  expect([null, [], {}, '', 0, true].map(showType)).toEqual([
    'null',
    'a list',
    'an object',
    'a string',
    'a number',
    'a boolean',
  ]);
  expect(showPointer(`/${'k'.repeat(100)}`)).toBe(`/${'k'.repeat(79)}…`);
  expect(showChoices(['a'])).toBe('"a"');
  expect(showChoices(['a', 'b', 'c'])).toBe('"a", "b" or "c"');
});
