/** Text of a page in which everything that came from outside is escaped. Only {@link markup} and {@link trusted} make it. */
export class Html {
  public constructor(public readonly text: string) {}

  public toString(): string {
    return this.text;
  }
}

/** What a template takes. Texts and numbers are escaped, lists are joined, what is undefined is left out. */
export type Part = Html | string | number | undefined | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// they reverse the order of what is read, or hide in it: a reviewer must see what is there
// eslint-disable-next-line no-control-regex
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text as it may stand in an element and in a quoted attribute. Characters that cannot be seen are written out. */
export function escaped(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(unseen, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(textOf).join('');
  return escaped(String(part));
}

/**
 * A piece of a page.
 *
 * @throws RangeError where an attribute has no quotes around a value, which escaping relies on: a mistake of the programmer
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  if (strings.slice(0, -1).some((before) => before.endsWith('='))) throw new RangeError('an attribute needs quotes');
  return new Html(strings.map((before, index) => before + textOf(parts[index])).join(''));
}

/** Constant text of ours, such as a style sheet. */
export function trusted(text: string): Html {
  return new Html(text);
}
