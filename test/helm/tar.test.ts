import { Readable } from 'node:stream';
import { buffer, text as textOf } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { extract, pack } from 'tar-stream';
import { tarArchive } from '../../helm/package/tar';
import { anyCharacter } from '../support/any-character';

type File = readonly [path: string, text: string];

/** The same archive by a library that others rely on. */
async function byTarStream(files: readonly File[]): Promise<Buffer> {
  const archive = pack();
  for (const [name, text] of files) archive.entry({ name, mtime: new Date(0), mode: 0o644 }, text);
  archive.finalize();
  return buffer(archive);
}

async function unpacked(archive: Buffer): Promise<File[]> {
  const found: File[] = [];
  const entries = extract();
  entries.on('entry', (header, content, next) => {
    void textOf(content as unknown as Readable).then((text) => {
      found.push([header.name, text]);
      next();
    });
  });
  await pipeline(Readable.from([archive]), entries);
  return found;
}

const step = fc.stringMatching(/^[A-Za-z0-9_.-]{1,60}$/);
const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('/'));
const file = fc.tuple(path, fc.string({ unit: anyCharacter, maxLength: 1100 }));

test('the bytes are those of tar-stream, and it reads them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 5 }), async (files) => {
      const archive = tarArchive(files);
      expect(archive.equals(await byTarStream(files))).toBe(true);
      const texts = files.map(([name, text]): File => [name, Buffer.from(text).toString()]);
      expect(await unpacked(archive)).toEqual(texts);
    }),
    { numRuns: 200 },
  );
});

test.each([511, 512, 513, 0])('content of %d bytes is filled up', async (length) => {
  const files: File[] = [
    ['shop/first', 'x'.repeat(length)],
    ['shop/second', 'y'],
  ];
  expect(tarArchive(files).equals(await byTarStream(files))).toBe(true);
});

test.each([
  ['without a slash', 'x'.repeat(101)],
  ['behind the last slash', `shop/${'x'.repeat(101)}`],
  ['before the slash', `${'x'.repeat(156)}/${'y'.repeat(99)}`],
])('a path that is too long %s is refused by name', (_, long) => {
  expect(() => tarArchive([[long, '']])).toThrow(new RegExp(`^${long} is too long`));
});
