import { goJson } from '../go-json';
import type { ValuesMap } from './coalesce';
import { jsonPointer, type Problem } from '../../problems';
import { unwritableText } from './problems';

/*
 * Helm's toYaml answers nothing at all, and without an error, for a map or list in which such a character stands; it
 * turns U+0085 into a space, deletes `<no value>` wherever it stands, and writes the key `<<` in a way that it cannot
 * read. cdk8s stumbles over the two other keys. Asked of the JSON of a value, both patterns say the same.
 */
const forJavaScript = /[\u007f-\u009f\ufffe\uffff]|\\u003cno value\\u003e|"(?:\\u003c\\u003c|__proto__|constructor)":/;
export const forGo = String.raw`[\x7f-\x9f\x{fffe}\x{ffff}]|\\u003cno value\\u003e|"(?:\\u003c\\u003c|__proto__|constructor)":`;

/** What follows the name of the values key, in raw synth and in a chart. */
export const unwritableSays =
  'holds what a manifest cannot: a control character (U+007F to U+009F, U+FFFE or U+FFFF), the text "<no value>", or a key "<<", "__proto__" or "constructor"';

export function unwritableIn(values: ValuesMap): Problem[] {
  return Object.keys(values)
    .sort()
    .filter((key) => forJavaScript.test(jsonOf(values[key])))
    .map((key) => unwritableText.worded(jsonPointer(key), { says: unwritableSays, fix: '' }));
}

function jsonOf(value: unknown): string {
  try {
    return goJson(value);
  } catch {
    // a bigint or a cycle, which no value may be: its type is refused
    return '';
  }
}
