/** What is known about a regular expression that lets requests pass TNG in plaintext. */
export interface RequestRegexReading {
  /** Why it cannot be used; absent when it can. */
  readonly fault?: string;
  /** Whether it matches whole paths only. TNG searches: without anchors it also matches inside longer paths. */
  readonly anchored: boolean;
}

// Rust's regex crate gives up at 250 levels and at a compiled size that high counts reach.
const deepestGroup = 200;
const highestCount = 1000;

// Rust resolves [a&&b], [a--b], [a~~b] as operations on sets, where JavaScript reads single characters.
const setOperation = /^(?:&&|--|~~)/u;
const escapeFaults: readonly (readonly [RegExp, string])[] = [
  [/^\\[0-9]/u, 'back-references and octal escapes are not supported'],
  [/^\\k/u, 'back-references are not supported'],
  [/^\\c/u, 'control escapes such as \\cJ are not supported'],
  [/^\\u(?:\{0*)?[dD][89a-fA-F]/u, 'surrogates are not characters'],
];
const classEscapeFaults: readonly (readonly [RegExp, string])[] = [
  ...escapeFaults,
  [/^\\[bB]/u, 'a class cannot hold \\b'],
];

/** Walks once over an expression that JavaScript accepts, for what Rust's regex crate (TNG) refuses or reads differently. */
class RustReading {
  fault: string | undefined;
  hasTopLevelChoice = false;
  endsWithAnchor = false;
  private depth = 0;
  private inClass = false;
  private readonly groups = new Set<string>();

  constructor(private readonly source: string) {
    let offset = 0;
    while (offset < source.length && this.fault === undefined) {
      this.endsWithAnchor = false;
      offset += this.inClass ? this.stepInClass(offset) : this.step(offset);
    }
  }

  private refuse(reason: string): number {
    this.fault = reason;
    return 1;
  }

  private stepOverEscape(offset: number, faults: typeof escapeFaults): number {
    const ahead = this.source.slice(offset, offset + 16);
    const fault = faults.find(([pattern]) => pattern.test(ahead));
    return fault === undefined ? 2 : this.refuse(fault[1]);
  }

  private step(offset: number): number {
    switch (this.source[offset]) {
      case '\\':
        return this.stepOverEscape(offset, escapeFaults);
      case '[':
        return this.enterClass(offset);
      case '(':
        return this.enterGroup(offset);
      case '{':
        return this.stepOverRepetition(offset);
      case ')':
        this.depth--;
        return 1;
      case '|':
        this.hasTopLevelChoice ||= this.depth === 0;
        return 1;
      case '$':
        this.endsWithAnchor = true;
        return 1;
      default:
        return 1;
    }
  }

  private enterGroup(offset: number): number {
    this.depth++;
    if (this.depth > deepestGroup) return this.refuse(`groups are nested deeper than ${deepestGroup}`);
    return this.source[offset + 1] === '?' ? this.enterSpecialGroup(offset) : 1;
  }

  private stepOverRepetition(offset: number): number {
    const counts = /^\{([0-9]+)(?:,([0-9]*))?/u.exec(this.source.slice(offset, offset + 16));
    const most = Math.max(Number(counts?.[1] ?? 0), Number(counts?.[2] ?? 0));
    return most > highestCount ? this.refuse(`more than ${highestCount} repetitions`) : 1;
  }

  private enterSpecialGroup(offset: number): number {
    if (this.source[offset + 2] === ':') return 3;
    if (this.source[offset + 2] !== '<' || /[=!]/u.test(this.source[offset + 3] ?? '=')) {
      return this.refuse('look-around and inline flags are not supported');
    }
    const end = this.source.indexOf('>', offset);
    const name = this.source.slice(offset + 3, Math.max(end, 0));
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/u.test(name))
      return this.refuse('a group name has only ASCII letters, digits and "_"');
    if (this.groups.has(name)) return this.refuse('two groups have one name');
    this.groups.add(name);
    return end + 1 - offset;
  }

  private enterClass(offset: number): number {
    this.inClass = true;
    const negated = this.source[offset + 1] === '^' ? 1 : 0;
    if (this.source[offset + 1 + negated] === ']') return this.refuse('an empty class is not supported');
    return 1 + negated;
  }

  private stepInClass(offset: number): number {
    const character = this.source[offset];
    if (character === '\\') return this.stepOverEscape(offset, classEscapeFaults);
    if (character === ']') this.inClass = false;
    if (character === '[') return this.refuse('a "[" inside a class must be written \\[');
    if (setOperation.test(this.source.slice(offset, offset + 2))) {
      return this.refuse('"&&", "--" and "~~" inside a class must be escaped');
    }
    return 1;
  }
}

function javaScriptFault(source: string): string | undefined {
  try {
    new RegExp(source, 'u');
    return undefined;
  } catch (error) {
    // "Invalid regular expression: /<source>/u: <reason>": only the reason is news to the user
    const message = error instanceof Error ? error.message : '';
    return message.slice(message.lastIndexOf(': ') + 2).toLowerCase();
  }
}

/**
 * Checks an expression of `allow-insecure-request-regexes`. It must mean the same in JavaScript and in Rust's regex crate,
 * which TNG uses: no look-around, back-references or inline flags. Never throws.
 */
export function readRequestRegex(source: string): RequestRegexReading {
  if (source === '') return { fault: 'it is empty and would match every path', anchored: false };
  const rust = new RustReading(source);
  const fault = rust.fault ?? javaScriptFault(source);
  if (fault !== undefined) return { fault, anchored: false };
  return { anchored: source.startsWith('^') && rust.endsWithAnchor && !rust.hasTopLevelChoice };
}
