import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isExpression, nodeOf, type Expression, type Input } from './expression';
import { and, eq, text, toJson } from './language';
import { framesOf } from './resources';
import type { ProblemKind } from '../problems';

/** What gives an object its name, for what is said when another construct makes the same object. */
export interface ObjectNaming {
  readonly kind: ProblemKind;
  /** The prop of the construct that its name comes from. */
  readonly prop: string;
  /** The object lies in no namespace. */
  readonly clusterScoped: boolean;
}

/** Two constructs that make one and the same object, for some values or for all. */
export interface Collision {
  /** The construct that reports it. */
  readonly maker: IConstruct;
  /** The construct whose prop is to be changed. */
  readonly owner: IConstruct;
  readonly kind: ProblemKind;
  /** The prop, relative to the owner. */
  readonly path: string;
  readonly failsWhen: Input<boolean>;
  readonly message: Input<string>;
}

interface Named {
  readonly object: ApiObject;
  readonly owner: IConstruct;
  /** Nothing for an object that somebody made without us. */
  readonly prop?: string;
}

const namings = new WeakMap<IConstruct, ObjectNaming>();
const namesGiven = new WeakMap<IConstruct, Readonly<Record<string, string>>>();

export function setNaming(object: ApiObject, naming: ObjectNaming): void {
  namings.set(object, naming);
}

/**
 * Tells that the names of a construct's parts come from its own props.
 *
 * @param props of the parts, each with the prop of the construct that stands behind it
 */
export function namesParts<T extends IConstruct>(construct: T, props: Readonly<Record<string, string>>): T {
  namesGiven.set(construct, props);
  return construct;
}

/**
 * Every object below a root that two constructs make, by the prop that is to be changed. Of those of one prop the first
 * is told: the same change mends them all.
 */
export function collisionsBelow(root: IConstruct): Collision[][] {
  const groups = new Map<string, Collision[]>();
  const earlier = new Map<string, Named[]>();
  for (const object of root.node.findAll()) {
    if (!ApiObject.isApiObject(object)) continue;
    const kind = `${object.apiGroup} ${object.kind}`;
    const named = namedObject(object);
    const others = earlier.get(kind) ?? [];
    earlier.set(kind, [...others, named]);
    for (const other of others) {
      const found = collision(other, named);
      if (!found) continue;
      const prop = JSON.stringify([found.owner.node.path, found.path]);
      groups.set(prop, [...(groups.get(prop) ?? []), found]);
    }
  }
  return [...groups.values()];
}

function namedObject(object: ApiObject): Named {
  const naming = namings.get(object);
  const scope = object.node.scope as IConstruct;
  if (!naming) return { object, owner: scope === object.chart ? object : scope };
  return object.node.scopes.reduceRight<Named>(
    (named, outer) => {
      const prop = named.prop === undefined ? undefined : namesGiven.get(outer)?.[named.prop];
      return prop === undefined ? named : { object, owner: outer, prop };
    },
    { object, owner: scope, prop: naming.prop },
  );
}

function collision(earlier: Named, later: Named): Collision | undefined {
  if (earlier.owner === later.owner) return undefined;
  const [ours, other] = later.prop === undefined ? [earlier, later] : [later, earlier];
  const naming = namings.get(ours.object);
  if (!naming || ours.prop === undefined) return undefined;
  const failsWhen = isSame(earlier.object, later.object, naming);
  if (failsWhen === false) return undefined;
  const { name } = ours.object.metadata;
  // refused before any value is known
  const called = failsWhen === true && isExpression(name) ? '' : text` ${toJson(name)}`;
  const also = other.prop === undefined ? '' : `, or ${other.prop} of ${other.owner.node.path},`;
  return {
    maker: ours.object.node.scope as IConstruct,
    owner: ours.owner,
    kind: naming.kind,
    path: ours.prop,
    failsWhen,
    message: text`of ${ours.owner.node.path} makes the ${ours.object.kind}${called} that ${other.owner.node.path} makes too; set it${also} to another value`,
  };
}

/** Whether both are one object in the cluster. What is made for each item of a list is compared in raw synth alone. */
function isSame(a: ApiObject, b: ApiObject, { clusterScoped }: ObjectNaming): Input<boolean> {
  const frames = [...framesOf(a), ...framesOf(b)];
  if (frames.some((frame) => 'each' in frame)) return false;
  const tests = frames.flatMap((frame) => ('if' in frame ? [frame.if] : []));
  const place = clusterScoped ? true : equal(a.metadata.namespace, b.metadata.namespace);
  const name = equal(a.metadata.name, b.metadata.name);
  return place === false || name === false ? false : and(...tests, place, name);
}

function equal(a: unknown, b: unknown): Input<boolean> {
  return isAlike(a, b) || (isExpression(a) || isExpression(b) ? eq(a, b) : false);
}

/** Whether two values are made in the same way, whatever they are called. */
function isAlike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isExpression(a) && isExpression(b)) {
    const [one, other] = [nodeOf(a), nodeOf(b)];
    return one.op === 'named' || other.op === 'named' ? isAlike(unnamed(a), unnamed(b)) : isAlike(one, other);
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [ours, theirs] = [Object.entries(a), Object.entries(b)];
  return (
    ours.length === theirs.length &&
    ours.every(([key, value], at) => {
      const [otherKey, other] = theirs[at] ?? [];
      return key === otherKey && isAlike(value, other);
    })
  );
}

function unnamed(value: Expression): Expression {
  const node = nodeOf(value);
  return node.op === 'named' ? unnamed(node.of) : value;
}
