import { LineCounter, parseAllDocuments } from 'yaml';
import type { Problem } from '../../problems';
import { likeGo } from '../../helm/values/go-scalars';
import { forbiddenCharacters } from '../../helm/values/yaml-faults';
import { CommandError, exitCodes } from '../command-error';
import { emptyInput } from '../general-problems';
import { dataOf, placeAt, yamlProblems, type YamlSource } from '../yaml-places';

/** One document of a file, and the objects in it. */
export interface ManifestDocument {
  readonly source: YamlSource;
  /** Its part of the file, with the line that separates it from the one before. All parts together are the file. */
  readonly text: string;
  readonly data: unknown;
  /** The document itself, or the items of a List. */
  readonly objects: readonly ManifestObject[];
}

/** One object of a file. */
export interface ManifestObject {
  readonly source: YamlSource;
  /** Keys that lead to it within its document. */
  readonly path: readonly string[];
  readonly data: unknown;
}

/**
 * Reads the text of a file of manifests, YAML or JSON, as kubectl would: several documents, and Lists.
 *
 * @throws CommandError (2) when it is no YAML, or has nothing in it
 */
export function parseManifests(text: string, path: string): ManifestDocument[] {
  const lines = new LineCounter();
  const read = parseAllDocuments(text, {
    ...likeGo,
    merge: true,
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter: lines,
  });
  const sources = [...read].map((document): YamlSource => ({
    file: path,
    text,
    document: document,
    lines,
  }));
  const faults: Problem[] = [
    ...sources.flatMap(yamlProblems),
    ...forbiddenCharacters(text, (offset) => placeAt({ file: path, lines }, offset)),
  ];
  if (faults.length > 0) throw new CommandError(faults, exitCodes.usage);
  const documents = sources.map((source, index) => {
    const data = dataOf(source);
    const start = sources[index - 1]?.document.range?.[2] ?? 0;
    const part = text.slice(start, sources[index + 1] ? source.document.range?.[2] : text.length);
    return { source, text: part, data, objects: objectsIn(source, data) };
  });
  if (documents.every(({ data }) => data === null || data === undefined)) {
    const expected = 'a manifest of a Pod or of a workload';
    throw new CommandError([emptyInput(path, expected)], exitCodes.usage);
  }
  return documents;
}

function objectsIn(source: YamlSource, data: unknown): ManifestObject[] {
  // what stands between two separators may be nothing
  if (data === null || data === undefined) return [];
  const { kind, items } = data as { kind?: unknown; items?: unknown };
  if (kind !== 'List' || !Array.isArray(items)) return [{ source, path: [], data }];
  return items.map((item: unknown, index) => ({ source, path: ['items', String(index)], data: item }));
}

/** Kind and name of an object, as in `Deployment/cai-vllm`. */
export function titleOf(data: unknown): string {
  const { kind, metadata } = (data ?? {}) as { kind?: unknown; metadata?: { name?: unknown; generateName?: unknown } };
  const { name, generateName } = metadata ?? {};
  const called = typeof name === 'string' ? name : typeof generateName === 'string' ? `${generateName}*` : '';
  const what = typeof kind === 'string' ? kind : 'object without a kind';
  return called === '' ? what : `${what}/${called}`;
}
