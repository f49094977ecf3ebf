import { Problem } from '../problems';

// A cluster starts few kinds of Pods at one time. What is kept for each is some tens of kilobytes with its key.
const maxKept = 64;
const maxKeyLength = 8192;

/** A deep copy that nobody can change. Strings are shared. */
function frozenCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozenCopy));
  // a problem: it never changes, and a copy could do nothing
  if (value instanceof Problem) return Object.freeze(value);
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, frozenCopy(inner)])));
}

/**
 * Remembers results of a pure function, so that Pods of one Deployment share them. A result is plain data and problems. It is frozen down to
 * its last object, as it is given out many times: whoever has a frozen object may also remember what follows from it alone.
 */
export class Memo<Result extends object> {
  private readonly kept = new WeakMap<object, Map<string, Result>>();

  /**
   * @param owner what the result depends on beside the key; never changed in place, and its results go with it
   * @param key whatever else the result depends on, as text
   */
  get(owner: object, key: string, make: () => Result): Result {
    const results = this.kept.get(owner) ?? new Map<string, Result>();
    const known = results.get(key);
    if (known !== undefined) return known;
    const made = frozenCopy(make()) as Result;
    if (key.length > maxKeyLength) return made;
    if (results.size === 0) this.kept.set(owner, results);
    const [oldest] = results.keys();
    if (oldest !== undefined && results.size >= maxKept) results.delete(oldest);
    results.set(key, made);
    return made;
  }
}
