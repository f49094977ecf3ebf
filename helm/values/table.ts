import type { z } from 'zod';
import { docOfValue } from './limits';
import { fieldsOf, shapeOf } from './shape';

interface Row {
  readonly path: string;
  readonly default: string;
  readonly doc: string;
}

/** The chart's values as a Markdown table: key, default, meaning. */
export function valuesTable(schema: z.ZodType): string {
  const rows = rowsOf(schema, []).map((row) => `| \`${row.path}\` | ${row.default} | ${row.doc} |`);
  return ['| Key | Default | Meaning |', '|---|---|---|', ...rows].join('\n');
}

/** Every key that a user may set, dotted. */
export function valuePaths(schema: z.ZodType): string[] {
  return rowsOf(schema, []).map(({ path }) => path);
}

function rowsOf(schema: z.ZodType, path: readonly string[]): Row[] {
  return Object.entries(fieldsOf(shapeOf(schema)) ?? {}).flatMap(([key, field]) => {
    const shape = shapeOf(field);
    const here = [...path, key];
    if (fieldsOf(shape)) return rowsOf(field, here);
    return [{ path: here.join('.'), default: shownDefault(shape.default), doc: cell(docOfValue(shape)) }];
  });
}

function shownDefault(value: unknown): string {
  return value === undefined ? '–' : `\`${cell(JSON.stringify(value))}\``;
}

function cell(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll('|', '\\|');
}
