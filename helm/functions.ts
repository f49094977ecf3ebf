import { createHash } from 'node:crypto';
import { byCodePoint, goJson } from './go-json';
import { kindOfPlain, type Kind } from './kind';
import { asGoReads } from './go-regexp';
import { goString } from './go-string';

/** One operand as the printer sees it: its Go text, already parenthesised where needed, and its kind. */
export interface Operand {
  readonly text: string;
  readonly kind: Kind;
  /** The Go text in a place that only asks whether it is true. */
  readonly test: string;
  /** Its text is a boolean of Go, and not only something that Go takes for true or false. */
  readonly isBool?: boolean;
  /** The text itself, where it is a literal one. */
  readonly literal?: string;
}

interface TemplateFunction {
  readonly kind: Kind;
  /** What it computes, on concrete operands. It is total: it never throws on values that the schema lets through. */
  readonly evaluate: (...args: never[]) => unknown;
  /** The same in Go template text. */
  readonly go: (...args: Operand[]) => string;
  /** A shorter text for places that only ask whether it is true. */
  readonly goTest?: (...args: Operand[]) => string;
}

const present = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
const text = (value: unknown): string => (typeof value === 'string' ? value : goJson(value));

const whole = (operand: Operand): string => `(int64 ${operand.text})`;

/** Go refuses to compare a float64 with an int, and every number in a values file is a float64. */
function numbers(a: Operand, b: Operand): string {
  const type = a.kind === 'int' && b.kind === 'int' ? 'int64' : 'float64';
  const typed = ({ text: one }: Operand): string =>
    type === 'int64' && /^-?\d+$/.test(one) ? one : `(${type} ${one})`;
  return `${typed(a)} ${typed(b)}`;
}

/** Go refuses to compare what is not of one type: what may be of several types is compared by its JSON. */
function comparable(a: Operand, b: Operand): string {
  const numeric = ({ kind }: Operand): boolean => kind === 'int' || kind === 'number';
  if (numeric(a) && numeric(b)) return numbers(a, b);
  return a.kind === b.kind && (a.kind === 'string' || a.kind === 'bool')
    ? `${a.text} ${b.text}`
    : `(toJson ${a.text}) (toJson ${b.text})`;
}

function goText(operand: Operand): string {
  if (operand.kind === 'string') return operand.text;
  if (operand.kind !== 'any') return `(${operand.text} | toJson)`;
  return `(ternary ${operand.text} (toJson ${operand.text}) (kindIs "string" ${operand.text}))`;
}

/** `printf` with the literal texts in its format. */
function goConcat(parts: readonly Operand[]): string {
  const format = parts
    .map((part) => part.literal?.replaceAll('%', '%%') ?? (part.kind === 'int' ? '%d' : '%s'))
    .join('');
  const open = parts.filter((part) => part.literal === undefined);
  const values = open.map((part) => (part.kind === 'int' ? whole(part) : goText(part)));
  if (format === '%s') return values.join('');
  return `printf ${goString(format)} ${values.join(' ')}`;
}

/** The opposite, without a word too many. */
function negated({ test }: Operand): string {
  if (test.startsWith('(eq ')) return `ne ${test.slice('(eq '.length, -1)}`;
  return test.startsWith('(not (') ? test.slice('(not '.length, -1) : `not ${test}`;
}

// null, and what is missing, is of the kind "invalid"; an empty text is not given either, whatever else may stand there
function isGiven({ text: given, kind }: Operand): string {
  const missing = `kindIs "invalid" ${given}`;
  return kind === 'any' ? `not (or (${missing}) (eq (toString ${given}) ""))` : `not (${missing})`;
}

const spread = (operands: Operand[]): string => operands.map((operand) => operand.text).join(' ');
const tests = (operands: Operand[]): string => operands.map((operand) => operand.test).join(' ');

/** Go's `and` and `or` answer one of their operands, which need not be a boolean. */
function boolean(word: 'and' | 'or', operands: Operand[]): string {
  return operands.every(({ isBool }) => isBool === true)
    ? `${word} ${spread(operands)}`
    : `not (not (${word} ${tests(operands)}))`;
}

/**
 * The closed list of what a template may compute, each once for raw synth and once for Helm. `lookup`, `genCA`,
 * `randAlphaNum`, `now` and `tpl` have no place here: their results differ between two renderings of one input.
 */
export const functions = {
  isSet: {
    kind: 'bool',
    evaluate: (value: unknown) => present(value),
    go: (value) => (value.kind === 'string' ? `not (empty ${value.text})` : isGiven(value)),
    goTest: (value) => (value.kind === 'string' ? value.text : `(${isGiven(value)})`),
  },
  nonEmpty: {
    kind: 'bool',
    evaluate: (value: unknown) =>
      Array.isArray(value)
        ? value.length > 0
        : typeof value === 'object' && value !== null && Object.keys(value).length > 0,
    go: (value) => `not (empty ${value.text})`,
    goTest: (value) => value.text,
  },
  isKind: {
    kind: 'bool',
    evaluate: (kind: string, value: unknown) => goKindIs(kind, value),
    go: (kind, value) => `kindIs ${kind.text} ${value.text}`,
  },
  eq: {
    kind: 'bool',
    evaluate: (a: unknown, b: unknown) => goJson(a) === goJson(b),
    go: (a, b) => `eq ${comparable(a, b)}`,
  },
  gt: {
    kind: 'bool',
    evaluate: (a: number, b: number) => a > b,
    go: (a, b) => `gt ${numbers(a, b)}`,
  },
  not: { kind: 'bool', evaluate: (a: boolean) => !a, go: negated },
  and: {
    kind: 'bool',
    evaluate: (...all: boolean[]) => all.every(Boolean),
    go: (...all) => boolean('and', all),
    goTest: (...all) => `(and ${tests(all)})`,
  },
  or: {
    kind: 'bool',
    evaluate: (...all: boolean[]) => all.some(Boolean),
    go: (...all) => boolean('or', all),
    goTest: (...all) => `(or ${tests(all)})`,
  },
  matches: {
    kind: 'bool',
    evaluate: (pattern: string, value: unknown) => asGoReads(pattern).test(typeof value === 'string' ? value : ''),
    go: (pattern, value) =>
      `regexMatch ${pattern.text} ${value.kind === 'string' ? value.text : `(ternary ${value.text} "" (kindIs "string" ${value.text}))`}`,
  },
  // a pattern that users write: one that does not compile finds nothing, as in Helm
  searches: {
    kind: 'bool',
    evaluate: (pattern: string, value: string) => finds(pattern, value),
    go: (pattern, value) => `regexMatch ${pattern.text} ${value.text}`,
  },
  concat: {
    kind: 'string',
    evaluate: (...parts: unknown[]) => parts.map(text).join(''),
    go: (...parts) => goConcat(parts),
  },
  join: {
    kind: 'string',
    // of what is no list Helm makes something, too; nobody asks for it
    evaluate: (separator: string, list: unknown) => (Array.isArray(list) ? list.map(text).join(separator) : ''),
    go: (separator, list) => `join ${separator.text} ${list.text}`,
  },
  toJson: { kind: 'string', evaluate: (value: unknown) => goJson(value), go: (value) => `toJson ${value.text}` },
  // Helm's fromJson never fails: it answers a map with the key "Error"
  fromJson: { kind: 'map', evaluate: (value: string) => fromJson(value), go: (value) => `fromJson ${value.text}` },
  hash: {
    kind: 'string',
    evaluate: (length: number, value: unknown) => sha256(goJson(value)).slice(0, length),
    go: (length, value) => `trunc ${length.text} (sha256sum (toJson ${value.text}))`,
  },
  // a text of names, whose characters are bytes: the two count alike
  truncate: {
    kind: 'string',
    evaluate: (length: number, value: string) => value.slice(0, length),
    go: (length, value) => `trunc ${length.text} ${value.text}`,
  },
  field: {
    kind: 'any',
    evaluate: (map: unknown, key: string) => own(map, key),
    go: (map, key) => `index ${map.text} ${key.text}`,
  },
  // a list below maps of which none need be there; each step on the way is one of the schema's maps
  fieldWithin: {
    kind: 'list',
    evaluate: (map: unknown, ...keys: string[]) => keys.reduce((inner, key) => own(inner, key), map) ?? [],
    go: (map, ...keys) => `dig ${spread(keys)} list ${map.text}`,
  },
  hasField: {
    kind: 'bool',
    evaluate: (map: unknown, key: string) => typeof map === 'object' && map !== null && Object.hasOwn(map, key),
    go: (map, key) => `hasKey ${map.text} ${key.text}`,
  },
  keysBeside: {
    kind: 'list',
    evaluate: (map: object, ...known: string[]) => byCodePoint(Object.keys(map).filter((key) => !known.includes(key))),
    go: (map, ...known) =>
      known.length === 0 ? `sortAlpha (keys ${map.text})` : `sortAlpha (without (keys ${map.text}) ${spread(known)})`,
  },
  omit: {
    kind: 'map',
    evaluate: (map: object, ...keys: string[]) =>
      Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key))),
    go: (map, ...keys) => `omit ${map.text} ${spread(keys)}`,
  },
  orElse: {
    kind: 'any',
    evaluate: (value: unknown, fallback: unknown) => (present(value) ? value : fallback),
    go: (value, fallback) =>
      value.kind === 'string'
        ? `default ${fallback.text} ${value.text}`
        : `ternary ${value.text} ${fallback.text} (${isGiven(value)})`,
  },
  choose: {
    kind: 'any',
    evaluate: (test: boolean, yes: unknown, no: unknown) => (test ? yes : no),
    go: (test, yes, no) => `ternary ${yes.text} ${no.text} ${test.text}`,
  },
  count: {
    kind: 'int',
    evaluate: (list: unknown[]) => list.length,
    go: (list) => `len ${list.text}`,
  },
  add: {
    kind: 'int',
    evaluate: (...all: number[]) => all.map(Math.trunc).reduce((sum, one) => sum + one, 0),
    go: (...all) => `add ${spread(all)}`,
  },
  // Go's integers have no negative zero
  multiply: {
    kind: 'int',
    evaluate: (a: number, b: number) => Math.trunc(a) * Math.trunc(b) + 0,
    go: (a, b) => `mul ${a.text} ${b.text}`,
  },
  integer: {
    kind: 'int',
    evaluate: (value: string) => goInteger(value),
    go: (value) => `int64 ${value.text}`,
  },
  replace: {
    kind: 'string',
    evaluate: (pattern: string, value: unknown, by: string) => text(value).replace(asGoReads(pattern), () => by),
    go: (pattern, value, by) => `regexReplaceAllLiteral ${pattern.text} ${goText(value)} ${by.text}`,
  },
  // of ASCII alone, where the two languages agree
  lowerCase: {
    kind: 'string',
    evaluate: (value: string) => value.toLowerCase(),
    go: (value) => `lower ${value.text}`,
  },
  trimSuffix: {
    kind: 'string',
    evaluate: (suffix: string, value: string) =>
      value.endsWith(suffix) ? value.slice(0, value.length - suffix.length) : value,
    go: (suffix, value) => `trimSuffix ${suffix.text} ${value.text}`,
  },
} satisfies Record<string, TemplateFunction>;

export type FunctionName = keyof typeof functions;

/** The catalogue seen through its common interface, for the printer. */
export function functionNamed(name: FunctionName): TemplateFunction {
  return functions[name];
}

export function evaluate(name: FunctionName, args: readonly unknown[]): unknown {
  return (functions[name].evaluate as (...args: readonly unknown[]) => unknown)(...args);
}

export function sha256(value: string): string {
  return createHash('sha256').update(value, 'utf8').digest('hex');
}

function finds(pattern: string, value: string): boolean {
  try {
    return asGoReads(pattern).test(value);
  } catch {
    return false;
  }
}

function own(map: unknown, key: string): unknown {
  return typeof map === 'object' && map !== null && Object.hasOwn(map, key)
    ? (map as Record<string, unknown>)[key]
    : undefined;
}

function goKindIs(kind: string, value: unknown): boolean {
  const kinds = {
    string: 'string',
    int: 'float64',
    number: 'float64',
    bool: 'bool',
    map: 'map',
    list: 'slice',
    any: 'invalid',
  };
  return kinds[kindOfPlain(value)] === kind;
}

// as Go's strconv.ParseInt with base 0 reads it, which Helm's int64 asks; 0 for anything else
const goIntegers = /^([-+]?)(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO]?(?:_?[0-7])+|[1-9](?:_?[0-9])*|0)$/;

function goInteger(given: string): number {
  const digits = given.replace(/\.0+$/, '');
  if (!goIntegers.test(digits)) return 0;
  const plain = digits
    .replaceAll('_', '')
    .replace(/^[-+]/, '')
    .replace(/^0[oO]?(?=[0-7])/, '0o');
  const size = Number(plain);
  if (size >= 2 ** 63) return 0;
  return digits.startsWith('-') && size > 0 ? -size : size;
}

function fromJson(value: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(value);
    if (parsed === null) return {};
    if (typeof parsed === 'object' && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
    return { Error: 'not an object' };
  } catch {
    return { Error: 'not JSON' };
  }
}
