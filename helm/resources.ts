import type { IConstruct } from 'constructs';
import { isExpression, type Expression, type Input } from './expression';
import { itemOf } from './language';

/** Why, or how often, a resource is in the chart. */
export type Frame = { readonly if: Expression } | { readonly each: Expression; readonly item: Expression };

const frames = new WeakMap<IConstruct, Frame>();

/**
 * Resources that exist only when a test holds.
 *
 * @param make builds one construct; it is not called when the test is known to fail
 */
export function resourceWhen<T extends IConstruct>(test: Input<boolean>, make: () => T): T | undefined {
  if (!isExpression(test)) return test ? make() : undefined;
  const construct = make();
  frames.set(construct, { if: test });
  return construct;
}

/**
 * Resources made once for every item of a list.
 *
 * @param make builds one construct; its id must hold the given key, which differs from item to item
 */
export function resourceEach<I, T extends IConstruct>(list: Input<I[]>, make: (item: I, key: string) => T): T[] {
  if (!isExpression(list)) return (list as I[]).map((item, index) => make(item, String(index)));
  const item = itemOf(list);
  const construct = make(item as I, 'each');
  frames.set(construct, { each: list, item });
  return [construct];
}

/** The frames around a construct, outermost first. */
export function framesOf(construct: IConstruct): Frame[] {
  return construct.node.scopes.flatMap((scope) => frames.get(scope) ?? []);
}
