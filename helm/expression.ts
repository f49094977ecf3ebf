import type { IConstruct } from 'constructs';
import type { FunctionName } from './functions';
import { kindOfPlain, type Kind } from './kind';

export type { Kind } from './kind';

/** Where a reference starts: `.Values`, `.Release`, `.Chart`, or the item of an enclosing `range`. */
export type Root = 'Values' | 'Release' | 'Chart' | Expression;

/** The syntax of an expression. Operands are literals, expressions, or structures that contain expressions. */
export type Node =
  | { readonly op: 'ref'; readonly root: Root; readonly path: readonly string[] }
  | { readonly op: 'call'; readonly fn: FunctionName; readonly args: readonly unknown[] }
  | { readonly op: 'when'; readonly test: unknown; readonly then: unknown; readonly otherwise?: unknown }
  | { readonly op: 'item' }
  | { readonly op: 'each'; readonly list: Expression; readonly item: Expression; readonly body: unknown }
  | { readonly op: 'splice'; readonly list: Expression }
  | { readonly op: 'named'; readonly name: string; readonly of: Expression; readonly owner?: IConstruct }
  | { readonly op: 'checksum'; readonly of: unknown }
  | { readonly op: 'json'; readonly of: unknown };

export type NamedNode = Extract<Node, { op: 'named' }>;

interface Detail {
  readonly node: Node;
  readonly kind: Kind;
  /** The value may be absent, so the field that holds it is left out when it is. */
  readonly optional: boolean;
  /** The value is always set: neither absent nor an empty text. */
  readonly alwaysSet: boolean;
}

const mark = Symbol.for('cdk8s-confidential-vllm.helm.Expression');

/**
 * A value that is known only when Helm renders the chart. It stands wherever the value would stand.
 *
 * Everything it knows of itself hides behind one symbol: a reference to a map carries references to the map's
 * keys as ordinary properties, and those may have any name.
 */
export class Expression {
  readonly [mark]: Detail;

  public constructor(node: Node, kind: Kind, { optional = false, alwaysSet = false } = {}) {
    this[mark] = { node, kind, optional, alwaysSet };
    Object.defineProperty(this, mark, { enumerable: false });
    Object.defineProperty(this, 'a template expression cannot be copied key by key', {
      enumerable: true,
      configurable: true,
      get: () => {
        throw new Error(
          'a template expression cannot be copied key by key ({...x}, Object.entries): use spread(...) instead',
        );
      },
    });
  }

  /** String concatenation would freeze the reference into text: refused, so that a mistake is heard at synth. */
  public toString(): never {
    throw new Error('a template expression cannot be used in a JavaScript string: use concat(...) instead');
  }

  public toJSON(): never {
    throw new Error('a template expression reached JSON.stringify: render it through the chart writer instead');
  }
}

/** Lets a reference to a map with known keys be taken apart: its keys are references themselves. */
export function addKeys(expression: Expression, keys: Record<string, unknown>): void {
  for (const name of Object.keys(Object.getOwnPropertyDescriptors(expression)))
    Reflect.deleteProperty(expression, name);
  for (const [key, value] of Object.entries(keys)) Object.defineProperty(expression, key, { value, enumerable: true });
}

// a symbol, not instanceof: two copies of this package may be installed side by side
export function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && mark in value;
}

export function nodeOf(expression: Expression): Node {
  return expression[mark].node;
}

export function kindOf(value: unknown): Kind {
  return isExpression(value) ? value[mark].kind : kindOfPlain(value);
}

export function isOptional(expression: Expression): boolean {
  return expression[mark].optional;
}

/** Whether a value is known to be set, whatever the user says. */
export function isAlwaysSet(value: unknown): boolean {
  if (isExpression(value)) return value[mark].alwaysSet;
  return value !== undefined && value !== null && value !== '';
}

/** Whether a structure holds an expression at any depth. */
export function holdsExpression(value: unknown): boolean {
  if (isExpression(value)) return true;
  if (Array.isArray(value)) return value.some(holdsExpression);
  if (typeof value !== 'object' || value === null || !isPlain(value)) return false;
  return Object.values(value).some(holdsExpression);
}

export function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * A type whose every leaf may be an expression. Constructs view their props through it, so that the compiler stops
 * them from taking a leaf for a plain value.
 */
export type Input<T> = T extends undefined | null
  ? T
  : T extends string | number | boolean
    ? T | Expression
    : T extends readonly (infer I)[]
      ? readonly Input<I>[] | Expression
      : T extends object
        ? { readonly [K in keyof T]: Input<T[K]> }
        : T;

/**
 * Views props as what they may be: plain values in raw synth, expressions when a chart is written. This and
 * {@link references} are the two ends of the one cast that the engine rests on: a reference stands where the value it
 * names would stand.
 */
export function asInputs<T>(props: T): Input<T> {
  return props as Input<T>;
}
