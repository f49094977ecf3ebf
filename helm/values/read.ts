import { parseDocument } from 'yaml';
import { isMap, type ValuesMap } from './coalesce';
import { problem, ProblemsError, valuesProblems } from './problems';

/**
 * Reads a values file, YAML or JSON, as Helm would.
 *
 * @param source what the text came from, for messages
 * @throws ProblemsError HELM1008 with every place where the text is not YAML, has a key twice, or is not a map
 */
export function readValues(text: string, source: string): ValuesMap {
  // 1.1, since Go's parser reads `yes` as true and `0755` as 493
  const document = parseDocument(text, { version: '1.1', merge: true, uniqueKeys: true, prettyErrors: true });
  if (document.errors.length > 0) {
    throw new ProblemsError(
      document.errors.map(({ message }) => problem(valuesProblems.unreadable, '', `${source}: ${message.split('\n')[0] ?? ''}`)),
    );
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (value === null || value === undefined) return {};
  if (!isMap(value)) throw new ProblemsError([problem(valuesProblems.unreadable, '', `${source}: the values must be a map of keys`)]);
  return value;
}
