import { manifestYaml } from '../../helm/manifest-yaml';
import type { Manifest } from '../../helm';
import type { ManifestDocument } from './reading';
import type { JudgedObject } from './verdicts';

/** A document and what became of its objects. */
export interface JudgedDocument {
  readonly document: ManifestDocument;
  readonly objects: readonly JudgedObject[];
}

/** Documents as one YAML text. One of which nothing changed keeps its bytes. */
export function yamlOf(documents: readonly JudgedDocument[]): string {
  const texts = documents.map((one, index) => {
    if (index === 0) return textOf(one);
    const isNextFile = documents[index - 1]?.document.source.text !== one.document.source.text;
    const text = separated(textOf(one));
    // within a file the marker stands there already
    return isNextFile && directives.test(text) ? `...\n${text}` : text;
  });
  return texts.join('');
}

// directives may stand only where the document before has ended
const directives = /^(?:[ \t]*(?:#.*)?\r?\n)*%/u;

function textOf(one: JudgedDocument): string {
  const text = isChanged(one) ? manifestYaml([resultOf(one) as Manifest]) : one.document.text;
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

// blank lines, comments and directives may stand before it
const separator = /^(?:[ \t]*(?:[#%].*)?\r?\n)*---/u;

function separated(text: string): string {
  return separator.test(text) ? text : `---\n${text}`;
}

/** Documents as one JSON text: the object, or a List where there are several. */
export function jsonOf(documents: readonly JudgedDocument[]): string {
  const results = documents.filter(({ document }) => document.objects.length > 0).map(resultOf);
  const [only, ...others] = results;
  const result = others.length === 0 ? only : { apiVersion: 'v1', kind: 'List', items: results.flatMap(itemsOf) };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

function isChanged({ objects }: JudgedDocument): boolean {
  return objects.some(({ object, of }) => object !== of.data);
}

/** What the document says after its objects have changed. */
function resultOf({ document, objects }: JudgedDocument): unknown {
  const [first] = objects;
  if (first === undefined || first.of.path.length === 0) return first?.object ?? document.data;
  return { ...(document.data as object), items: objects.map(({ object }) => object) };
}

// kubectl takes no List in a List
function itemsOf(result: unknown): unknown[] {
  const { kind, items } = (result ?? {}) as { kind?: unknown; items?: unknown };
  return kind === 'List' && Array.isArray(items) ? items : [result];
}
