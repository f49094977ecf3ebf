import * as fc from 'fast-check';
import { readUtf8 } from '../../problems';
import { anyCharacter } from '../support/any-character';

const text = fc.string({ unit: anyCharacter, maxLength: 30 }).filter((one) => !one.startsWith('\ufeff'));
// the second byte of a text that we read is not zero
const readable = text.map((one) => `a: ${one}`);

test('what is UTF-8 is read as Node.js reads it, with and without a byte order mark', () => {
  fc.assert(
    fc.property(readable, (one) => {
      expect(readUtf8(Buffer.from(one))).toEqual({ text: one });
      expect(readUtf8(Buffer.from(`\ufeff${one}`))).toEqual({ text: one });
    }),
  );
});

test('the first byte that is none has its place told', () => {
  // 0xff is in no text; the beginning of a character is, and the end of one by itself is not
  fc.assert(
    fc.property(
      readable,
      text,
      fc.constantFrom([0xff], [0xe9], [0x80], [0xc3], [0xed, 0xa0, 0x80]),
      (one, rest, bad) => {
        const before = Buffer.from(one);
        const reading = readUtf8(Buffer.concat([before, Buffer.from(bad), Buffer.from(`.${rest}`)]));
        const lines = one.split('\n');
        const place = `line ${lines.length}, column ${Array.from(lines.at(-1) ?? '').length + 1} (offset ${before.length})`;
        expect(reading).toEqual({ fault: `is not UTF-8 text: the byte at ${place} is no character of it` });
      },
    ),
  );
});

test.each([
  ['UTF-16', '\ufeffa: 1', 'utf16le'],
  ['UTF-16', 'a: 1', 'utf16le'],
] as const)('%s is told by name', (name, given, encoding) => {
  const bytes = Buffer.from(given, encoding);
  expect(readUtf8(bytes)).toEqual({ fault: expect.stringContaining(`not UTF-8 text but ${name}`) as string });
  expect(readUtf8(bytes.swap16())).toEqual({ fault: expect.stringContaining(`not UTF-8 text but ${name}`) as string });
});
