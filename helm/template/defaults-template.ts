import type { z } from 'zod';
import { escaped, goString } from '../go-string';
import { fieldsOf, kindOfShape, shapeOf } from '../values/shape';
import { withoutActions } from './yaml-scalar';

const separator = '/';
const width = 120;
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** Named templates of a chart: their names and what stands in them. */
type NamedTemplates = readonly (readonly [name: string, body: string])[];

/** The line with which each template of a chart begins. */
export function fillInLine(chart: string): string {
  return `{{- include "${chart}.fill-in" . -}}\n`;
}

/**
 * The templates by which a chart fills in defaults itself. `helm upgrade --reuse-values` lays nothing over the defaults of the new
 * chart: what came later than the release lacks, and so does a key that the user set to null. Sprig's `merge` would do no good, to
 * which false and 0 are nothing; and within a map that is handed on whole a key that lacks was taken away.
 */
export function fillInTemplates(chart: string, schema: z.ZodType): NamedTemplates {
  const fields = Object.entries(fieldsOf(shapeOf(schema)) ?? {});
  // what has no type of its own is for the rules to judge, as it was given
  const wholes = ['global', 'enabled', ...fields.flatMap(([key, field]) => (isUntyped(field) ? [key] : []))];
  const sections = sectionsOf(schema, '').map(([path, defaults]) => {
    const lines = Object.entries(defaults).map(([key, value]) => `  ${json(key)}: ${json(value, '  ')}`);
    return [`${json(path)}:${lines.length === 0 ? ' {}' : ''}`, ...lines].join('\n');
  });
  const fillIn = [
    '{{- /* helm upgrade --reuse-values brings the values of the chart before: what came later gets its default here. */}}',
    '{{- /* A null takes an entry of a map away; Helm keeps it where the values that it reuses lack the entry. */}}',
    `{{- include "${chart}.without-nulls" (omit .Values ${wholes.map(goString).join(' ')}) }}`,
    '{{- $values := .Values }}',
    `{{- range $path, $defaults := include "${chart}.default-values" . | fromYaml }}`,
    '{{- $section := $values }}',
    `{{- range $key := without (splitList "${separator}" $path) "" }}`,
    '{{- if kindIs "invalid" (index $section $key) }}',
    '{{- $_ := set $section $key dict }}',
    '{{- end }}',
    '{{- $section = index $section $key }}',
    '{{- end }}',
    '{{- range $key, $default := $defaults }}',
    '{{- if kindIs "invalid" (index $section $key) }}',
    '{{- $_ := set $section $key $default }}',
    '{{- end }}',
    '{{- end }}',
    '{{- end }}',
  ];
  const withoutNulls = [
    '{{- range $key, $value := . }}',
    '{{- if kindIs "invalid" $value }}',
    '{{- $_ := unset $ $key }}',
    '{{- else if kindIs "map" $value }}',
    `{{- include "${chart}.without-nulls" $value }}`,
    '{{- end }}',
    '{{- end }}',
  ];
  return [
    [`${chart}.default-values`, sections.join('\n')],
    [`${chart}.without-nulls`, withoutNulls.join('\n')],
    [`${chart}.fill-in`, fillIn.join('\n')],
  ];
}

function isUntyped(field: z.ZodType): boolean {
  return kindOfShape(shapeOf(field)) === 'any';
}

/** The defaults of each section, by its path. */
function sectionsOf(schema: z.ZodType, path: string): [path: string, defaults: Record<string, unknown>][] {
  const defaults: [string, unknown][] = [];
  const below: [string, Record<string, unknown>][] = [];
  for (const [key, field] of Object.entries(fieldsOf(shapeOf(schema)) ?? {})) {
    const shape = shapeOf(field);
    if (fieldsOf(shape) && !shape.optional) {
      if (key.includes(separator)) throw new Error(`the key ${key} of a section must not hold "${separator}"`);
      below.push(...sectionsOf(field, path === '' ? key : `${path}${separator}${key}`));
    } else if (shape.default !== undefined) defaults.push([key, shape.default]);
  }
  return [[path, Object.fromEntries(defaults)], ...below];
}

/** What is long stands on several lines, of which each but the first is indented. */
function json(value: unknown, indent = ''): string {
  const line = JSON.stringify(value);
  const text = line.length <= width ? line : JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
  return withoutActions(text.replace(unprintable, escaped));
}
