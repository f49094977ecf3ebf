import fc from 'fast-check';
import { readRequestRegex } from '../../injection';
import { anyCharacter } from '../support/any-character';

it.each([
  ['^/metrics$', true],
  ['^/v[0-9]+/(models|health)$', true],
  ['^/a\\.b\\/c$', true],
  ['^/(?:a|b)$', true],
  ['^/(?<name>a)$', true],
  ['^/[^/\\]\\[]+$', true],
  ['^/\\p{L}{2,3}$', true],
  ['/metrics', false],
  ['^/metrics', false],
  ['/metrics$', false],
  ['^/metrics\\$', false],
  ['^/metrics[$]', false],
  ['^/a|/b$', false],
  ['^/a$|^/b$', false],
  ['^(/a$)', false],
  ['.', false],
])('%s can be used; anchored: %s', (source, anchored) => {
  expect(readRequestRegex(source)).toEqual({ anchored });
});

it.each([
  ['', /empty/u],
  ['(', /unterminated group/u],
  ['a)', /unmatched/u],
  ['[a', /unterminated character class/u],
  ['*', /nothing to repeat/u],
  ['a{2', /incomplete quantifier/u],
  ['(?=a)', /look-around/u],
  ['(?!a)', /look-around/u],
  ['(?<=a)b', /look-around/u],
  ['(?<!a)b', /look-around/u],
  ['(?i)a', /inline flags/u],
  ['(?i:a)', /inline flags/u],
  ['(?P<a>b)', /inline flags/u],
  ['(?', /inline flags/u],
  ['(?<', /look-around/u],
  ['(?<abc', /group name/u],
  ['(?<ä>b)', /group name/u],
  ['(?<a>b)|(?<a>c)', /two groups/u],
  ['(a)\\1', /back-references/u],
  ['(?<a>b)\\k<a>', /back-references/u],
  ['\\0', /octal/u],
  ['\\cJ', /control escapes/u],
  ['\\uD83D', /surrogates/u],
  ['\\u{d83d}', /surrogates/u],
  ['[]', /empty class/u],
  ['[^]', /empty class/u],
  ['[[a]]', /must be written \\\[/u],
  ['[a&&b]', /must be escaped/u],
  ['[a--b]', /must be escaped/u],
  ['[\\b]', /class cannot hold/u],
  ['a{1001}', /1000 repetitions/u],
  ['a{1,99999}', /1000 repetitions/u],
  ['('.repeat(201) + ')'.repeat(201), /deeper than 200/u],
])('%s cannot be used', (source, fault) => {
  const reading = readRequestRegex(source);
  expect(reading.fault).toMatch(fault);
  expect(reading.anchored).toBe(false);
});

it('never throws, and what it accepts compiles', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '[',
    ']',
    '^',
    '$',
    '|',
    '\\',
    '?',
    '<',
    ':',
    '=',
    'a',
    'k',
    '1',
    '{',
    '}',
    '-',
    '&',
    '.',
    '/',
  );
  const source = fc.oneof(
    fc.array(piece).map((pieces) => pieces.join('')),
    fc.string({ unit: anyCharacter }),
  );
  let accepted = 0;
  fc.assert(
    fc.property(source, (text) => {
      if (readRequestRegex(text).fault !== undefined) return;
      accepted++;
      expect(() => new RegExp(text, 'u')).not.toThrow();
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(20);
});

it('calls anchored only what matches whole paths', () => {
  const part = fc.constantFrom('/a', '(b|c)', '|', '$', '\\$', '[$|]', '(?:/x|y)', '.');
  let anchored = 0;
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      const source = `^${parts.join('')}$`;
      if (!readRequestRegex(source).anchored) return;
      anchored++;
      const whole = new RegExp(`^(?:${source})$`, 'u');
      for (const path of ['/a', '/ab', '/a/x', 'b', '$', '/a$', '/a/longer', 'prefix/a', '|', '']) {
        expect([path, new RegExp(source, 'u').test(path)]).toEqual([path, whole.test(path)]);
      }
    }),
  );
  expect(anchored).toBeGreaterThan(10);
});
