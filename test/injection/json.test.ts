import fc from 'fast-check';
import { jsonPointer } from '../../problems';
import { readJson } from '../../injection';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('readJson', () => {
  it('accepts a text exactly when JSON.parse does, with the same value', () => {
    const edited = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', ',', '}', ']', '{', '[', ':', '\\', '0', '-', ' ', '\n', 'e', '\u0001'),
      )
      .map(([text, at, piece]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + piece + text.slice(cut + (at % 2));
      });
    const seen = { value: 0, not: 0 };
    fc.assert(
      fc.property(fc.oneof(edited, fc.json(), fc.string()), (text) => {
        const reading = readJson(text, 1000);
        expect(reading.kind === 'value').toBe(parses(text));
        if (reading.kind === 'value') expect(reading.value).toEqual(JSON.parse(text));
        seen[reading.kind === 'value' ? 'value' : 'not']++;
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(seen.value, seen.not)).toBeGreaterThan(50);
  });

  it.each([
    ['{"a": 1,}', '1:9', 'a key in double quotes', '}'],
    ["{'a': 1}", '1:2', 'a key in double quotes', "'"],
    ['{"a" 1}', '1:6', '":"', '1'],
    ['{"a": 1 "b": 2}', '1:9', '"," or "}"', '"'],
    ['[1 2]', '1:4', '"," or "]"', '2'],
    ['[1,]', '1:4', 'a JSON value', ']'],
    ['{\n  "a": tru\n}', '2:8', 'a JSON value', 't'],
    ['{"a": 01}', '1:8', '"," or "}"', '1'],
    ['{} {}', '1:4', 'the end of the text', '{'],
    ['{"a": NaN}', '1:7', 'a JSON value', 'N'],
    ['"\\x"', '1:2', 'an escape that JSON knows after the backslash', '\\'],
    ['"a\tb"', '1:3', 'no control character inside a string (write \\n, \\t or \\u00XX)', '\t'],
    ['\uFEFF{}', '1:1', 'a JSON value', '\uFEFF'],
    ['\r\n\r\n😀', '3:1', 'a JSON value', '😀'],
  ])('names the place of the mistake in %j', (text, place, expected, found) => {
    const [line, column] = place.split(':').map(Number);
    expect(readJson(text)).toEqual({ kind: 'syntax', position: { line, column }, expected, found });
  });

  it.each([
    ['{"a": 1', 8, '"," or "}"'],
    ['"abc', 5, 'a double quote that ends the string'],
    ['{"a":', 6, 'a JSON value'],
    ['{', 2, 'a key in double quotes'],
  ])('names the end of the text as the place in %j', (text, column, expected) => {
    expect(readJson(text)).toEqual({ kind: 'syntax', position: { line: 1, column }, expected });
  });

  it.each(['', ' ', '\n\t\r '])('calls %j empty', (text) => {
    expect(readJson(text)).toEqual({ kind: 'empty' });
  });

  it('reports each repeated key once, with its pointer and the place of the first repetition', () => {
    const text = '{"a": {"x/y": 1, "x\\/y": 2, "x/y": 3},\n "b": [{"~": 1, "~": 2}], "b": 0}';
    expect(readJson(text)).toEqual({
      kind: 'value',
      value: { a: { 'x/y': 3 }, b: 0 },
      duplicates: [
        { pointer: '/a/x~1y', line: 1, column: 18 },
        { pointer: '/b/0/~0', line: 2, column: 17 },
        { pointer: '/b', line: 2, column: 27 },
      ],
    });
  });

  it('does not take equal keys of two objects for repeated', () => {
    expect(readJson('[{"a":{"a":1}},{"a":1}]')).toMatchObject({ duplicates: [] });
  });

  it('keeps __proto__ and constructor as keys of their own', () => {
    const reading = readJson('{"__proto__": {"polluted": true}, "constructor": 1, "__proto__": 2}');
    if (reading.kind !== 'value') throw new Error('not read');
    expect(Object.keys(reading.value as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(reading.value)).toBe(Object.prototype);
    expect(reading.duplicates.map(({ pointer }) => pointer)).toEqual(['/__proto__']);
    expect({}).not.toHaveProperty('polluted');
  });

  it('reads 32 levels and no more', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(readJson(nested(32)).kind).toBe('value');
    expect(readJson(nested(33))).toEqual({ kind: 'depth', position: { line: 1, column: 33 }, limit: 32 });
    expect(readJson('{"a":[['.repeat(100_000))).toMatchObject({ kind: 'depth', limit: 32 });
    expect(readJson('[[1]]', 1)).toMatchObject({ kind: 'depth', limit: 1 });
  });

  it('reads a long string and many repeated keys', () => {
    expect(readJson(JSON.stringify('x'.repeat(5_000_000))).kind).toBe('value');
    const keys = Array.from({ length: 50_000 }, (_, index) => `"${index}":0,\n"${index}":0`);
    const reading = readJson(`{${keys.join(',')}}`);
    if (reading.kind !== 'value') throw new Error('not read');
    expect(reading.duplicates).toHaveLength(50_000);
    expect(reading.duplicates.at(-1)).toEqual({ pointer: '/49999', line: 50_001, column: 1 });
  });
});

it('writes JSON pointers', () => {
  expect(jsonPointer()).toBe('');
  expect(jsonPointer('a/b', 0, '~1', '')).toBe('/a~1b/0/~01/');
});
