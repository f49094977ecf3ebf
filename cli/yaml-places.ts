import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Pair,
} from 'yaml';
import { likeGo } from '../helm/values/go-scalars';
import { forbiddenCharacters, notYaml, yamlFaults } from '../helm/values/yaml-faults';
import type { Problem } from '../problems';
import { unusable } from './command-error';
import { shownPath } from './text-files';

/** A file's text as YAML reads it, with what is needed to say where something stands. */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** `file:line:column` of an offset into the text. */
export function placeAt({ file, lines }: Pick<YamlSource, 'file' | 'lines'>, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return shownPlace(file, Math.max(1, line), Math.max(1, col));
}

/** A place as it stands in messages. */
export function shownPlace(file: string, line: number, column: number): string {
  return `${shownPath(file)}:${line}:${column}`;
}

/** Why a text is not YAML, everything at once. */
export function yamlProblems(source: YamlSource): Problem[] {
  const lineOf = (offset: number): { line: number; col: number } => source.lines.linePos(offset);
  return yamlFaults(source.document, { lineOf, placeOf: (offset) => placeAt(source, offset) });
}

/**
 * A text as YAML, of which each scalar means what it means to Helm.
 *
 * @throws CommandError (2) with everything for which it is no YAML
 */
export function readLikeHelm(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const settings = { merge: true, uniqueKeys: true, prettyErrors: false, lineCounter: lines };
  const source: YamlSource = { file, text, document: parseDocument(text, { ...likeGo, ...settings }), lines };
  const faults = [...yamlProblems(source), ...forbiddenCharacters(text, (offset) => placeAt(source, offset))];
  if (faults.length > 0) throw unusable(...faults);
  return source;
}

// more than any manifest has, and too few to grow without bounds
const maxAliases = 1000;

/**
 * What a document says, as data.
 *
 * @throws CommandError (2) when an alias has no anchor, or when aliases make the document grow without bounds
 */
export function dataOf(source: YamlSource): unknown {
  try {
    return source.document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    const place = placeAt(source, offsetOfFaultyAlias(source.document) ?? 0);
    throw unusable(notYaml((error as Error).message, place));
  }
}

function offsetOfFaultyAlias(document: Document): number | undefined {
  let found: number | undefined;
  visit(document, {
    Alias: (_, node) => {
      if (node.resolve(document)) return undefined;
      found = node.range?.[0];
      return visit.BREAK;
    },
  });
  return found;
}

/**
 * Where a value stands: `file:line:column`. A value that is not there stands where its nearest ancestor does.
 *
 * @param path keys and indexes; a key with dots may be cut at them
 * @param what whether the key or the value is wanted
 */
export function placeOf(source: YamlSource, path: readonly string[], what: 'key' | 'value' = 'value'): string {
  let node: unknown = source.document.contents;
  let offset = offsetOf(node) ?? 0;
  let rest = path;
  while (rest.length > 0) {
    const step = stepInto(source.document, node, rest);
    if (!step) break;
    node = step.value;
    rest = rest.slice(step.taken);
    offset = (what === 'key' && rest.length === 0 ? step.key : undefined) ?? offsetOf(node) ?? step.key ?? offset;
  }
  return placeAt(source, offset);
}

/** The node at a path; undefined where there is none. */
export function nodeAt(source: YamlSource, path: readonly string[]): unknown {
  let node: unknown = source.document.contents;
  let rest = path;
  while (rest.length > 0) {
    const step = stepInto(source.document, node, rest);
    if (!step) return undefined;
    node = step.value;
    rest = rest.slice(step.taken);
  }
  return node;
}

interface Step {
  readonly value: unknown;
  /** Offset of the key. */
  readonly key?: number;
  /** How many parts of the path the key stands for. */
  readonly taken: number;
}

function stepInto(document: Document, node: unknown, path: readonly string[]): Step | undefined {
  const at: unknown = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(at)) {
    const value: unknown = at.items[Number(path[0])];
    return value === undefined ? undefined : { value, taken: 1 };
  }
  if (!isMap(at)) return undefined;
  for (let taken = 1; taken <= path.length; taken += 1) {
    const pair = at.items.find((one) => keyOf(one) === path.slice(0, taken).join('.'));
    if (!pair) continue;
    const key = offsetOf(pair.key);
    return { value: pair.value, taken, ...(key !== undefined && { key }) };
  }
  return undefined;
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) && !isPair(node) ? node.range?.[0] : undefined;
}
