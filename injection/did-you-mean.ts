// Longer words are no slips of the hand, and the distance costs the product of both lengths.
const longestWord = 64;
const shortestPrefix = 3;

/** `tngHttpSecurePorts`, `TNG_HTTP_SECURE_PORTS` and `tng-http-secure-ports` are one word to the person who typed it. */
function asKebab(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/gu, '$1-$2')
    .replace(/[_. ]/gu, '-')
    .toLowerCase();
}

/** Letters to insert, remove, replace or swap with their neighbour to get from one word to the other. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const removed = (last[column] ?? 0) + 1;
      const inserted = (current[column - 1] ?? 0) + 1;
      const replaced = (last[column - 1] ?? 0) + (same ? 0 : 1);
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = isSwap ? (beforeLast[column - 2] ?? 0) + 1 : replaced;
      current.push(Math.min(removed, inserted, replaced, swapped));
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}

/**
 * The word the user probably meant, if one is near: at most a third of its letters differ, or the user stopped typing halfway
 * and only one word begins like that. Spelling with capitals or underscores does not count as a difference. Of two equally
 * near words the first wins.
 */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined;
  const typed = asKebab(word);
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const allowed = Math.min(3, Math.floor(Math.min(candidate.length, typed.length) / 3), bestDistance - 1);
    if (Math.abs(candidate.length - typed.length) > allowed) continue;
    const distance = editDistance(typed, candidate);
    if (distance > allowed) continue;
    best = candidate;
    bestDistance = distance;
  }
  if (best !== undefined || typed.length < shortestPrefix) return best;
  const longer = candidates.filter((candidate) => candidate.startsWith(typed));
  return longer.length === 1 ? longer[0] : undefined;
}
