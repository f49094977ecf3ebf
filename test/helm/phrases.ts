import * as fc from 'fast-check';
import { z } from 'zod';
import {
  add,
  and,
  concat,
  cond,
  count,
  eq,
  field,
  fieldWithin,
  fromJson,
  gt,
  hasField,
  hash,
  integer,
  isBoolean,
  isList,
  isMap,
  isSet,
  isString,
  join,
  keysBeside,
  lowerCase,
  matches,
  multiply,
  ne,
  nonEmpty,
  not,
  omit,
  or,
  orElse,
  replace,
  searches,
  toJson,
  trimSuffix,
  truncate,
  type Input,
} from '../../helm';
import { hostileText } from '../support/hostile-text';

const small = z.int().min(-1000).max(1000);
const map = z.record(z.string(), z.union([z.string(), small, z.boolean(), z.array(z.string())]));
const anything = z.union([z.string(), small, z.boolean(), z.array(z.string()), map]);

/** Values of every kind, for expressions to work on. */
export const wordsSchema = z.strictObject({
  text1: z.string().default('a text'),
  text2: z.string().default('0755'),
  digits: z
    .string()
    .regex(/^-?[0-9]{1,4}$/)
    .default('12'),
  optionalText: z.string().optional(),
  enumeration: z.enum(['yes', 'no']).default('yes'),
  int1: small.default(1000),
  int2: small.default(0),
  number1: z.number().min(-1e9).max(1e9).default(0.5),
  number2: z.number().min(0).max(1).default(1),
  bool1: z.boolean().default(true),
  bool2: z.boolean().default(false),
  optionalInt: small.optional(),
  list1: z.array(z.string()).default([]),
  list2: z.array(z.string()).default(['b', 'a']),
  map1: map.default({}),
  map2: map.default({ a: 'b', c: 3 }),
  any1: anything.optional(),
  any2: anything.default('any'),
});

type Words = Input<z.infer<typeof wordsSchema>>;

/** An expression that can be said of references and of values alike. */
export interface Phrase {
  readonly shown: string;
  /** The functions of the catalogue that it uses. */
  readonly uses: readonly string[];
  readonly say: (values: Words) => unknown;
}

function phrase(shown: string, uses: readonly string[], say: (values: Words) => unknown): Phrase {
  const made = { shown, uses, say };
  // how fast-check shows a counterexample
  Object.defineProperty(made, 'toString', { value: () => shown });
  return made;
}

type Say = (...operands: never[]) => unknown;

/** A function of the language; `uses` names the catalogue's functions behind it where they are called otherwise. */
function call(
  name: string,
  say: Say,
  operands: fc.Arbitrary<Phrase>[],
  uses: readonly string[] = [name],
): fc.Arbitrary<Phrase> {
  return fc
    .tuple(...operands)
    .map((given) =>
      phrase(
        `${name}(${given.map(({ shown }) => shown).join(', ')})`,
        [...uses, ...given.flatMap((one) => one.uses)],
        (values) => say(...(given.map((one) => one.say(values)) as never[])),
      ),
    );
}

function refs(...keys: (keyof z.infer<typeof wordsSchema>)[]): fc.Arbitrary<Phrase> {
  return fc.constantFrom(...keys).map((key) => phrase(key, [], (values) => values[key]));
}

function literal(arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<Phrase> {
  return arbitrary.map((value) => phrase(JSON.stringify(value), [], () => value));
}

const keys = literal(fc.constantFrom('a', 'c', '', 'b-c', 'd.e', '{{', '"'));
const patterns = literal(fc.constantFrom('^[a-z]', '\\s', '[0-9]+$', '', 'a|b', '"', '`', '^$', '\\{\\{', '[^a]', 'é'));
const whole = fc.integer({ min: -1000, max: 1000 });

const {
  text,
  int,
  number,
  bool,
  list,
  map: maps,
  any,
} = fc.letrec<Record<'text' | 'int' | 'number' | 'bool' | 'list' | 'map' | 'any', Phrase>>((tie) => {
  const of = (kind: 'text' | 'int' | 'number' | 'bool' | 'list' | 'map' | 'any') => tie(kind);
  const value = fc.oneof(of('text'), of('int'), of('number'), of('bool'), of('list'), of('map'), of('any'));
  const options = { depthSize: 'small', withCrossShrink: true } as const;
  return {
    text: fc.oneof(
      options,
      refs('text1', 'text2', 'digits', 'enumeration'),
      literal(hostileText),
      call('concat', concat, [of('text'), value, of('any')]),
      call('concat', concat, [of('text')]),
      call('join', join, [literal(hostileText), of('list')]),
      call('toJson', toJson, [value]),
      call('toJson', (a: unknown, b: unknown) => toJson({ a, list: [b, 'x', 1, true] }), [of('text'), value]),
      call('hash', hash, [literal(fc.integer({ min: 1, max: 64 })), value]),
      call('cond', cond, [of('bool'), of('text'), of('text')], ['choose']),
      call('orElse', orElse, [refs('optionalText', 'text1', 'text2'), of('text')]),
      call('replace', replace, [patterns, of('text'), literal(hostileText)]),
      call(
        'truncate',
        (length: number, given: unknown) => truncate(length, hash(64, given)),
        [literal(fc.integer({ min: 0, max: 70 })), value],
        ['truncate', 'hash'],
      ),
      call(
        'lowerCase',
        (given: string, ascii: Input<string>) => lowerCase(concat(given, ascii)),
        [literal(fc.constantFrom('AbC', 'authType', 'X-Y_z.9', '')), refs('enumeration', 'digits')],
        ['lowerCase', 'concat'],
      ),
      call('trimSuffix', trimSuffix, [literal(fc.constantFrom('', 'a', ' ', '/', '}}')), of('text')]),
    ),
    int: fc.oneof(
      options,
      refs('int1', 'int2'),
      literal(whole),
      call('add', add, [of('int'), of('int'), of('int')]),
      call('multiply', multiply, [of('int'), literal(whole)]),
      call('count', count, [of('list')]),
      call('integer', integer, [fc.oneof(refs('digits', 'text1'), of('text'))]),
      call('cond', cond, [of('bool'), of('int'), of('int')], ['choose']),
      call('orElse', orElse, [refs('optionalInt', 'int1'), of('int')]),
    ),
    number: fc.oneof(
      options,
      refs('number1', 'number2'),
      literal(fc.constantFrom(0.5, 1e-7, -2.25)),
      call('cond', cond, [of('bool'), of('number'), of('number')], ['choose']),
    ),
    bool: fc.oneof(
      options,
      refs('bool1', 'bool2'),
      call('isSet', isSet, [
        fc.oneof(refs('optionalText', 'optionalInt', 'any1', 'list1', 'map1', 'number2', 'bool1'), value),
      ]),
      call('nonEmpty', nonEmpty, [fc.oneof(of('list'), of('map'))]),
      ...Object.entries({ isString, isBoolean, isMap, isList }).map(([name, ask]) =>
        call(name, ask, [fc.oneof(refs('any1'), of('any'))], ['isKind']),
      ),
      call('eq', eq, [of('text'), of('text')]),
      call('eq', eq, [refs('enumeration'), literal(fc.constantFrom('yes', 'no'))]),
      call('eq', eq, [of('bool'), of('bool')]),
      call('eq', eq, [fc.oneof(of('int'), of('number')), fc.oneof(of('int'), of('number'))]),
      call('ne', ne, [of('any'), value], ['eq', 'not']),
      call('eq', eq, [value, value]),
      call('gt', gt, [fc.oneof(of('int'), of('number')), fc.oneof(of('int'), of('number'))]),
      call('not', not, [of('bool')]),
      call('and', and, [of('bool'), of('bool'), of('bool')]),
      call('or', or, [of('bool'), of('bool')]),
      call('matches', matches, [patterns, fc.oneof(of('text'), of('any'))]),
      call('searches', searches, [fc.oneof(patterns, literal(fc.constantFrom('(', '[', 'a{2,1}'))), of('text')]),
      call('hasField', hasField, [of('map'), keys]),
      call(
        'isNoJson',
        (given: Input<string>) => hasField(fromJson(given), 'Error'),
        [of('text')],
        ['hasField', 'fromJson'],
      ),
    ),
    list: fc.oneof(
      options,
      refs('list1', 'list2'),
      call('fieldWithin', (given: unknown, key: string) => fieldWithin({ a: { b: given } }, ['a', key]), [
        of('list'),
        literal(fc.constantFrom('b', 'c')),
      ]),
      call('keysBeside', (given: unknown, ...known: string[]) => keysBeside(given, known), [of('map'), keys, keys]),
    ),
    map: fc.oneof(
      options,
      refs('map1', 'map2'),
      call('omit', omit, [of('map'), keys, keys]),
      call('thereAndBack', (given: unknown) => fromJson(toJson(given)), [of('map')], ['fromJson', 'toJson']),
    ),
    any: fc.oneof(
      options,
      refs('any2'),
      call('field', field, [of('map'), keys]),
      call('cond', cond, [of('bool'), of('text'), of('int')], ['choose']),
      call('orElse', orElse, [refs('any1', 'any2', 'optionalText', 'optionalInt'), value]),
    ),
  };
});

/** Expressions of every kind. */
export const phrases: fc.Arbitrary<Phrase> = fc.oneof(text, int, number, bool, list, maps, any);
