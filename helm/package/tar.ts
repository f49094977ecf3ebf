// The form is POSIX ustar: a header of 512 bytes before each file, whose content is filled up to a multiple of that.
const blockSize = 512;
const maxName = 100;
const maxPrefix = 155;
// where the sum stands, which is taken with blanks in its place
const checksum = { offset: 148, length: 8 };

/**
 * Text files as a tar archive. Nothing of the machine goes into it, neither date nor owner, so that the same files give
 * the same bytes.
 *
 * @param files path and text
 * @throws RangeError for a path that does not fit: 100 bytes behind a slash, and 155 before it
 */
export function tarArchive(files: Iterable<readonly [path: string, text: string]>): Buffer {
  const blocks: Buffer[] = [];
  for (const [path, text] of files) {
    const content = Buffer.from(text);
    blocks.push(header(path, content.length), content, Buffer.alloc(-content.length & (blockSize - 1)));
  }
  // two empty blocks are the end
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)]);
}

function header(path: string, size: number): Buffer {
  const [prefix, name] = split(path);
  const block = Buffer.alloc(blockSize);
  block.write(name, 0);
  block.write(octal(0o644, 6), 100);
  block.write(octal(0, 6), 108);
  block.write(octal(0, 6), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.fill(' ', checksum.offset, checksum.offset + checksum.length);
  block.write('0', 156);
  block.write('ustar\0' + '00', 257);
  block.write(octal(0, 6), 329);
  block.write(octal(0, 6), 337);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.fill(0, checksum.offset, checksum.offset + checksum.length);
  block.write(octal(sum, 6), checksum.offset);
  return block;
}

function octal(value: number, digits: number): string {
  return `${value.toString(8).padStart(digits, '0')} `;
}

/** Cuts a path that is too long for the field of the name at the first slash behind which it fits. */
function split(path: string): [prefix: string, name: string] {
  let cut = -1;
  while (Buffer.byteLength(path.slice(cut + 1)) > maxName) {
    cut = path.indexOf('/', cut + 1);
    if (cut < 0) throw tooLong(path);
  }
  const prefix = path.slice(0, Math.max(0, cut));
  if (Buffer.byteLength(prefix) > maxPrefix) throw tooLong(path);
  return [prefix, path.slice(cut + 1)];
}

function tooLong(path: string): RangeError {
  return new RangeError(`${path} is too long for the package of a chart: give the file a shorter name`);
}
