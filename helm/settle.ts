import type { IConstruct } from 'constructs';
import type { z } from 'zod';
import { dotted, isLimit, isWithin, pointerOfDotted, ProblemsError, type Problem } from '../problems';
import { holdsExpression, isExpression, isPlain, type Input } from './expression';
import { asApi } from './kubernetes/api-names';
import { reportProps } from './rules';
import { isMap, type ValuesMap } from './values/coalesce';
import { valueProblems } from './values/parse';
import { fieldsOf, isOpaque, itemOfList, kindOfShape, shapeOf, type Shape } from './values/shape';
import { unwritableIn } from './values/unwritable';

/**
 * Props as a construct works with them: every default filled in, objects turned into what stands in a manifest, and
 * whatever is wrong with them made wrong with the construct, everything at once. Template expressions go through: what
 * stands in their place Helm checks by the same description.
 *
 * @param schema the description of the props
 * @param props what the user gave, or a tree of references in its shape
 */
export function settle<S extends z.ZodType>(construct: IConstruct, schema: S, props: object): Input<z.output<S>> {
  const given = valuesOf(schema, props) as ValuesMap;
  if (checked.has(props)) return laidOver(schema, given, 'use') as Input<z.output<S>>;
  const full = laidOver(schema, given, 'check') as ValuesMap;
  const problems = problemsIn(schema, full);
  reportProps(construct, problems);
  // a value of the right type can be gone on with: rules that meet another in its place would say what is not so
  const wrong = problems.filter((problem) => !isLimit(problem)).map(({ at }) => dotted(at));
  // without another construct there is nothing to go on with
  if (opaqueKeys(schema).some((key) => wrong.includes(key))) throw new ProblemsError(problems);
  const sound = wrong.includes('') ? {} : (without(given, wrong) as ValuesMap);
  return laidOver(schema, sound, 'use') as Input<z.output<S>>;
}

const checked = new WeakSet();

/**
 * Values that were checked already, or references to them, in the place of props: those of a chart, which its schema has
 * checked, or settled props that one construct hands to another. A quantity stands where a prop is a `Size`, a name where
 * it is a Secret. {@link settle} takes them and does not check them again, which would report each mistake under two places.
 * Literals belong into props, which are checked.
 */
export function asProps(values: object): never {
  checked.add(values);
  return values as never;
}

/**
 * {@link settle} for what is no construct, and so cannot tell later what is wrong.
 *
 * @param path what the props are to those who gave them
 * @throws ProblemsError with everything that is wrong
 */
export function settleOrThrow<S extends z.ZodType>(schema: S, props: object, path: string): Input<z.output<S>> {
  const given = valuesOf(schema, props);
  const problems = problemsIn(schema, laidOver(schema, given, 'check') as ValuesMap);
  const above = pointerOfDotted(path);
  if (problems.length > 0) throw new ProblemsError(problems.map((one) => one.movedTo({ at: `${above}${one.at}` })));
  return laidOver(schema, given, 'use') as Input<z.output<S>>;
}

/** Of settled props those that another construct has too. */
export function only(schema: z.ZodObject, settled: object): object {
  return Object.fromEntries(Object.entries(settled).filter(([key]) => Object.hasOwn(schema.shape, key)));
}

function opaqueKeys(schema: z.ZodType): string[] {
  const fields = Object.entries(fieldsOf(shapeOf(schema)) ?? {});
  return fields.filter(([, field]) => isOpaque(shapeOf(field))).map(([key]) => key);
}

function problemsIn(schema: z.ZodType, full: ValuesMap): Problem[] {
  const known = knownNow(full) as ValuesMap;
  const open = openPaths(full).map(pointerOfDotted);
  // what code alone can give is no value that a template would print
  const printed = without(known, opaqueKeys(schema)) as ValuesMap;
  const found = [...valueProblems(schema, known), ...unwritableIn(printed)];
  return found.filter(({ at }) => !open.some((one) => isWithin(at, one)));
}

/** What was given, each object as the value that stands for it. */
function valuesOf(schema: z.ZodType, given: unknown): unknown {
  const shape = shapeOf(schema);
  const fields = fieldsOf(shape);
  if (given === undefined || given === null) return undefined;
  if (fields) {
    if (typeof given !== 'object' || Array.isArray(given)) return given;
    return sectionOf(fields, given as ValuesMap);
  }
  const item = itemOfList(shape);
  if (item && Array.isArray(given)) return given.map((one) => valuesOf(item, one));
  return isOpaque(shape) ? given : valueOf(given, shape);
}

function sectionOf(fields: Readonly<Record<string, z.ZodType>>, given: ValuesMap): ValuesMap {
  // an object such as a service account has more than the part of it that is asked for
  const keys = isPlain(given) || isExpression(given) ? Object.keys(given) : Object.keys(fields);
  return Object.fromEntries(
    keys.flatMap((key): [string, unknown][] => {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
      const value = field ? valuesOf(field, given[key]) : given[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

interface Convertible {
  readonly toMebibytes?: (this: unknown, options: object) => number;
  readonly toSeconds?: (this: unknown, options: object) => number;
  readonly toMilliseconds?: (this: unknown, options: object) => number;
  readonly name?: unknown;
}

// by what they can do, not by their classes: two copies of cdk8s may be installed side by side
function valueOf(given: unknown, shape: Shape): unknown {
  if (typeof given !== 'object' || given === null || isExpression(given)) return given;
  const { toMebibytes, toSeconds, toMilliseconds, name } = given as Convertible;
  // parts of a unit go through, for the description to refuse
  if (toMebibytes) return `${toMebibytes.call(given, { rounding: 2 })}Mi`;
  if (toSeconds && toMilliseconds) {
    const seconds = toSeconds.call(given, { integral: false });
    if (kindOfShape(shape) !== 'string') return seconds;
    return Number.isInteger(seconds) ? `${seconds}s` : `${toMilliseconds.call(given, { integral: false })}ms`;
  }
  if (kindOfShape(shape) === 'string' && !isPlain(given) && !Array.isArray(given)) return name;
  return asApi(given);
}

/**
 * Values laid over the defaults: parts key by key, and everything else replaces.
 *
 * @param purpose a default of a key that must be given shows what to write: it is used, but it counts as nothing
 */
function laidOver(schema: z.ZodType, given: unknown, purpose: Purpose): unknown {
  const shape = shapeOf(schema);
  const fields = fieldsOf(shape);
  if (fields && (given === undefined ? !shape.optional : isMap(given)))
    return partLaidOver(fields, { given: given as ValuesMap | undefined, shape, purpose });
  // for templates an empty text is the same as none
  if (given === undefined || (given === '' && shape.optional))
    return shape.meta.mustBeGiven === true && purpose === 'check' ? undefined : shape.default;
  const item = itemOfList(shape);
  return item && Array.isArray(given) ? given.map((one) => laidOver(item, one, purpose)) : given;
}

type Purpose = 'check' | 'use';

interface Part {
  readonly given: ValuesMap | undefined;
  readonly shape: Shape;
  readonly purpose: Purpose;
}

function partLaidOver(fields: Readonly<Record<string, z.ZodType>>, { given, shape, purpose }: Part): ValuesMap {
  const { mustBeGiven, switchable } = shape.meta;
  // of a part that may be left out nothing need be given
  const asked = given === undefined && mustBeGiven !== true ? 'use' : purpose;
  const all = { ...given };
  for (const [key, field] of Object.entries(fields)) {
    const value = laidOver(field, all[key], asked);
    if (value === undefined) Reflect.deleteProperty(all, key);
    else all[key] = value;
  }
  if (switchable === true && given !== undefined && given.enabled === undefined) all.enabled = true;
  return all;
}

/** The same without the places at fault: their defaults take over, so that rules do not trip over them. */
function without(value: unknown, paths: readonly string[], at = ''): unknown {
  if (!isMap(value) || isExpression(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
      const here = at === '' ? key : `${at}.${key}`;
      if (paths.some((path) => path === here)) return [];
      const below = paths.filter((path) => path.startsWith(`${here}.`));
      if (below.length === 0) return [[key, one]];
      return Array.isArray(one) ? [] : [[key, without(one, below, here)]];
    }),
  );
}

/** The same without what only Helm knows. */
function knownNow(value: unknown): unknown {
  if (!isMap(value) || !isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (isOpen(one) ? [] : [[key, knownNow(one)] as const])),
  );
}

function openPaths(value: unknown, at = ''): string[] {
  if (!isMap(value) || !isPlain(value)) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    const here = at === '' ? key : `${at}.${key}`;
    return isOpen(one) ? [here] : openPaths(one, here);
  });
}

function isOpen(value: unknown): boolean {
  return isExpression(value) || (Array.isArray(value) && holdsExpression(value));
}
