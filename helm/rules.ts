import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isExpression, type Expression, type Input } from './expression';
import { concat, itemOf } from './language';
import { collisionsBelow, setNaming, type Collision, type ObjectNaming } from './same-object';
import type { Problem, ProblemKind } from './values/problems';

/** Something that must not be: a test that holds when it is, and what to say then. */
export interface Rule {
  readonly kind: ProblemKind;
  /** The prop or values key at fault, relative to the construct, as in `akId`. */
  readonly path: string;
  readonly failsWhen: Input<boolean>;
  /** What must hold for the rule to be asked at all; rules that share it stand together in the chart. @default - always */
  readonly given?: Input<boolean>;
  /** What follows `CODE name: path`, such as the value, what is allowed and how to mend it. */
  readonly message: Input<string>;
}

/** A rule that somebody asked about every item of a list. */
export interface RepeatedRule {
  readonly given?: Input<boolean>;
  readonly list: Expression;
  readonly item: Expression;
  readonly rules: readonly Rule[];
}

const stated = new WeakMap<IConstruct, (Rule | RepeatedRule)[]>();
type Finder = (above: string) => readonly Problem[];

const found = new WeakMap<IConstruct, Finder[]>();
const makers = new WeakSet<IConstruct>();
const places = new WeakMap<IConstruct, string>();

/**
 * States a rule across the props of a construct. In raw synth a violated rule is an error of the construct, reported
 * by `app.synth()` with everything else that is wrong; in a chart it becomes a `fail`.
 */
export function addRule(construct: IConstruct, rule: Rule): void {
  validated(construct);
  state(construct, rule);
}

/** States rules about every item of a list, as {@link addRule} does about the props themselves. */
export function addRuleForEach<I>(
  construct: IConstruct,
  list: Input<I[]>,
  rulesFor: (item: I) => readonly Rule[],
): void {
  if (!isExpression(list)) {
    for (const item of list as I[]) for (const rule of rulesFor(item)) addRule(construct, rule);
    return;
  }
  const item = itemOf(list);
  state(construct, { list, item, rules: rulesFor(item as I) });
}

/** Reports a problem that was found by other means than a rule, such as a parser. */
export function report(construct: IConstruct, problem: Problem): void {
  reportAt(construct, () => [problem]);
}

/**
 * Reports problems whose messages name the place of the construct's props, which is known only once everything is built.
 *
 * @param find answers the problems, given the dotted path of the props
 */
export function reportAt(construct: IConstruct, find: Finder): void {
  validated(construct);
  found.set(construct, [...(found.get(construct) ?? []), find]);
}

/**
 * Refuses an object that another construct makes too: whoever applied both would keep the later one. Objects are compared
 * over the whole app, which describes one cluster.
 */
export function refuseSameObject(object: ApiObject, naming: ObjectNaming): void {
  const maker = object.node.scope as IConstruct;
  validated(maker);
  makers.add(maker);
  setNaming(object, naming);
}

function validated(construct: IConstruct): void {
  if (stated.has(construct) || found.has(construct) || makers.has(construct)) return;
  construct.node.addValidation({ validate: () => problemsOf(construct).map(({ message }) => message) });
}

function state(construct: IConstruct, rule: Rule | RepeatedRule): void {
  stated.set(construct, [...(stated.get(construct) ?? []), rule]);
}

export function rulesOf(construct: IConstruct): readonly (Rule | RepeatedRule)[] {
  return stated.get(construct) ?? [];
}

/**
 * Tells where the props of a construct come from, so that messages name the key that the user wrote.
 *
 * @param path of the construct's props within those of the construct that made it, as in `bucket`
 */
export function withPropsPath<T extends IConstruct>(construct: T, path: string): T {
  places.set(construct, path);
  return construct;
}

function placeOf(construct: IConstruct): string {
  return construct.node.scopes
    .map((scope) => places.get(scope) ?? '')
    .filter((path) => path !== '')
    .join('.');
}

export function pathOf(construct: IConstruct, rule: Pick<Rule, 'path'>): string {
  return [placeOf(construct), rule.path].filter((path) => path !== '').join('.');
}

export function messageOf(construct: IConstruct, rule: Pick<Rule, 'kind' | 'path' | 'message'>): Input<string> {
  return concat(`${rule.kind.code} ${rule.kind.name}: ${pathOf(construct, rule)} `, rule.message);
}

/** What is wrong with the concrete props of one construct. */
export function problemsOf(construct: IConstruct): Problem[] {
  const reported = foundIn(construct);
  // a construct hands parts of its props on to others, which find the same in them
  const above = construct.node.scopes.slice(0, -1).flatMap(foundIn);
  const isNews = (problem: Problem): boolean =>
    !above.some(({ code, path }) => code === problem.code && lastStep(path) === lastStep(problem.path));
  const wrong = [...above, ...reported];
  const broken = rulesOf(construct).flatMap((rule) => {
    if ('list' in rule || rule.failsWhen !== true || rule.given === false) return [];
    const message = messageOf(construct, rule);
    return isExpression(message) ? [] : [{ code: rule.kind.code, path: pathOf(construct, rule), message: message }];
  });
  // a rule that reads a wrong value says nothing of use
  const isSpoilt = (path: string): boolean => wrong.some((one) => touches(one.path, path));
  const ruled = [...broken, ...collisionsOf(construct)];
  return [...reported.filter(isNews), ...ruled.filter(({ path }) => !isSpoilt(path))];
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** Whether one path is the other, or lies within it. */
export function touches(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

function foundIn(construct: IConstruct): Problem[] {
  return (found.get(construct) ?? []).flatMap((find) => find(placeOf(construct)));
}

function collisionsOf(construct: IConstruct): Problem[] {
  if (!makers.has(construct)) return [];
  const told = collisionsBelow(construct.node.root).flatMap(
    (ofProp) => ofProp.find((one) => one.failsWhen === true) ?? [],
  );
  return told.filter(({ maker }) => maker === construct).map((one) => collisionProblem(one));
}

export function collisionProblem(collision: Collision): Problem {
  const { owner, kind } = collision;
  const message = messageOf(owner, collision);
  return { code: kind.code, path: pathOf(owner, collision), message: message as string };
}
