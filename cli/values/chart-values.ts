import type { ReleaseContext } from '../../helm';
import type { Description } from '../description/description';

/** Values of a chart as its values file has them. */
export type ValuesMap = Record<string, unknown>;

/** How the values of one chart come out of a description. */
export interface ChartValues {
  /** Where the description holds values that are handed on as they are. */
  readonly more: readonly [section: 'vllm' | 'webhook' | 'client', key: 'values'];
  /** What the release is called and where it goes. */
  readonly release: (described: Description) => ReleaseContext;
  /** What the description says, without the values that are handed on. */
  readonly make: (described: Description) => ValuesMap;
  /** From which key of the description each value is made: nobody else may set it. */
  readonly madeFrom: Readonly<Record<string, string>>;
}

/** The same map without what is not set, and without sections that are empty for that. */
export function present(values: ValuesMap): ValuesMap {
  const kept = Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
    if (value === undefined) return [];
    if (!isSection(value)) return [[key, value]];
    const inner = present(value);
    return Object.keys(inner).length === 0 ? [] : [[key, inner]];
  });
  return Object.fromEntries(kept);
}

/** Lays one map over another, key by key. */
export function merged(below: ValuesMap, above: ValuesMap): ValuesMap {
  const result: ValuesMap = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const before = Object.hasOwn(below, key) ? below[key] : undefined;
    result[key] = isSection(before) && isSection(value) ? merged(before, value) : value;
  }
  return result;
}

function isSection(value: unknown): value is ValuesMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Dotted paths of everything in a map that is no map itself. */
export function leafPaths(values: ValuesMap, above = ''): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = above === '' ? key : `${above}.${key}`;
    return isSection(value) ? leafPaths(value, path) : [path];
  });
}
