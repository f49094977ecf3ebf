import * as fc from 'fast-check';
import { z } from 'zod';
import { shapeOf } from '../../helm/values/shape';
import { hostileText } from './hostile-text';

// refused: CAI1013
const impossibleKeys = new Set(['<<', '__proto__', 'constructor']);

type Values = Record<string, unknown>;

/** A copy, made of this realm's objects: cdk8s takes those of structuredClone, another realm's, for unions. */
export function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Values that a user may give to a chart of this schema: keys that need not be there sometimes are not. */
export function valuesFor(schema: z.ZodType): fc.Arbitrary<Values> {
  return arbitraryFor(schema) as fc.Arbitrary<Values>;
}

function arbitraryFor(schema: z.ZodType, insideWhole = false): fc.Arbitrary<unknown> {
  const { schema: inner, struct } = shapeOf(schema);
  // nothing is laid over what is inside of a list or of a structure of Kubernetes
  const insideList = insideWhole || struct;
  if (inner instanceof z.ZodLiteral) return fc.constantFrom(...inner.values);
  if (inner instanceof z.ZodString) return textFor(inner);
  if (inner instanceof z.ZodEnum) return fc.constantFrom(...inner.options);
  if (inner instanceof z.ZodNumber) return numberFor(inner);
  if (inner instanceof z.ZodBoolean) return fc.boolean();
  if (inner instanceof z.ZodUnion)
    return fc.oneof(...inner.options.map((option) => arbitraryFor(option as z.ZodType, insideList)));
  if (inner instanceof z.ZodArray) return fc.array(arbitraryFor(inner.element as z.ZodType, true), lengthsOf(inner));
  if (inner instanceof z.ZodRecord) {
    const keys = textFor(inner.keyType as z.ZodString).filter((key) => !impossibleKeys.has(key));
    return fc.dictionary(keys, arbitraryFor(inner.valueType as z.ZodType, insideList), {
      maxKeys: 4,
      noNullPrototype: true,
    });
  }
  if (inner instanceof z.ZodObject) return objectFor(inner, insideList);
  return anything;
}

function lengthsOf(list: z.ZodArray): { minLength: number; maxLength: number } {
  const checks = (list.def.checks ?? []) as {
    _zod: { def: { minimum?: number; maximum?: number; length?: number } };
  }[];
  const all = checks.map((check) => check._zod.def);
  const minLength = Math.max(0, ...all.map(({ minimum, length }) => length ?? minimum ?? 0));
  const most = Math.min(...all.map(({ maximum, length }) => length ?? maximum ?? Infinity), Infinity);
  return { minLength, maxLength: Math.min(most, Math.max(4, minLength)) };
}

function objectFor(schema: z.ZodObject, insideList: boolean): fc.Arbitrary<Values> {
  const fields = Object.entries<z.ZodType>(schema.shape);
  // what is left out of an item of a list has no default to come from
  const required = fields.filter(([, field]) => insideList && !shapeOf(field).optional).map(([key]) => key);
  const model = Object.fromEntries(fields.map(([key, field]) => [key, arbitraryFor(field, insideList)]));
  return fc.record(model, { requiredKeys: required, noNullPrototype: true });
}

function textFor(schema: z.ZodString): fc.Arbitrary<string> {
  const texts = schema.format === 'regex' ? patterns(schema) : hostileText;
  return texts.filter((text) => schema.safeParse(text).success);
}

// reading a long pattern takes a while, and one schema holds it many times
const made = new Map<string, fc.Arbitrary<string>>();

function matching(pattern: RegExp): fc.Arbitrary<string> {
  const texts = made.get(pattern.source) ?? withoutStacks(() => fc.stringMatching(pattern));
  made.set(pattern.source, texts);
  return texts;
}

/** While it reads a pattern fast-check throws and catches errors by the ten thousand; nobody sees where they were thrown. */
function withoutStacks<T>(make: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function patterns(schema: z.ZodString): fc.Arbitrary<string> {
  const checks = (schema.def.checks ?? []) as { _zod: { def: { pattern?: RegExp } } }[];
  const pattern = checks.map((check) => check._zod.def.pattern).find((one) => one !== undefined);
  if (!pattern) throw new Error('a text schema says it has a pattern and has none');
  return matching(pattern);
}

function numberFor(schema: z.ZodNumber): fc.Arbitrary<number> {
  const min = Math.max(schema.minValue ?? -1e15, -1e300);
  const max = Math.min(schema.maxValue ?? 1e15, 1e300);
  if (schema.format !== null) {
    const edges = fc
      .constantFrom(0, 1, min, max, 1_000_000, Number.MAX_SAFE_INTEGER)
      .filter((number) => number >= min && number <= max);
    return fc.oneof(fc.integer({ min: Math.max(min, -1e9), max: Math.min(max, 1e9) }), edges);
  }
  const edges = fc
    .constantFrom(0, 1, 0.1, 1e-7, 1.5, 1e6, 1e20, 1e21, -2.5e-9)
    .filter((number) => number >= min && number <= max);
  return fc
    .oneof(fc.double({ min, max, noNaN: true, noDefaultInfinity: true }), edges)
    .map((number) => (number === 0 ? 0 : number));
}

const anything = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    hostileText,
    fc.boolean(),
    fc.integer(),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(
      hostileText.filter((key) => !impossibleKeys.has(key)),
      tie('tree'),
      { maxKeys: 3, noNullPrototype: true },
    ),
  ),
})).tree;
