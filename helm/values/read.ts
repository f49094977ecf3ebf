import { parseDocument, type Document } from 'yaml';
import { isMap, type ValuesMap } from './coalesce';
import { likeGo } from './go-scalars';
import { ProblemsError, type Problem } from '../../problems';
import { valuesProblems } from './problems';

/**
 * Reads a values file, YAML or JSON, as Helm would.
 *
 * @param source what the text came from, for messages
 * @throws ProblemsError HELM1008 with every place where the text is not YAML, has a key twice, or is not a map
 */
export function readValues(text: string, source: string): ValuesMap {
  const document = parseDocument(text, { ...likeGo, merge: true, uniqueKeys: true, prettyErrors: true });
  if (document.errors.length > 0) {
    throw new ProblemsError(document.errors.map(({ message }) => unreadable(source, message.split('\n')[0] ?? '')));
  }
  const value = resolved(document, source);
  if (value === null || value === undefined) return {};
  if (!isMap(value)) throw new ProblemsError([unreadable(source, 'the values must be a map of keys')]);
  return value;
}

// an alias without its anchor, or a document that grows without bounds, shows only now
function resolved(document: Document, source: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new ProblemsError([unreadable(source, (error as Error).message)]);
  }
}

function unreadable(source: string, says: string): Problem {
  return valuesProblems.unreadable.at('', { says }).movedTo({ place: source });
}
