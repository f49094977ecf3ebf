import { jsonPointer, type Pointer } from '../../problems';

/** Line and column, both counted from 1; a column is one UTF-16 code unit. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** A key that its object already had. */
export interface DuplicateKey extends TextPosition {
  /** JSON pointer of the key; reported once, however often the key is repeated. */
  readonly pointer: Pointer;
}

/** What a text turned out to be. */
export type JsonReading =
  | { readonly kind: 'value'; readonly value: unknown; readonly duplicates: readonly DuplicateKey[] }
  /** Nothing but white space. */
  | { readonly kind: 'empty' }
  /** Not JSON: at this place `expected` should stand; `found` is the character there, absent at the end of the text. */
  | { readonly kind: 'syntax'; readonly position: TextPosition; readonly expected: string; readonly found?: string }
  /** Objects and lists nested deeper than the limit. */
  | { readonly kind: 'depth'; readonly position: TextPosition; readonly limit: number };

/** Levels of objects and lists that are read when nothing else is asked for. */
export const defaultDepthLimit = 32;

class SyntaxFault extends Error {
  constructor(
    readonly offset: number,
    readonly expected: string,
  ) {
    super(expected);
  }
}

class DepthFault extends Error {
  constructor(readonly offset: number) {
    super('too deep');
  }
}

const whiteSpace = /[ \t\n\r]*/y;
const scalar = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Walks over a JSON text for what JSON.parse does not tell: repeated keys, the depth, and the place of a mistake (its messages
 * differ between versions of Node.js).
 */
class Scanner {
  /** Offset of the first repetition by pointer, in the order of the text. */
  readonly duplicates = new Map<Pointer, number>();
  private offset = 0;
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly text: string,
    private readonly depthLimit: number,
  ) {}

  scanDocument(): void {
    this.skip(whiteSpace);
    this.scanValue();
    this.skip(whiteSpace);
    if (this.offset < this.text.length) throw new SyntaxFault(this.offset, 'the end of the text');
  }

  private skip(what: RegExp): boolean {
    what.lastIndex = this.offset;
    if (!what.test(this.text)) return false;
    this.offset = what.lastIndex;
    return true;
  }

  private take(character: string): boolean {
    if (this.text[this.offset] !== character) return false;
    this.offset++;
    return true;
  }

  private scanValue(): void {
    const next = this.text[this.offset];
    if (next === '"') this.scanString();
    else if (next === '{') this.scanObject();
    else if (next === '[') this.scanList();
    else if (!this.skip(scalar)) throw new SyntaxFault(this.offset, 'a JSON value');
  }

  private enter(): void {
    if (this.path.length >= this.depthLimit) throw new DepthFault(this.offset);
    this.offset++;
    this.skip(whiteSpace);
  }

  private scanObject(): void {
    this.enter();
    if (this.take('}')) return;
    const seen = new Set<string>();
    do {
      this.skip(whiteSpace);
      const start = this.offset;
      if (this.text[start] !== '"') throw new SyntaxFault(start, 'a key in double quotes');
      this.scanString();
      const key = JSON.parse(this.text.slice(start, this.offset)) as string;
      this.path.push(key);
      if (seen.has(key)) this.noteDuplicate(start);
      seen.add(key);
      this.skip(whiteSpace);
      if (!this.take(':')) throw new SyntaxFault(this.offset, '":"');
      this.skip(whiteSpace);
      this.scanValue();
      this.path.pop();
      this.skip(whiteSpace);
    } while (this.take(','));
    if (!this.take('}')) throw new SyntaxFault(this.offset, '"," or "}"');
  }

  private noteDuplicate(offset: number): void {
    const pointer = jsonPointer(...this.path);
    if (!this.duplicates.has(pointer)) this.duplicates.set(pointer, offset);
  }

  private scanList(): void {
    this.enter();
    if (this.take(']')) return;
    let index = 0;
    do {
      this.path.push(index++);
      this.skip(whiteSpace);
      this.scanValue();
      this.path.pop();
      this.skip(whiteSpace);
    } while (this.take(','));
    if (!this.take(']')) throw new SyntaxFault(this.offset, '"," or "]"');
  }

  // A loop, not one regular expression: V8 keeps a way back for every repetition and gives up on long strings.
  private scanString(): void {
    this.offset++;
    for (;;) {
      const code = this.text.charCodeAt(this.offset);
      if (code === 0x22) break;
      if (Number.isNaN(code)) throw new SyntaxFault(this.offset, 'a double quote that ends the string');
      if (code < 0x20)
        throw new SyntaxFault(this.offset, 'no control character inside a string (write \\n, \\t or \\u00XX)');
      if (code !== 0x5c) this.offset++;
      else if (!this.skip(escape)) throw new SyntaxFault(this.offset, 'an escape that JSON knows after the backslash');
    }
    this.offset++;
  }
}

/** Positions of ascending offsets, found in one walk over the text. */
function positionsOf(text: string, offsets: readonly number[]): TextPosition[] {
  let line = 1;
  let lineStart = 0;
  let newline = text.indexOf('\n');
  return offsets.map((offset) => {
    while (newline !== -1 && newline < offset) {
      line++;
      lineStart = newline + 1;
      newline = text.indexOf('\n', lineStart);
    }
    return { line, column: offset - lineStart + 1 };
  });
}

function positionOf(text: string, offset: number): TextPosition {
  return positionsOf(text, [offset])[0] ?? { line: 1, column: 1 };
}

/**
 * Reads a JSON text strictly, in linear time. Never throws. Where a key is repeated, the value has the last one. A key such as
 * `__proto__` is an ordinary own key of the value.
 *
 * @param depthLimit levels of objects and lists that are read. @default 32
 */
export function readJson(text: string, depthLimit: number = defaultDepthLimit): JsonReading {
  if (/^[ \t\n\r]*$/u.test(text)) return { kind: 'empty' };
  const scanner = new Scanner(text, depthLimit);
  try {
    scanner.scanDocument();
  } catch (fault) {
    if (fault instanceof DepthFault) {
      return { kind: 'depth', position: positionOf(text, fault.offset), limit: depthLimit };
    }
    if (!(fault instanceof SyntaxFault)) throw fault;
    const codePoint = text.codePointAt(fault.offset);
    const found = codePoint === undefined ? {} : { found: String.fromCodePoint(codePoint) };
    return { kind: 'syntax', position: positionOf(text, fault.offset), expected: fault.expected, ...found };
  }
  const pointers = [...scanner.duplicates.keys()];
  const positions = positionsOf(text, [...scanner.duplicates.values()]);
  const duplicates = positions.map((position, index) => ({ pointer: pointers[index] ?? '', ...position }));
  return { kind: 'value', value: JSON.parse(text), duplicates };
}
