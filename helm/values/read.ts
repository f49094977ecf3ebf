import { parseDocument } from 'yaml';
import { isMap, type ValuesMap } from './coalesce';
import { likeGo } from './go-scalars';
import { problem, ProblemsError, valuesProblems } from './problems';

/**
 * Reads a values file, YAML or JSON, as Helm would.
 *
 * @param source what the text came from, for messages
 * @throws ProblemsError HELM1008 with every place where the text is not YAML, has a key twice, or is not a map
 */
export function readValues(text: string, source: string): ValuesMap {
  const document = parseDocument(text, { ...likeGo, merge: true, uniqueKeys: true, prettyErrors: true });
  if (document.errors.length > 0) {
    throw new ProblemsError(
      document.errors.map(({ message }) =>
        problem(valuesProblems.unreadable, '', `${source}: ${message.split('\n')[0] ?? ''}`),
      ),
    );
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (value === null || value === undefined) return {};
  if (!isMap(value))
    throw new ProblemsError([problem(valuesProblems.unreadable, '', `${source}: the values must be a map of keys`)]);
  return value;
}
