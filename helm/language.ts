import type { IConstruct } from 'constructs';
import {
  Expression,
  holdsExpression,
  isAlwaysSet,
  isExpression,
  isOptional,
  kindOf,
  nodeOf,
  type Kind,
  type Input,
} from './expression';
import { evaluate, functionNamed, sha256, type FunctionName } from './functions';
import { goJson } from './go-json';

/*
 * The words in which constructs and charts state decisions. On plain operands each answers at once with a plain value;
 * on a template expression it answers with an expression that Helm decides.
 */

type Test = Input<boolean>;

// `never` fits every type: each word below says what its function answers
function call(fn: FunctionName, args: readonly unknown[], kind: Kind = functionNamed(fn).kind): never {
  if (!args.some(holdsExpression)) return evaluate(fn, args) as never;
  return new Expression({ op: 'call', fn, args }, kind, { alwaysSet: isCertainCall(fn, args, kind) }) as never;
}

function isCertainCall(fn: FunctionName, args: readonly unknown[], kind: Kind): boolean {
  if (fn === 'concat') return args.some(isAlwaysSet);
  if (fn === 'field') return false;
  if (fn === 'orElse') return isAlwaysSet(args[1]);
  if (fn !== 'choose') return kind !== 'string' || fn === 'hash' || fn === 'toJson';
  return isAlwaysSet(args[1]) && isAlwaysSet(args[2]);
}

/** Whether a value was given. `null` and the empty string count as not given, `0` and `false` as given. */
export const isSet = (value: unknown): Test =>
  isExpression(value) && isAlwaysSet(value) ? true : call('isSet', [value]);
/** Whether a list has items or a map has keys. */
export const nonEmpty = (value: unknown): Test => call('nonEmpty', [value]);
// an empty text in the place of an optional value counts as not given, so it is no text either
export const isString = (value: unknown): Test => {
  const test: Test = call('isKind', ['string', value]);
  return isExpression(value) && isOptional(value) ? and(test, isSet(value)) : test;
};
export const isBoolean = (value: unknown): Test => call('isKind', ['bool', value]);
export const isMap = (value: unknown): Test => call('isKind', ['map', value]);
export const isList = (value: unknown): Test => call('isKind', ['slice', value]);
export const eq = (a: unknown, b: unknown): Test => call('eq', [a, b]);
export const ne = (a: unknown, b: unknown): Test => not(eq(a, b));
export const gt = (a: Input<number>, b: Input<number>): Test => call('gt', [a, b]);

export function not(test: Test): Test {
  const node = isExpression(test) ? nodeOf(test) : undefined;
  if (node?.op === 'call' && node.fn === 'not') return node.args[0] as Test;
  return call('not', [test]);
}

export function and(...tests: Test[]): Test {
  if (tests.includes(false)) return false;
  const open = tests.flatMap((test) => sameCalls('and', test)).filter((test) => test !== true);
  if (open.length < 2) return open[0] ?? true;
  return call('and', open);
}

export function or(...tests: Test[]): Test {
  if (tests.includes(true)) return true;
  const open = tests.flatMap((test) => sameCalls('or', test)).filter((test) => test !== false);
  if (open.length < 2) return open[0] ?? false;
  return call('or', open);
}

/** The tests of a nested call, which need no parentheses of their own. */
function sameCalls(fn: 'and' | 'or', test: Test): readonly Test[] {
  const node = isExpression(test) ? nodeOf(test) : undefined;
  return node?.op === 'call' && node.fn === fn ? (node.args as readonly Test[]) : [test];
}

/** Whether a text matches a regular expression, given as text that both JavaScript and Go's RE2 understand alike. */
export const matches = (pattern: Input<string>, value: unknown): Test => call('matches', [pattern, value]);
/** Whether a regular expression of the user's finds something in a text; one that is none finds nothing. */
export const searches = (pattern: Input<string>, value: Input<string>): Test => call('searches', [pattern, value]);
/** Texts and numbers joined into one text. Anything but a text goes in as its JSON. */
export function concat(...parts: unknown[]): Input<string> {
  const merged = mergedTexts(parts.flatMap(partsOf));
  if (merged.length === 1 && isExpression(merged[0]) && kindOf(merged[0]) === 'string') return merged[0];
  return call('concat', merged);
}
/**
 * Text with values in it, of which any may be known to Helm alone: {@link concat} as a template literal. It is typed as
 * the text that it will be.
 */
export function text(literals: TemplateStringsArray, ...values: unknown[]): string {
  // the type of the answer is the one cast of the engine, as `asInputs` is on the way in
  return concat(...literals.flatMap((literal, at) => [literal, ...values.slice(at, at + 1)])) as string;
}
export const join = (separator: string, list: unknown): Input<string> => call('join', [separator, list]);
/** JSON text in the bytes of Helm's `toJson`. */
export const toJson = (value: unknown): Input<string> => call('toJson', [value]);
/** The map that a JSON text describes; for a text that is no JSON object, a map with the key `Error`. */
export const fromJson = (text: Input<string>): Input<Record<string, unknown>> => call('fromJson', [text]);
/** The first digits of the SHA-256 of a value, to make a name that changes with it. */
export const hash = (length: number, value: unknown): Input<string> => call('hash', [length, value]);
export const field = (map: unknown, key: string, kind: Kind = 'any'): Input<string> => call('field', [map, key], kind);
/** A list below maps, empty where one of them or the list itself is missing. */
export const fieldWithin = (map: unknown, keys: readonly string[]): Input<unknown[]> =>
  call('fieldWithin', [map, ...keys]);
export const hasField = (map: unknown, key: string): Test => call('hasField', [map, key]);
/** The keys of a map other than the given ones, sorted. */
export const keysBeside = (map: unknown, known: readonly string[]): Input<string[]> =>
  call('keysBeside', [map, ...known]);
export const omit = (map: unknown, ...keys: string[]): Input<Record<string, string>> => call('omit', [map, ...keys]);
/** How many items a list has. */
export const count = (list: unknown): Input<number> => call('count', [list]);
export const add = (...numbers: Input<number>[]): Input<number> => call('add', numbers);
export const multiply = (a: Input<number>, b: Input<number>): Input<number> => call('multiply', [a, b]);
export const integer = (digits: Input<string>): Input<number> => call('integer', [digits]);
export const replace = (pattern: string, value: Input<string>, by: string): Input<string> =>
  call('replace', [pattern, value, by]);
/** The first characters of a text that has none beyond ASCII. */
export const truncate = (length: number, value: Input<string>): Input<string> => call('truncate', [length, value]);
export const lowerCase = (value: Input<string>): Input<string> => call('lowerCase', [value]);
export const trimSuffix = (suffix: string, value: Input<string>): Input<string> => call('trimSuffix', [suffix, value]);

function partsOf(part: unknown): readonly unknown[] {
  const node = isExpression(part) ? nodeOf(part) : undefined;
  return node?.op === 'call' && node.fn === 'concat' ? node.args : [part];
}

function mergedTexts(parts: readonly unknown[]): unknown[] {
  return parts.reduce<unknown[]>((merged, part) => {
    const last = merged.at(-1);
    if (typeof last === 'string' && typeof part === 'string') return [...merged.slice(0, -1), last + part];
    return [...merged, part];
  }, []);
}

/** One of two scalars. For structures use {@link when}. */
export function cond<T>(test: Test, yes: T, no: T): T {
  if (!isExpression(test)) return test ? yes : no;
  return call('choose', [test, yes, no], kindOf(yes) === kindOf(no) ? kindOf(yes) : 'any');
}

/** The first value if it is set, else the second. */
export function orElse<T>(value: T | Expression | undefined, fallback: T | Expression): T | Expression {
  if (isAlwaysSet(value)) return value as T | Expression;
  if (!isExpression(value)) return fallback;
  const kind = kindOf(value) === kindOf(fallback) ? kindOf(value) : 'any';
  return call('orElse', [value, fallback], kind);
}

/**
 * A field, list item or structure that exists only when a test holds. Give a function where the value may be computed
 * only then.
 */
export function when<T>(test: Test, then: T | (() => T), otherwise?: T | (() => T)): T | undefined {
  const produce = (branch: T | (() => T) | undefined): T | undefined =>
    typeof branch === 'function' ? (branch as () => T)() : branch;
  if (!isExpression(test)) return produce(test ? then : otherwise);
  const value = produce(then);
  return new Expression({ op: 'when', test, then: value, otherwise: produce(otherwise) }, kindOf(value)) as T;
}

/** Several list items that stand in the place of one. */
class ItemGroup {
  public constructor(public readonly items: readonly unknown[]) {}
}

/** List items made from each item of a list. Stands among the arguments of {@link items}. */
export function each<I>(list: Input<I[]>, make: (item: I) => unknown): unknown {
  if (!isExpression(list)) {
    const made: unknown[] = (list as I[]).map(make);
    return new ItemGroup(made.flatMap((one) => (one instanceof ItemGroup ? one.items : [one])));
  }
  const item = itemOf(list);
  return new Expression({ op: 'each', list, item, body: make(item as I) }, 'list');
}

interface ItemShape {
  readonly kind: Kind;
  readonly addFields: (item: Expression) => void;
}

const itemShapes = new WeakMap<object, ItemShape>();

/** Tells of what kind an item of a list is, and how a reference to it gets its references to the item's own fields. */
export function describeItems(list: Expression, addFields: (item: Expression) => void, kind: Kind = 'any'): void {
  itemShapes.set(list, { kind, addFields });
}

export function itemOf(list: Expression): Expression {
  const shape = itemShapes.get(list);
  const item = new Expression({ op: 'item' }, shape?.kind ?? 'any');
  shape?.addFields(item);
  return item;
}

/** All items of a list as they are. Stands among the arguments of {@link items}. */
export function all(list: unknown): unknown {
  return isExpression(list)
    ? new Expression({ op: 'splice', list }, 'list')
    : new ItemGroup((list as unknown[] | undefined) ?? []);
}

/** A list made of items, some of which may be absent or several. An empty list is left out with its field. */
export function items(...parts: unknown[]): unknown[] | undefined {
  const flat: unknown[] = parts
    .flatMap((part) => (part instanceof ItemGroup ? part.items : [part]))
    .filter((part) => part !== undefined);
  if (flat.length === 0) return undefined;
  const presences = flat.map(presence);
  // whether one of the items that each(...) makes is there after all, no template can ask beforehand
  if (!presences.includes(true) && flat.some(mayMakeNothing)) {
    throw new Error(
      'every item may be absent although the list of each(...) is not empty: give items(...) one that is always there',
    );
  }
  return presentWhenAny(flat, presences);
}

function mayMakeNothing(part: unknown): boolean {
  const node = isExpression(part) ? nodeOf(part) : undefined;
  return node?.op === 'each' && presence(node.body) !== true;
}

/** A map some of whose fields may be absent. An empty map is left out with its field. */
export function fields(map: Record<string, unknown>): Record<string, unknown> | undefined {
  const given = Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
  if (Object.keys(given).length === 0) return undefined;
  const literal = Object.keys(given).filter((key) => !isSpread(key));
  // a literal key wins over the same key of a spread map even where the literal one is absent
  const rest = (spreadMap: unknown): unknown => (literal.length === 0 ? spreadMap : omit(spreadMap, ...literal));
  return presentWhenAny(
    given,
    Object.entries(given).map(([key, value]) => (isSpread(key) ? nonEmpty(rest(value)) : presence(value))),
  );
}

function presentWhenAny<T>(structure: T, presences: Test[]): T {
  return when(or(...presences), presences.length === 1 ? alone(structure) : structure) as T;
}

/** A structure whose only member exists whenever the structure does: the member need not ask again. */
function alone<T>(structure: T): T {
  const settled = (value: unknown): unknown => {
    const node = isExpression(value) ? nodeOf(value) : undefined;
    return node?.op === 'when' && node.otherwise === undefined ? node.then : value;
  };
  if (Array.isArray(structure)) return structure.map(settled) as T;
  return Object.fromEntries(Object.entries(structure as object).map(([key, value]) => [key, settled(value)])) as T;
}

/** Whether a field with this value is there at all. */
export function presence(value: unknown): Test {
  if (!isExpression(value)) return true;
  const node = nodeOf(value);
  if (node.op === 'when') {
    const yes = presence(node.then);
    const then = and(node.test as Test, yes);
    if (node.otherwise === undefined) return then;
    const no = presence(node.otherwise);
    return yes === true && no === true ? true : or(then, and(not(node.test as Test), no));
  }
  if (node.op === 'each' || node.op === 'splice') return nonEmpty(node.list);
  return isOptional(value) ? isSet(value) : true;
}

/** A map or list, left out when it is empty. */
export function omitEmpty<T>(value: T): T | undefined {
  return when(nonEmpty(value), value);
}

let spreads = 0;
// a private-use character: no field of Kubernetes and no label starts with it
const spreadMark = '\uE000';

/**
 * The keys of a map among the keys of a literal, as in `{...spread(labels), app: 'x'}`. Put it first: the literal's
 * own keys win.
 */
export function spread(map: unknown): Record<string, unknown> {
  if (!isExpression(map)) return { ...(map as Record<string, unknown> | undefined) };
  return { [`${spreadMark}${String(spreads++).padStart(9, '0')}`]: map };
}

export function isSpread(key: string): boolean {
  return key.startsWith(spreadMark);
}

/** The SHA-256 of a rendered structure, for an annotation that makes Pods roll when the structure changes. */
export function checksum(structure: unknown): Input<string> {
  return holdsExpression(structure)
    ? new Expression({ op: 'checksum', of: structure }, 'string', { alwaysSet: true })
    : sha256(goJson(structure));
}

/**
 * JSON text of a structure in which fields and items may be absent or several, where {@link toJson} takes values alone.
 * In the bytes of Helm's `toJson`.
 */
export function jsonText(structure: object): Input<string> {
  return holdsExpression(structure)
    ? new Expression({ op: 'json', of: structure }, 'string', { alwaysSet: true })
    : goJson(structure);
}

/**
 * An expression that the chart defines once in its `_helpers.tpl`, for what is used in several places.
 *
 * @param owner the construct whose word it is: the path goes into the name, so that two such constructs fit into a chart.
 * Without one, a second expression of the same name gets a number
 */
export function named<T>(name: string, value: T, owner?: IConstruct): T {
  if (!isExpression(value)) return value;
  return new Expression({ op: 'named', name, of: value, owner }, kindOf(value), {
    optional: isOptional(value),
    alwaysSet: isAlwaysSet(value),
  }) as T;
}
