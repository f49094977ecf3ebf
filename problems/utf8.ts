/** Bytes as text, or why they are none, as the end of a sentence that names the file. */
export type Utf8Reading = { readonly text: string } | { readonly fault: string };

const lineFeed = 0x0a;

/** Reads bytes as UTF-8; a byte order mark is dropped. Nothing is replaced: what is no character has its place told. */
export function readUtf8(bytes: Uint8Array): Utf8Reading {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return { fault: `is not UTF-8 text but ${wide}` };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { fault: `is not UTF-8 text: ${faultyPlace(bytes)}` };
  }
}

const marks: readonly (readonly [encoding: string, ...bytes: number[]])[] = [
  ['UTF-32', 0xff, 0xfe, 0, 0],
  ['UTF-32', 0, 0, 0xfe, 0xff],
  ['UTF-16', 0xff, 0xfe],
  ['UTF-16', 0xfe, 0xff],
];

function wideEncoding(bytes: Uint8Array): string | undefined {
  for (const [encoding, ...mark] of marks) {
    if (mark.every((byte, index) => bytes[index] === byte)) return `${encoding}, whose byte order mark it begins with`;
  }
  // without a mark: a text that we read begins with a character of ASCII
  const [first, second] = bytes;
  const isWide = first !== undefined && second !== undefined && (first === 0) !== (second === 0);
  return isWide ? 'UTF-16: one of its first two bytes is zero' : undefined;
}

const encoder = new TextEncoder();

function faultyPlace(bytes: Uint8Array): string {
  let [offset, line, column] = [0, 1, 1];
  for (const character of new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)) {
    const size = encoder.encode(character).length;
    // a replacement for what could not be decoded, unless it stands there itself
    if (character === '\ufffd' && !(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd))
      break;
    const isEnd = bytes[offset] === lineFeed;
    line += isEnd ? 1 : 0;
    column = isEnd ? 1 : column + 1;
    offset += size;
  }
  // the byte itself is not told: it may be one of a key
  return `the byte at line ${line}, column ${column} (offset ${offset}) is no character of it`;
}
