import { Document, Scalar, visit, type Tags } from 'yaml';
import { escaped } from './go-string';

/*
 * Whoever reads what we print decides what a text without quotes is: go-yaml 2 and 3, PyYAML, cloud-init and JavaScript
 * each know other numbers, dates and truths. So nothing stands without quotes that any of them may take for one, and
 * what begins like a number is quoted whatever follows: 0o022, 0X1F, 1_000, -_0, 1:20, 2026-01-01, .5, +.inf.
 */
const likeNumber = /^[-+_]*[.0-9]/;
// the last is a number to the JavaScript reader alone
const words = /^(?:true|false|yes|no|on|off|y|n|t|f|null|~|=|<<|e[0-9]+)$/i;
// a tab ends a text for some readers; the others are line breaks, or nothing that YAML allows
const unprintable = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff]/u;

/** Whether every reader of YAML takes a text of one line for that text when it stands without quotes, as far as words go. */
export function isTextToAll(text: string): boolean {
  return !likeNumber.test(text) && !words.test(text) && !unprintable.test(text) && text.trim() === text;
}

// no control characters but tab and line feed, and no white space first, which would decide the block's indentation
const blockable = /^[^\s\p{Cc}\p{Co}\u2028\u2029\ufeff](?:[^\p{Cc}\p{Co}\u2028\u2029\ufeff]|[\t\n])*$/u;

/** Whether every reader gets a text of several lines back from a block, as it is written behind a `|`. */
export function isBlockToAll(text: string): boolean {
  return text.includes('\n') && blockable.test(text) && !/[ \t]\n|[ \t]$|\n\n$/.test(text);
}

// within quotes and blocks too
const mustBeEscaped = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

// a key that reads `<<` is a text like any other, and not to be printed as the one that merges maps
const withoutMerge = (tags: Tags): Tags => tags.filter((tag) => typeof tag === 'string' || !tag.tag.endsWith(':merge'));

/** Data as YAML of which each text is read back as a text, by Go's parsers and by those of YAML 1.1. */
export function yamlText(value: unknown): string {
  const document = new Document(value, { version: '1.1', customTags: withoutMerge, aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && !isTextToAll(node.value)) quote(node);
    },
  });
  return printed(document);
}

/** Gives a text the form in which every reader gets it back: a block where that can be, else double quotes. */
export function quote(node: Scalar): void {
  node.type = isBlockToAll(String(node.value)) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
}

/** The text of a document whose texts have been quoted where they must. */
export function printed(document: Document): string {
  // outside of quotes and comments there are none left to escape
  return document.toString({ lineWidth: 0, directives: false, singleQuote: false }).replace(mustBeEscaped, escaped);
}
