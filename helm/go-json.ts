// what Go's encoding/json escapes beside the quote, the backslash and the control characters
const htmlUnsafe = /[<>&\u2028\u2029]/gu;

/**
 * JSON text in the bytes of Go's `encoding/json`, which is what Helm's `toJson` prints: keys in byte order, no white
 * space, and `<`, `>`, `&`, U+2028 and U+2029 escaped. A checksum or an annotation made here therefore equals the
 * one made in a template.
 */
export function goJson(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return goString(value);
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`;
  if (typeof value === 'object') {
    const map = value as Record<string, unknown>;
    const keys = byCodePoint(Object.keys(map).filter((key) => map[key] !== undefined));
    return `{${keys.map((key) => `${goString(key)}:${goJson(map[key])}`).join(',')}}`;
  }
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}

function goString(value: string): string {
  return JSON.stringify(value).replace(
    htmlUnsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

// the order of Go's sort.Strings is that of UTF-8 bytes, which is code point order and not JavaScript's UTF-16 order
export function byCodePoint(keys: string[]): string[] {
  return keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
