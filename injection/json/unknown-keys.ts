import { didYouMean, inputProblems, jsonPointer, type Pointer, type Problem, type Spoken } from '../../problems';

// A suggestion compares a key with every known one. Whoever has more wrong keys than this did not misspell them.
const maxSuggestions = 16;

function detailsOf(key: string, known: readonly string[]): { near: string } | { known: readonly string[] } {
  const near = didYouMean(key, known);
  return near === undefined ? { known } : { near };
}

/**
 * A problem for every key that is not among the known ones, in an order that does not depend on the text. The first 16 say
 * what was probably meant.
 */
export function unknownKeys(object: object, known: readonly string[], pointer: Pointer, spoken?: Spoken): Problem[] {
  const unknown = Object.keys(object).filter((key) => !known.includes(key));
  return unknown.sort().map((key, index) => {
    const details = index < maxSuggestions ? detailsOf(key, known) : {};
    return inputProblems.unknownKey.at(`${pointer}${jsonPointer(key)}`, details, spoken);
  });
}
