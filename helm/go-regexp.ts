/*
 * JavaScript and Go read one regular expression differently in three places: `.` stops at more line breaks in
 * JavaScript, and `\s` and `\S` know the spaces of Unicode there and only those of ASCII in Go.
 */

const goSpaces = '\\t\\n\\f\\r ';
// as characters, since the two languages do not share an escape for them
const unicodeSpaces = '\\t\\n\\v\\f\\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/** A pattern that was written for Go, as JavaScript understands it. */
export function asGoReads(pattern: string): RegExp {
  return new RegExp(rewritten(pattern, goSpaces, '[^\\n]'), 'gu');
}

/** A pattern that was written for JavaScript, as Go understands it. */
export function goPattern(pattern: string): string {
  return rewritten(pattern, unicodeSpaces, '[^\\n\\r\u2028\u2029]');
}

function rewritten(pattern: string, spaces: string, anyCharacter: string): string {
  let inClass = false;
  return pattern.replace(/\\[^]|[[\].]/gu, (token) => {
    if (token === '[') inClass = true;
    if (token === ']') inClass = false;
    if (token === '.' && !inClass) return anyCharacter;
    if (token === '\\s') return inClass ? spaces : `[${spaces}]`;
    return token === '\\S' && !inClass ? `[^${spaces}]` : token;
  });
}
