import { LineCounter, parseDocument, type Document } from 'yaml';
import { inputProblems, ProblemsError, type Problem } from '../../problems';
import { isMap, type ValuesMap } from './coalesce';
import { likeGo } from './go-scalars';
import { forbiddenCharacters, notYaml, yamlFaults } from './yaml-faults';

/**
 * Reads a values file, YAML or JSON, as Helm would.
 *
 * @param source what the text came from, for messages
 * @throws ProblemsError with every place where the text is not YAML, has a key twice, or is not a map
 */
export function readValues(text: string, source: string): ValuesMap {
  const lines = new LineCounter();
  const settings = { merge: true, uniqueKeys: true, prettyErrors: false, lineCounter: lines };
  const document = parseDocument(text, { ...likeGo, ...settings });
  const lineOf = (offset: number): { line: number; col: number } => lines.linePos(offset);
  const placeOf = (offset: number): string => `${source}:${lineOf(offset).line}:${lineOf(offset).col}`;
  const faults = [...yamlFaults(document, { lineOf, placeOf }), ...forbiddenCharacters(text, placeOf)];
  if (faults.length > 0) throw new ProblemsError(faults);
  const value = resolved(document, source);
  if (value === null || value === undefined) return {};
  if (!isMap(value)) throw new ProblemsError([notAMap(value, 'the file').movedTo({ place: source })]);
  return value;
}

/** A file whose whole is no map of keys. */
export function notAMap(value: unknown, document: string): Problem {
  return inputProblems.wrongType.at('', { value, rule: 'a map of keys' }, { document });
}

// an alias without its anchor, or a document that grows without bounds, shows only now
function resolved(document: Document, source: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw new ProblemsError([notYaml((error as Error).message, source)]);
  }
}
