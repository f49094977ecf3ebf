import { distance as editDistance } from 'fastest-levenshtein';

// Longer words are no slips of the hand, and the distance costs the product of both lengths.
const maxWordLength = 64;
const shortestPrefix = 3;

/** `loadBalancerClass`, `LOAD_BALANCER_CLASS` and `load-balancer-class` are one word to the person who typed it. */
function asKebab(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/gu, '$1-$2')
    .replace(/[_. ]/gu, '-')
    .toLowerCase();
}

/**
 * The word the user probably meant, if one is near: at most a third of its letters differ, or the user stopped typing halfway
 * and a word begins like that. Spelling with capitals or underscores does not count as a difference. Of two equally near
 * words the first wins.
 */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > maxWordLength) return undefined;
  const typed = asKebab(word);
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const known = asKebab(candidate);
    // two letters swapped count as two
    const shorter = Math.min(known.length, typed.length);
    const allowed = Math.min(3, Math.max(2, Math.floor(shorter / 3)), shorter - 1, bestDistance - 1);
    if (Math.abs(known.length - typed.length) > allowed) continue;
    const distance = editDistance(typed, known);
    if (distance > allowed) continue;
    best = candidate;
    bestDistance = distance;
  }
  if (best !== undefined || typed.length < shortestPrefix) return best;
  return candidates.find((candidate) => asKebab(candidate).startsWith(typed));
}
