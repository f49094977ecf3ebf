const longest = 80;

// Control characters would break the one-line form of a message; format characters (bidi overrides, zero width) would let
// a value look like something else in a terminal; lone surrogates cannot be sent as UTF-8.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function escapeInvisible(text: string): string {
  return text.replace(invisible, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    return codePoint > 0xffff ? `\\u{${codePoint.toString(16)}}` : `\\u${codePoint.toString(16).padStart(4, '0')}`;
  });
}

function quoted(text: string): string {
  return escapeInvisible(JSON.stringify(text));
}

function showText(text: string): string {
  if (text.length <= longest) return quoted(text);
  return `${quoted(`${text.slice(0, longest)}…`)} (${text.length} characters)`;
}

/**
 * A value as it stands in a message: JSON, on one line, every control character escaped, cut after about 80 characters. Never
 * throws: what JSON cannot express is named by its kind.
 */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return showText(value);
  if (value === undefined) return 'nothing';
  let json: string | undefined;
  try {
    // JSON.stringify answers undefined for functions and symbols, which its type does not tell
    json = JSON.stringify(value);
  } catch {
    // cyclic, a bigint, or a getter that throws: the kind is all that can be said about it
  }
  if (json === undefined) return `a value of type ${typeof value}`;
  return escapeInvisible(json.length <= longest ? json : `${json.slice(0, longest)}…`);
}

/** The JSON type of a value with its article, as in "a string". */
export function showType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A JSON pointer as it stands in a message: on one line, cut after about 80 characters. */
export function showPointer(pointer: string, maxLength = longest): string {
  return escapeInvisible(pointer.length <= maxLength ? pointer : `${pointer.slice(0, maxLength)}…`);
}

/** Quoted words as a sentence lists them: `"a", "b" or "c"`. */
export function showChoices(words: readonly string[]): string {
  const all = words.map(showText);
  const last = all.pop() ?? '';
  return all.length === 0 ? last : `${all.join(', ')} or ${last}`;
}
