import { z } from 'zod';
import { inputProblems, jsonPointer, type Pointer, type Problem } from '../../problems';
import { problemsOfIssue, wanted, type SchemaFacts } from '../../problems/zod-issues';
import { coalesce, isMap, type ValuesMap } from './coalesce';
import { fieldsOf, itemOfList, kindOfShape, shapeOf, type Shape } from './shape';
import { unwritableIn } from './unwritable';

/** What any chart may be told: Helm hands `global` to each, and a parent chart may switch a subchart by `enabled`. */
export const alwaysAllowed = {
  global: {
    description: 'Values that a parent chart shares with all its charts. This chart reads none.',
    type: 'object',
  },
  enabled: { description: 'For a condition of a parent chart. This chart does not read it.', type: 'boolean' },
} as const;

/** The values.yaml of the chart as data. */
export function defaultsOf(schema: z.ZodType): ValuesMap {
  const result: [string, unknown][] = [];
  for (const [key, field] of Object.entries(fieldsOf(shapeOf(schema)) ?? {})) {
    const shape = shapeOf(field);
    if (fieldsOf(shape) && !shape.optional) result.push([key, defaultsOf(field)]);
    else if (shape.default !== undefined) result.push([key, shape.default]);
  }
  return Object.fromEntries(result);
}

/** Whether a value need not be given: it is optional, or a default takes its place. */
export function mayLack(field: z.ZodType): boolean {
  const shape = shapeOf(field);
  const fields = fieldsOf(shape);
  if (shape.optional || (shape.default !== undefined && !fields)) return true;
  return fields !== undefined && Object.values(fields).every(mayLack);
}

/** Values in which a default stands for whatever lacks or is null, as the templates of a chart fill it in. */
function filledIn(schema: z.ZodType, values: ValuesMap): ValuesMap {
  const all: ValuesMap = { ...values };
  for (const [key, field] of Object.entries(fieldsOf(shapeOf(schema)) ?? {})) {
    const shape = shapeOf(field);
    const value = Object.hasOwn(all, key) ? (all[key] ?? undefined) : undefined;
    if (fieldsOf(shape) && !shape.optional) {
      if (value === undefined ? mayLack(field) : isMap(value)) all[key] = filledIn(field, (value ?? {}) as ValuesMap);
    } else if (value === undefined && shape.default !== undefined) all[key] = shape.default;
  }
  return all;
}

/**
 * Reads a user's values as Helm would: laid over the defaults, then checked against the same description from which
 * values.schema.json is made. Reports every problem.
 *
 * @param charts keys below which the values of charts stand. @default - the whole is those of one
 */
export function parseValues<V>(
  schema: z.ZodType<V>,
  given: ValuesMap,
  charts?: readonly string[],
): { values: V; problems: Problem[] } {
  const full = filledIn(schema, coalesce(defaultsOf(schema), given));
  const misused = charts?.flatMap((key) => ofSection(schema, full, key)) ?? takeAlwaysAllowed(schema, full, '');
  const problems = [...valueProblems(schema, full), ...misused, ...unwritableIn(full)];
  return { values: withoutEmptyTexts(schema, withoutNulls(schema, full)) as V, problems };
}

/** What is wrong with values into which the defaults are laid already. */
export function valueProblems(schema: z.ZodType, full: ValuesMap): Problem[] {
  const checked = strict(schema).safeParse(withoutNulls(schema, full));
  if (checked.success) return [];
  const facts = (path: readonly string[]): SchemaFacts | undefined => factsAt(schema, path);
  return checked.error.issues.flatMap((issue) => problemsOfIssue(issue, full, facts));
}

function ofSection(schema: z.ZodType, full: ValuesMap, key: string): Problem[] {
  const section = fieldsOf(shapeOf(schema))?.[key];
  const values = full[key];
  return section && isMap(values) ? takeAlwaysAllowed(section, values, jsonPointer(key)) : [];
}

/** Takes what any chart may be told out of the values of one. */
function takeAlwaysAllowed(schema: z.ZodType, full: ValuesMap, above: Pointer): Problem[] {
  const own = fieldsOf(shapeOf(schema)) ?? {};
  return Object.entries(alwaysAllowed).flatMap(([key, { type }]) => {
    if (Object.hasOwn(own, key) || !Object.hasOwn(full, key)) return [];
    const value = full[key];
    Reflect.deleteProperty(full, key);
    if (type === 'object' ? isMap(value) : typeof value === type) return [];
    const details = { value, rule: wanted(type) };
    return [inputProblems.wrongType.at(`${above}${jsonPointer(key)}`, details, { notation: 'dotted' })];
  });
}

const stricts = new WeakMap<z.ZodType, z.ZodType>();

/** The same schema without defaults: what Helm checks is the sum of values and defaults. */
function strict(schema: z.ZodType): z.ZodType {
  const known = stricts.get(schema) ?? makeStrict(schema);
  stricts.set(schema, known);
  return known;
}

function makeStrict(schema: z.ZodType): z.ZodType {
  const shape = shapeOf(schema);
  const fields = fieldsOf(shape);
  const item = itemOfList(shape);
  let result = shape.schema;
  if (fields)
    result = z.strictObject(Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, strict(field)])));
  else if (item && fieldsOf(shapeOf(item))) result = limitsKept(z.array(strict(item)), shape);
  return shape.optional ? result.optional() : result;
}

function limitsKept(list: z.ZodArray, shape: Shape): z.ZodArray {
  return list.check(...((shape.schema.def.checks ?? []) as z.core.$ZodCheck<unknown[]>[]));
}

function withoutNulls(schema: z.ZodType, value: unknown): unknown {
  return cleaned(schema, value, (one) => one === null);
}

// for the templates an empty text is the same as none; raw synth must see it so too
function withoutEmptyTexts(schema: z.ZodType, value: unknown): unknown {
  return cleaned(schema, value, (one) => one === '');
}

function cleaned(schema: z.ZodType, value: unknown, drop: (value: unknown) => boolean): unknown {
  const shape = shapeOf(schema);
  const item = itemOfList(shape);
  if (item && Array.isArray(value)) return value.map((one) => cleaned(item, one, drop));
  const fields = fieldsOf(shape);
  if (!fields || !isMap(value)) return value;
  const kept = Object.entries(value).filter(([key, one]) => {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    return !(field && shapeOf(field).optional && drop(one));
  });
  return Object.fromEntries(
    kept.map(([key, one]) => [key, Object.hasOwn(fields, key) && fields[key] ? cleaned(fields[key], one, drop) : one]),
  );
}

/** What messages need to know of the schema at a path. */
function factsAt(schema: z.ZodType, path: readonly string[]): SchemaFacts | undefined {
  const shape = shapeAt(schema, path);
  if (!shape) return undefined;
  return {
    keys: shape.schema instanceof z.ZodObject ? Object.keys(shape.schema.shape) : [],
    purpose: shape.doc.split('\n')[0] ?? '',
    isWholeNumber: kindOfShape(shape) === 'int',
    isSecret: holdsSecret(shape),
  };
}

function holdsSecret(shape: Shape): boolean {
  return shape.secret || Object.values(fieldsOf(shape) ?? {}).some((field) => holdsSecret(shapeOf(field)));
}

function shapeAt(schema: z.ZodType, path: readonly string[]): Shape | undefined {
  let shape: Shape | undefined = shapeOf(schema);
  for (const key of path) {
    const inner: z.ZodType | undefined = shape?.schema;
    let next: unknown;
    if (inner instanceof z.ZodObject) next = (inner.shape as Record<string, z.ZodType>)[key];
    else if (inner instanceof z.ZodArray) next = inner.element;
    else if (inner instanceof z.ZodRecord) next = inner.valueType;
    shape = next ? shapeOf(next as z.ZodType) : undefined;
  }
  return shape;
}
