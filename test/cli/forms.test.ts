import { z } from 'zod';
import { description } from '../../cli/description/description';

/** Every schema within a schema. */
function within(schema: unknown, seen = new Set<unknown>()): z.ZodType[] {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return [];
  seen.add(schema);
  if (!(schema instanceof z.ZodType)) return Object.values(schema).flatMap((part) => within(part, seen));
  return [schema, ...Object.values(schema.def).flatMap((part) => within(part, seen))];
}

test('whatever must have a form says it in words, in cai.yaml and in the values of the charts', () => {
  const patterns = within(description).flatMap((schema) => {
    if (!(schema instanceof z.ZodString)) return [];
    return (schema.def.checks ?? []).flatMap((check) => {
      const { format, pattern, error } = check._zod.def as { format?: string; pattern?: RegExp; error?: () => string };
      return format === 'regex' ? [{ pattern: String(pattern), words: error?.() }] : [];
    });
  });
  expect(patterns.length).toBeGreaterThan(30);
  expect(patterns.filter(({ words }) => words === undefined || /[/^\\]\^?\(/.test(words))).toEqual([]);
});
