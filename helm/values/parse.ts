import { z } from 'zod';
import { coalesce, isMap, type ValuesMap } from './coalesce';
import { didYouMean, problem, shown, valuesProblems, type Problem } from './problems';
import { fieldsOf, itemOfList, kindOfShape, shapeOf, type Shape } from './shape';
import { unwritableIn } from './unwritable';

// Helm hands `global` to every chart, and a parent chart may switch a subchart by `enabled`
const alwaysAllowed = { global: 'object', enabled: 'boolean' };

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

/**
 * Reads a user's values as Helm would: laid over the defaults, then checked against the same description from which
 * values.schema.json is made. Reports every problem.
 */
export function parseValues<V>(schema: z.ZodType<V>, given: ValuesMap): { values: V; problems: Problem[] } {
  const full = coalesce(defaultsOf(schema), given);
  const misused = takeAlwaysAllowed(schema, full);
  const problems = [...valueProblems(schema, full), ...misused, ...unwritableIn(full)];
  return { values: withoutEmptyTexts(schema, withoutNulls(schema, full)) as V, problems };
}

/**
 * What is wrong with values into which the defaults are laid already.
 *
 * @param above dotted path of the place that the values stand at, for the messages
 */
export function valueProblems(schema: z.ZodType, full: ValuesMap, above = ''): Problem[] {
  const checked = strict(schema).safeParse(withoutNulls(schema, full));
  if (checked.success) return [];
  return checked.error.issues.flatMap((issue) => explain(issue, { schema, values: full, above }));
}

function takeAlwaysAllowed(schema: z.ZodType, full: ValuesMap): Problem[] {
  const own = fieldsOf(shapeOf(schema)) ?? {};
  return Object.entries(alwaysAllowed).flatMap(([key, expected]) => {
    if (Object.hasOwn(own, key) || !Object.hasOwn(full, key)) return [];
    const value = full[key];
    Reflect.deleteProperty(full, key);
    if (expected === 'object' ? isMap(value) : typeof value === expected) return [];
    return [problem(valuesProblems.wrongType, key, `${key} is ${shown(value)}; it must be ${wanted(expected)}`)];
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

type Issue = z.core.$ZodIssue;

interface Checked {
  readonly schema: z.ZodType;
  readonly values: ValuesMap;
  readonly above: string;
}

function explain(issue: Issue, { schema, values, above }: Checked): Problem[] {
  const path = issue.path.map(String);
  const where = dotted(above, ...path);
  const at = where === '' ? 'the values' : where;
  const shape = shapeAt(schema, path);
  const value = shape && holdsSecret(shape) ? 'the value given (not shown)' : shown(valueAt(values, path));
  switch (issue.code) {
    case 'unrecognized_keys': {
      const allowed = allowedKeys(issue, schema, path);
      return issue.keys.map((key) => {
        const full = dotted(where, key);
        return problem(valuesProblems.unknownKey, full, `${full} is not a key${didYouMean(key, allowed)}`);
      });
    }
    case 'invalid_type':
      if (valueAt(values, path) === undefined) {
        return [
          problem(valuesProblems.missing, where, `${at} has no value; it must be ${wanted(expectedOf(issue, shape))}`),
        ];
      }
      return [
        problem(valuesProblems.wrongType, where, `${at} is ${value}; it must be ${wanted(expectedOf(issue, shape))}`),
      ];
    case 'invalid_union':
      return [problem(valuesProblems.wrongType, where, `${at} is ${value}; it must be ${unionWanted(issue)}`)];
    case 'invalid_format':
      return [
        problem(
          valuesProblems.pattern,
          where,
          `${at} is ${value}; it must match ${issue.pattern ?? issue.format}${hint(shape)}`,
        ),
      ];
    case 'too_small':
      return [
        problem(
          valuesProblems.range,
          where,
          `${at} is ${value}; it must be at least ${issue.minimum.toString()}${counted(issue.origin)}`,
        ),
      ];
    case 'too_big':
      return [
        problem(
          valuesProblems.range,
          where,
          `${at} is ${value}; it must be at most ${issue.maximum.toString()}${counted(issue.origin)}`,
        ),
      ];
    case 'invalid_value':
      return [
        problem(
          valuesProblems.notOneOf,
          where,
          `${at} is ${value}; it must be one of ${issue.values.map(shown).join(', ')}`,
        ),
      ];
    case 'invalid_key':
      return [problem(valuesProblems.badKey, where, `${at}: the key ${shown(path.at(-1))} ${keyRule(issue.issues)}`)];
    default:
      return [problem(valuesProblems.wrongType, where, `${at} is ${value}: ${issue.message}`)];
  }
}

function dotted(...steps: readonly string[]): string {
  return steps.filter((step) => step !== '').join('.');
}

// zod asks for a number first and for a whole one only then
function expectedOf(issue: z.core.$ZodIssueInvalidType, shape: Shape | undefined): string {
  return shape && kindOfShape(shape) === 'int' ? 'int' : issue.expected;
}

function holdsSecret(shape: Shape): boolean {
  return shape.secret || Object.values(fieldsOf(shape) ?? {}).some((field) => holdsSecret(shapeOf(field)));
}

const words: Record<string, string> = {
  string: 'a text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function wanted(expected: string): string {
  return words[expected] ?? expected;
}

function unionWanted(issue: z.core.$ZodIssueInvalidUnion): string {
  const expected = issue.errors.flatMap((branch) =>
    branch.map((one) => (one.code === 'invalid_type' ? wanted(one.expected) : one.message)),
  );
  return [...new Set(expected)].join(' or ');
}

function counted(origin: string): string {
  if (origin === 'array') return ' items';
  return origin === 'string' ? ' characters' : '';
}

function keyRule(issues: readonly Issue[]): string {
  const [first] = issues;
  return first?.code === 'invalid_format' ? `must match ${first.pattern ?? first.format}` : 'is not allowed';
}

function hint(shape: Shape | undefined): string {
  return shape?.doc ? ` (${shape.doc.split('\n')[0] ?? ''})` : '';
}

function allowedKeys(issue: Issue, schema: z.ZodType, path: readonly string[]): string[] {
  const inner = shapeAt(schema, path)?.schema;
  return inner instanceof z.ZodObject && issue.code === 'unrecognized_keys' ? Object.keys(inner.shape) : [];
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

function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as ValuesMap)[key] : undefined),
    values,
  );
}
