/** What a value is, as far as printing it correctly in a Go template needs to know. */
export type Kind = 'string' | 'int' | 'number' | 'bool' | 'map' | 'list' | 'any';

/** The kind of a value that is known now. */
export function kindOfPlain(value: unknown): Kind {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'int' : 'number';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' && value !== null ? 'map' : 'any';
}
