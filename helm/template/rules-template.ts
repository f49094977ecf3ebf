import type { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Input } from '../expression';
import { goString } from '../go-string';
import { framesOf } from '../resources';
import { collisionProblem, messageOf, pathOf, rulesOf, type RepeatedRule, type Rule } from '../rules';
import { collisionsBelow, type Collision } from '../same-object';
import { ProblemsError } from '../../problems';
import { unwritableText } from '../values/problems';
import { forGo, unwritableSays } from '../values/unwritable';
import type { GoExpressions, Scope } from './go-expression';
import { SharedTexts, type Piece } from './shared-texts';
import { enterRange } from './yaml-printer';

/**
 * The template that holds a chart's rules: it renders nothing, and fails with the message of every rule that is
 * broken.
 */
export function rulesTemplate(chart: Chart, go: GoExpressions): string {
  const shared = new SharedTexts();
  const scope: Scope = { root: '.', items: new Map(), shared };
  const printer = new RulesPrinter(go);
  const pieces: Piece[] = [
    '{{- $problems := list }}',
    unwritableRule(),
    ...chart.node.findAll().flatMap((construct) => printer.construct(construct, scope)),
    ...collisionsBelow(chart).map((ofProp) => printer.collisions(ofProp, scope)),
    '',
    { opening: 'if $problems', pieces: ['{{- fail (join "\\n" (prepend $problems "")) }}'] },
  ];
  return [...shared.lines(pieces), ''].join('\n');
}

class RulesPrinter {
  private heading = '';

  public constructor(private readonly go: GoExpressions) {}

  public construct(construct: IConstruct, scope: Scope): Piece[] {
    const pieces = this.grouped(construct, rulesOf(construct), scope);
    const tests = framesOf(construct).flatMap((frame) => ('if' in frame ? [frame.if] : []));
    return tests.reduce((inside, test) => this.guarded(test, inside, scope), pieces);
  }

  /** Rules one after the other; those that share a condition stand below it together. */
  private grouped(construct: IConstruct, rules: readonly (Rule | RepeatedRule)[], scope: Scope): Piece[] {
    const pieces: Piece[] = [];
    for (let start = 0; start < rules.length;) {
      const { given } = rules[start] as Rule | RepeatedRule;
      let end = start + 1;
      while (end < rules.length && rules[end]?.given === given) end += 1;
      const inside = rules.slice(start, end).flatMap((rule) => this.rule(construct, rule, scope));
      pieces.push(...(given === undefined ? inside : this.guarded(given, inside, scope)));
      start = end;
    }
    return pieces;
  }

  private rule(construct: IConstruct, rule: Rule | RepeatedRule, scope: Scope): Piece[] {
    if ('list' in rule) {
      const { opening, inside } = enterRange(rule.list, rule.item, scope, this.go);
      const [first] = rule.rules;
      const heading = first ? this.headed(pathOf(construct, first)) : [];
      return [...heading, { opening, pieces: this.grouped(construct, rule.rules, inside) }];
    }
    const pieces = this.guarded(rule.failsWhen, [this.appended(messageOf(construct, rule), scope)], scope, false);
    return pieces.length === 0 ? [] : [...this.headed(pathOf(construct, rule)), ...pieces];
  }

  /** A line that tells what the rules below are about, unless those above are about the same. */
  private headed(path: string): Piece[] {
    if (path === this.heading) return [];
    this.heading = path;
    return ['', `{{- /* ${path} */}}`];
  }

  /** The objects that another construct may make too, of which one line is enough. */
  public collisions(ofProp: readonly Collision[], scope: Scope): Piece {
    const always = ofProp.find(({ failsWhen }) => failsWhen === true);
    if (always) throw new ProblemsError([collisionProblem(always)]);
    const [first = '', ...others] = ofProp.map(({ failsWhen }) => `if ${this.go.test(failsWhen, scope)}`);
    const messages = ofProp.map((one) => this.appended(messageOf(one.owner, one), scope));
    return {
      opening: first,
      pieces: messages.flatMap((message, at) => (at === 0 ? [message] : [`{{- else ${others[at - 1]} }}`, message])),
      isBranched: true,
    };
  }

  private appended(message: Input<string>, scope: Scope): string {
    return `{{- $problems = append $problems ${this.go.operand(message, scope).text} }}`;
  }

  private guarded(test: unknown, inside: Piece[], scope: Scope, isGuarded = true): Piece[] {
    if (inside.length === 0 || test === false) return [];
    if (test === true) return inside;
    return [{ opening: `if ${this.go.test(test, scope)}`, pieces: inside, isGuarded }];
  }
}

function unwritableRule(): Piece {
  const { code, name } = unwritableText;
  const message = `${goString(`${code} ${name}: `)} $key ${goString(` ${unwritableSays}`)}`;
  return {
    opening: 'range $key, $value := omit .Values "global" "enabled"',
    pieces: [
      {
        opening: `if regexMatch ${goString(forGo)} (toJson $value)`,
        pieces: [`{{- $problems = append $problems (print ${message}) }}`],
      },
    ],
  };
}
