import type { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { goString } from '../go-string';
import { framesOf } from '../resources';
import { collisionProblem, messageOf, rulesOf, type RepeatedRule, type Rule } from '../rules';
import { collisionsBelow, type Collision } from '../same-object';
import { ProblemsError } from '../../problems';
import { valuesProblems } from '../values/problems';
import { forGo, unwritableSays } from '../values/unwritable';
import type { GoExpressions, Scope } from './go-expression';
import { enterRange } from './yaml-printer';

/**
 * The template that holds a chart's rules: it renders nothing, and fails with the message of every rule that is
 * broken.
 */
export function rulesTemplate(chart: Chart, go: GoExpressions): string {
  const variables = new Map<string, string>();
  const printer = new RulesPrinter(go);
  const scope: Scope = { root: '.', items: new Map(), variables };
  const lines = [
    ...chart.node.findAll().flatMap((construct) => printer.construct(construct, scope)),
    ...collisionsBelow(chart).flatMap((ofProp) => printer.collisions(ofProp, scope)),
  ];
  const bindings = [...variables].map(([variable, text]) => `{{- ${variable} := ${text} }}`);
  return [
    '{{- $problems := list }}',
    ...unwritableRule(),
    ...bindings,
    ...lines,
    '{{- if $problems }}',
    '{{- fail (join "\\n" (prepend $problems "")) }}',
    '{{- end }}',
    '',
  ].join('\n');
}

class RulesPrinter {
  public constructor(private readonly go: GoExpressions) {}

  public construct(construct: IConstruct, scope: Scope): string[] {
    const lines = this.grouped(construct, rulesOf(construct), scope);
    const tests = framesOf(construct).flatMap((frame) => ('if' in frame ? [frame.if] : []));
    return tests.reduce((inside, test) => this.guarded(test, inside, scope), lines);
  }

  /** Rules one after the other; those that share a condition stand below it together. */
  private grouped(construct: IConstruct, rules: readonly (Rule | RepeatedRule)[], scope: Scope): string[] {
    const lines: string[] = [];
    for (let start = 0; start < rules.length;) {
      const { given } = rules[start] as Rule | RepeatedRule;
      let end = start + 1;
      while (end < rules.length && rules[end]?.given === given) end += 1;
      const inside = rules.slice(start, end).flatMap((rule) => this.rule(construct, rule, scope));
      lines.push(...(given === undefined ? inside : this.guarded(given, inside, scope)));
      start = end;
    }
    return lines;
  }

  private rule(construct: IConstruct, rule: Rule | RepeatedRule, scope: Scope): string[] {
    if ('list' in rule) {
      const { opening, inside } = enterRange(rule.list, rule.item, scope, this.go);
      return [`{{- ${opening} }}`, ...this.grouped(construct, rule.rules, inside), '{{- end }}'];
    }
    const message = this.go.operand(messageOf(construct, rule), scope).text;
    return this.guarded(rule.failsWhen, [`{{- $problems = append $problems ${message} }}`], scope);
  }

  /** The objects that another construct may make too, of which one line is enough. */
  public collisions(ofProp: readonly Collision[], scope: Scope): string[] {
    const always = ofProp.find(({ failsWhen }) => failsWhen === true);
    if (always) throw new ProblemsError([collisionProblem(always)]);
    const branches = ofProp.flatMap((one, at) => [
      `{{- ${at === 0 ? 'if' : 'else if'} ${this.go.test(one.failsWhen, scope)} }}`,
      `{{- $problems = append $problems ${this.go.operand(messageOf(one.owner, one), scope).text} }}`,
    ]);
    return [...branches, '{{- end }}'];
  }

  private guarded(test: unknown, inside: readonly string[], scope: Scope): string[] {
    if (inside.length === 0 || test === false) return [];
    if (test === true) return [...inside];
    return [`{{- if ${this.go.test(test, scope)} }}`, ...inside, '{{- end }}'];
  }
}

function unwritableRule(): string[] {
  const { code, name } = valuesProblems.unwritable;
  return [
    '{{- range $key, $value := omit .Values "global" "enabled" }}',
    `{{- if regexMatch ${goString(forGo)} (toJson $value) }}`,
    `{{- $problems = append $problems (printf "%s%s%s" ${goString(`${code} ${name}: `)} $key ${goString(` ${unwritableSays}`)}) }}`,
    '{{- end }}',
    '{{- end }}',
  ];
}
