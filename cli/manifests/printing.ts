import { manifestYaml } from '../../helm/manifest-yaml';
import type { Manifest } from '../../helm';
import type { ManifestDocument } from './reading';
import type { JudgedObject } from './verdicts';

/** A document and what became of its objects. */
export interface JudgedDocument {
  readonly document: ManifestDocument;
  readonly objects: readonly JudgedObject[];
}

/** Documents as one YAML text. One of which nothing changed is printed from its own source, with its comments. */
export function yamlOf(documents: readonly JudgedDocument[]): string {
  return documents
    .map((one) => {
      if (isChanged(one)) return manifestYaml([resultOf(one) as Manifest]);
      return one.document.source.document.toString({ directives: false, lineWidth: 0 });
    })
    .join('---\n');
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
