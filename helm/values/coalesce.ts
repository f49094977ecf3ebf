export type ValuesMap = Record<string, unknown>;

export function isMap(value: unknown): value is ValuesMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Lays a user's values over the defaults as Helm does: maps merge key by key, everything else replaces, and `null`
 * takes a default away. A `null` where there is no default stays, for the schema to judge.
 */
export function coalesce(defaults: ValuesMap, given: ValuesMap): ValuesMap {
  const result = new Map<string, unknown>(Object.entries(defaults));
  for (const [key, value] of Object.entries(given)) {
    const before = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
    if (value === null && before !== undefined) result.delete(key);
    else result.set(key, isMap(before) && isMap(value) ? coalesce(before, value) : value);
  }
  return Object.fromEntries(result);
}
