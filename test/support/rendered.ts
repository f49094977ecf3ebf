import { writeFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { goJson } from '../../helm/go-json';
import type { Manifest } from '../../helm';
import { likeGo } from '../../helm/values/go-scalars';

/** The objects in what Helm printed, read with the meaning that Go's parser gives to scalars. */
export function parseRendered(text: string): Manifest[] {
  const objects: Manifest[] = [];
  for (const document of parseAllDocuments(text, { ...likeGo, uniqueKeys: true })) {
    const [error] = document.errors;
    if (error) throw new Error(`Helm printed what is no YAML: ${error.message}\n${text}`);
    const value: unknown = document.toJS();
    if (value !== null) objects.push(value as Manifest);
  }
  return objects;
}

/** Objects sorted by kind, namespace and name: the order of the files in a chart says nothing. */
export function sorted(objects: readonly Manifest[]): Manifest[] {
  const named = objects.map((object) => ({ object, identity: identity(object) }));
  return named.sort((a, b) => (a.identity < b.identity ? -1 : 1)).map(({ object }) => object);
}

function identity(object: Manifest): string {
  const { name, namespace } = (object.metadata ?? {}) as { name?: unknown; namespace?: unknown };
  return goJson([object.kind, namespace, name, object]);
}

/** The law of the engine: what Helm printed and what raw synth made are the same objects, but for Helm's own labels. */
export function sameObjects(printed: readonly Manifest[], raw: readonly Manifest[]): void {
  expect(sorted(printed.map(withoutHelmLabels))).toEqual(sorted(raw));
}

/** Of an object that a chart made: what raw synth makes of it. Each of Helm's labels must be there, and be right. */
export function withoutHelmLabels(object: Manifest): Manifest {
  const { labels, ...metadata } = object.metadata as { labels?: Record<string, unknown> };
  const {
    'helm.sh/chart': chart,
    'app.kubernetes.io/managed-by': manager,
    'app.kubernetes.io/version': version,
    ...rest
  } = labels ?? {};
  expect({ chart, manager, version }).toEqual({
    chart: expect.stringMatching(/^[a-z][a-z0-9-]*-\d+\.\d+\.\d+[-A-Za-z0-9._]*$/) as unknown,
    manager: 'Helm',
    version: expect.stringMatching(/^[A-Za-z0-9][-A-Za-z0-9._]*$/) as unknown,
  });
  return {
    ...object,
    metadata: { ...metadata, ...(Object.keys(rest).length > 0 && { labels: rest }) },
  };
}

/** Hooks are printed like all other objects; `helm test` runs those that say so. */
export function isTest(object: Manifest): boolean {
  const { annotations } = object.metadata as { annotations?: Record<string, unknown> };
  return annotations?.['helm.sh/hook'] === 'test';
}

// DEL to NEL, line and paragraph separators, BOM and the like are no harm when escaped. JSON's two-part escapes of
// characters beyond U+FFFF are no YAML, so those stand as they are
const exotic = /[\u007f-\uffff]/gu;

/** Values as JSON, which is YAML, in plain ASCII as far as YAML's escapes reach. */
export function valuesText(values: unknown): string {
  return JSON.stringify(values).replace(
    exotic,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function writeValues(path: string, values: unknown): string {
  writeFileSync(path, valuesText(values));
  return path;
}
