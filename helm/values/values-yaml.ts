import type { YAMLMap } from 'yaml';
import { Document, isMap, Pair, Scalar, type Node } from 'yaml';
import { z } from 'zod';
import { isMap as isPlainMap, type ValuesMap } from './coalesce';
import { docOfValue } from './limits';
import { isTextToAll, printed, quote } from '../yaml-text';
import { fieldsOf, metaOf, shapeOf, type Shape } from './shape';

const width = 110;

/**
 * values.yaml: every key with its comment and default; keys without a default are shown commented out.
 *
 * @param given values to show in the place of defaults and examples
 */
export function valuesYaml(schema: z.ZodType, heading: string, given: ValuesMap = {}): string {
  const document = new Document(undefined, { version: '1.1' });
  const map = document.createNode({}) as unknown as YAMLMap;
  addFields(map, { schema, given }, document);
  document.contents = map;
  const text = printed(document);
  return `${comment(heading, '')}\n\n${withCommentedKeys(text)}`;
}

const commentedKey = '__commented__';
// a section of which every key is commented out would read as null
const emptyKey = '__empty__';

/** A part of the description, with the values given for it. */
interface Part {
  readonly schema: z.ZodType;
  readonly given: unknown;
}

function addFields(map: YAMLMap, part: Part, document: Document): void {
  for (const [key, field] of partsOf(part)) {
    const shape = shapeOf(field.schema);
    const node = new Scalar(markOf(field) + key);
    node.commentBefore = wrapped(docOfValue(shape), width);
    if (map.items.length > 0) node.spaceBefore = true;
    map.add(new Pair(node, content(field, document)));
  }
}

function partsOf({ schema, given }: Part): [key: string, part: Part][] {
  const within = isPlainMap(given) ? given : {};
  const fields = Object.entries(fieldsOf(shapeOf(schema)) ?? {});
  return fields.map(([key, field]) => [
    key,
    { schema: field, given: Object.hasOwn(within, key) ? within[key] : undefined },
  ]);
}

function valueOf({ schema, given }: Part): unknown {
  return given === undefined ? shapeOf(schema).default : given;
}

function markOf(part: Part): string {
  if (!fieldsOf(shapeOf(part.schema))) return valueOf(part) === undefined ? commentedKey : '';
  return partsOf(part).every(([, field]) => markOf(field) === commentedKey) ? emptyKey : '';
}

function content(part: Part, document: Document): Node {
  if (fieldsOf(shapeOf(part.schema))) {
    const inner = document.createNode({}) as unknown as YAMLMap;
    addFields(inner, part, document);
    return inner;
  }
  const value = valueOf(part);
  const node = document.createNode(value === undefined ? exampleOf(part.schema) : value) as Node;
  quoteTexts(node);
  return node;
}

function exampleOf(field: z.ZodType): unknown {
  let schema = field;
  while ('unwrap' in schema && typeof schema.unwrap === 'function') {
    const { example } = metaOf(schema);
    if (example !== undefined) return example;
    schema = (schema.unwrap as () => z.ZodType)();
  }
  return metaOf(schema).example ?? placeholder(shapeOf(schema));
}

/** Something of the right type, where the description gives no example. */
function placeholder({ schema }: Shape): unknown {
  if (schema instanceof z.ZodBoolean) return false;
  if (schema instanceof z.ZodNumber) return schema.minValue !== null && schema.minValue > 0 ? schema.minValue : 0;
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodArray) return [];
  return schema instanceof z.ZodObject || schema instanceof z.ZodRecord ? {} : '';
}

function quoteTexts(node: Node): void {
  if (node instanceof Scalar && typeof node.value === 'string') quote(node);
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (key instanceof Scalar && !isTextToAll(String(key.value))) quote(key);
      quoteTexts(value as Node);
    }
  }
  if ('items' in node && !isMap(node)) for (const item of node.items as Node[]) quoteTexts(item);
}

/** Turns the lines of marked keys into comments, with whatever stands below them. */
function withCommentedKeys(text: string): string {
  let below: number | undefined;
  return text
    .split('\n')
    .map((line) => {
      const indent = line.length - line.trimStart().length;
      if (line.trimStart().startsWith(commentedKey)) below = indent;
      else if (below !== undefined && line.trim() !== '' && indent <= below) below = undefined;
      if (line.trimStart().startsWith(emptyKey)) return `${line.replace(emptyKey, '')} {}`;
      if (below === undefined || line.trim() === '') return line;
      return `${line.slice(0, below)}# ${line.slice(below).replace(commentedKey, '')}`;
    })
    .join('\n');
}

function wrapped(text: string, limit: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, limit))
    .map((line) => ` ${line}`)
    .join('\n');
}

function wrapLine(line: string, limit: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + word.length + 1 > limit) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

function comment(text: string, indent: string): string {
  return wrapped(text, width)
    .split('\n')
    .map((line) => `${indent}#${line}`)
    .join('\n');
}
