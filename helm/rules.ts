import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isExpression, type Expression, type Input } from './expression';
import { concat, itemOf } from './language';
import { isLimit, pointerOfDotted, touches, type Problem, type ProblemKind } from '../problems';
import { collisionsBelow, setNaming, type Collision, type ObjectNaming } from './same-object';

/** Something that must not be: a test that holds when it is, and what to say then. */
export interface Rule {
  readonly kind: ProblemKind;
  /** The prop or values key at fault, relative to the construct, as in `akId`. */
  readonly path: string;
  readonly failsWhen: Input<boolean>;
  /** What must hold for the rule to be asked at all; rules that share it stand together in the chart. @default - always */
  readonly given?: Input<boolean>;
  /** It asks by itself whether what it reads is right, so that it holds beside other problems of the same place. */
  readonly isSelfGuarded?: boolean;
  /**
   * What it reads, where that is not all of its path. Whether these values have the right form it asks by itself.
   *
   * @default - what the path names
   */
  readonly reads?: readonly string[];
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
const found = new WeakMap<IConstruct, (() => readonly Problem[])[]>();
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
  find(construct, () => [problem]);
}

const ofSchemas = new WeakSet<Problem>();

/** Whether a problem was found by the description of the props. */
export function isOfSchema(problem: Problem): boolean {
  return ofSchemas.has(problem);
}

/** Reports what the description of the props finds wrong with them. Where they stand is known only once everything is built. */
export function reportProps(construct: IConstruct, problems: readonly Problem[]): void {
  find(construct, () => {
    const above = pointerOfDotted(placeOf(construct));
    const moved = problems.map((problem) => problem.movedTo({ at: `${above}${problem.at}` }));
    for (const problem of moved) ofSchemas.add(problem);
    return moved;
  });
}

function find(construct: IConstruct, finder: () => readonly Problem[]): void {
  validated(construct);
  found.set(construct, [...(found.get(construct) ?? []), finder]);
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

/**
 * What is wrong with the concrete props of one construct.
 *
 * @param outside what was found wrong before with what the props are made of
 */
export function problemsOf(construct: IConstruct, outside: readonly Problem[] = []): Problem[] {
  const reported = foundIn(construct);
  // a construct hands parts of its props on to others, which find the same in them
  const above = construct.node.scopes.slice(0, -1).flatMap(foundIn);
  const isNews = (problem: Problem): boolean =>
    !above.some(({ code, at }) => code === problem.code && at === problem.at);
  const wrong = [...above, ...reported, ...outside];
  // a rule that reads a wrong value says nothing of use
  const isSpoilt = ({ at }: Problem): boolean => wrong.some((one) => touches(one.at, at));
  const isMisread = ({ reads = [] }: Rule): boolean =>
    reads
      .map((path) => pointerOfDotted(pathOf(construct, { path })))
      .some((at) => wrong.some((one) => !isLimit(one) && touches(one.at, at)));
  const broken = rulesOf(construct).flatMap((rule) => {
    if ('list' in rule || rule.failsWhen !== true || rule.given === false || isExpression(rule.message)) return [];
    const problem = problemOf(construct, rule, rule.message);
    const isUseless = rule.reads ? isMisread(rule) : rule.isSelfGuarded !== true && isSpoilt(problem);
    return isUseless ? [] : [problem];
  });
  const shared = collisionsOf(construct).filter((problem) => !isSpoilt(problem));
  const isNew = (problem: Problem): boolean => !outside.some(({ at }) => touches(problem.at, at));
  return [...reported.filter((problem) => isNews(problem) && isNew(problem)), ...broken, ...shared];
}

/** What a rule says when it is broken. The sentence says how to mend it, too. */
function problemOf(construct: IConstruct, rule: Pick<Rule, 'kind' | 'path'>, says: string): Problem {
  return rule.kind.worded(pointerOfDotted(pathOf(construct, rule)), { says, fix: '', notation: 'dotted' });
}

function foundIn(construct: IConstruct): Problem[] {
  return (found.get(construct) ?? []).flatMap((finder) => finder());
}

function collisionsOf(construct: IConstruct): Problem[] {
  if (!makers.has(construct)) return [];
  const told = collisionsBelow(construct.node.root).flatMap(
    (ofProp) => ofProp.find((one) => one.failsWhen === true) ?? [],
  );
  return told.filter(({ maker }) => maker === construct).map((one) => collisionProblem(one));
}

export function collisionProblem(collision: Collision): Problem {
  return problemOf(collision.owner, collision, collision.message as string);
}
