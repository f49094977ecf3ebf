import { isMap, type ValuesMap } from '../../helm/values/coalesce';

/** Where a value stands, key by key. */
export type Path = readonly string[];

/** Lays one map over another, key by key. */
export function merged(below: ValuesMap, above: ValuesMap): ValuesMap {
  const result: ValuesMap = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const before = Object.hasOwn(below, key) ? below[key] : undefined;
    result[key] = isMap(before) && isMap(value) ? merged(before, value) : value;
  }
  return result;
}

/** A map with one value in it. */
export function mapWith([key = '', ...rest]: Path, value: unknown): ValuesMap {
  return { [key]: rest.length === 0 ? value : mapWith(rest, value) };
}

/** The value at a path; undefined where there is none. */
export function valueAt(values: unknown, path: Path): unknown {
  return path.reduce((at: unknown, key) => (isMap(at) && Object.hasOwn(at, key) ? at[key] : undefined), values);
}
