import { isExpression, isOptional, kindOf, nodeOf, type Expression, type Node } from '../expression';
import { isSet, isSpread, presence } from '../language';
import { goString } from '../go-string';
import { bare, type GoExpressions, type Scope } from './go-expression';
import { yamlScalar } from './yaml-scalar';

type EachNode = Extract<Node, { op: 'each' }>;

/**
 * Prints structures that contain expressions as YAML with Go template actions. It owns indentation and quoting: an
 * expression never sees the text around it.
 */
export class YamlPrinter {
  public constructor(private readonly go: GoExpressions) {}

  /** The lines of a map that stands alone. */
  public document(map: object, scope: Scope): string[] {
    const lines = this.map(map, 0, { ...scope, isLast: true });
    // no literal field to print last: a comment holds the blank lines
    return mayEndBlank(lines) ? [...lines, '#'] : lines;
  }

  /** A map's lines at an indentation. */
  public map(map: object, indent: number, scope: Scope): string[] {
    const entries = this.entries(map, indent, scope);
    // Helm cuts blank lines off the end of a document, and a text that toYaml printed last may end with some
    return (
      scope.isLast === true && mayEndBlank(entries.at(-1) ?? []) ? moved(entries, isSafeEnd, 'last') : entries
    ).flat();
  }

  private entries(map: object, indent: number, scope: Scope): string[][] {
    const literalKeys = Object.keys(map).filter((key) => !isSpread(key));
    if (Object.keys(map).length - literalKeys.length > 1) {
      throw new Error('two spread(...) in one map may bring the same key twice: spread one');
    }
    const all = Object.entries(map);
    return all.map(([key, value], at) =>
      isSpread(key)
        ? this.spreadMap(value, literalKeys, indent, scope)
        : this.entry(key, value, indent, at === all.length - 1 ? scope : within(scope)),
    );
  }

  private entry(key: string, value: unknown, indent: number, scope: Scope): string[] {
    const name = `${pad(indent)}${yamlScalar(key)}:`;
    if (value === undefined || value === null) return [];
    if (isExpression(value)) return this.expressionEntry(key, value, indent, within(scope));
    if (Array.isArray(value))
      return value.length === 0 ? [`${name} []`] : [name, ...this.list(value, indent + 2, scope)];
    if (typeof value !== 'object') return [`${name} ${yamlScalar(value, indent + 2)}`];
    if (Object.keys(value).length === 0) return [`${name} {}`];
    this.refuseMaybeEmpty(key, value);
    return [name, ...this.map(value, indent + 2, scope)];
  }

  private expressionEntry(key: string, value: Expression, indent: number, scope: Scope): string[] {
    const node = nodeOf(value);
    const name = `${pad(indent)}${yamlScalar(key)}:`;
    if (node.op === 'when') {
      if (isWholeUnlessEmpty(node)) {
        const whole = this.go.operand(node.then, scope).text;
        return this.control(
          `with ${bare(whole)}`,
          [name, `${pad(indent + 2)}{{- toYaml . | nindent ${indent + 2} }}`],
          indent,
        );
      }
      const branch = (given: unknown): string[] => this.guardedEntry(key, given, indent, scope);
      return this.branches(
        node.test,
        { then: branch(node.then), otherwise: node.otherwise === undefined ? [] : branch(node.otherwise) },
        indent,
        scope,
      );
    }
    if (node.op === 'each' || node.op === 'splice') return [name, ...this.list([value], indent + 2, scope)];
    const lines =
      kindOf(value) === 'map' || kindOf(value) === 'list'
        ? [name, `${pad(indent + 2)}{{- toYaml ${this.go.operand(value, scope).text} | nindent ${indent + 2} }}`]
        : [`${name} {{ ${this.go.scalar(value, scope)} }}`];
    return isOptional(value) ? this.branches(isSet(value), { then: lines, otherwise: [] }, indent, scope) : lines;
  }

  // inside its own presence test a map with conditional fields only is known not to be empty
  private guardedEntry(key: string, value: unknown, indent: number, scope: Scope): string[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || isExpression(value)) {
      return this.entry(key, value, indent, scope);
    }
    if (Object.keys(value).length === 0) return this.entry(key, value, indent, scope);
    return [`${pad(indent)}${yamlScalar(key)}:`, ...this.map(value, indent + 2, scope)];
  }

  private refuseMaybeEmpty(key: string, map: object): void {
    if (Object.entries(map).every(([name, value]) => isSpread(name) || presence(value) !== true)) {
      throw new Error(
        `every field of "${key}" may be absent: build it with fields({...}), which leaves an empty map out`,
      );
    }
  }

  private spreadMap(given: unknown, literalKeys: string[], indent: number, scope: Scope): string[] {
    const map = this.go.operand(given, scope);
    const rest = literalKeys.length === 0 ? map.text : `(omit ${map.text} ${literalKeys.map(goString).join(' ')})`;
    return this.control(`with ${bare(rest)}`, [`${pad(indent)}{{- toYaml . | nindent ${indent} }}`], indent);
  }

  private list(list: unknown[], indent: number, scope: Scope): string[] {
    return list.flatMap((item) => this.item(item, indent, within(scope)));
  }

  private item(value: unknown, indent: number, scope: Scope): string[] {
    if (value === undefined || value === null) return [];
    if (isExpression(value)) return this.expressionItem(value, indent, scope);
    if (Array.isArray(value)) throw new Error('a list directly inside a list is not supported in templates');
    if (typeof value !== 'object') return [`${pad(indent)}- ${yamlScalar(value, indent + 2)}`];
    const isField = ([line]: readonly string[]): boolean => line?.trimStart().startsWith('{{') === false;
    const entries = this.entries(value, indent + 2, scope);
    // a template action cannot share the line of the dash: it would swallow it
    const lines = (entries[0] && !isField(entries[0]) ? moved(entries, isField, 'first') : entries).flat();
    const [first, ...rest] = lines;
    if (first === undefined) return [`${pad(indent)}- {}`];
    // where each field may be absent nothing is left to share it with
    return isField(lines)
      ? [`${pad(indent)}- ${first.trimStart()}`, ...rest]
      : [`${pad(indent)}- # as asked for`, ...lines];
  }

  private expressionItem(value: Expression, indent: number, scope: Scope): string[] {
    const node = nodeOf(value);
    switch (node.op) {
      case 'when': {
        const otherwise = node.otherwise === undefined ? [] : this.item(node.otherwise, indent, scope);
        return this.branches(node.test, { then: this.item(node.then, indent, scope), otherwise }, indent, scope);
      }
      case 'each':
        return this.repeated(node, indent, scope);
      case 'splice': {
        const list = this.go.operand(node.list, scope).text;
        return this.control(`with ${bare(list)}`, [`${pad(indent)}{{- toYaml . | nindent ${indent} }}`], indent);
      }
      default: {
        const lines = [`${pad(indent)}- {{ ${this.go.scalar(value, scope)} }}`];
        return isOptional(value) ? this.branches(isSet(value), { then: lines, otherwise: [] }, indent, scope) : lines;
      }
    }
  }

  private repeated(node: EachNode, indent: number, scope: Scope): string[] {
    const { opening, inside } = enterRange(node.list, node.item, scope, this.go);
    return this.control(opening, this.item(node.body, indent, inside), indent);
  }

  private branches(
    test: unknown,
    { then, otherwise }: { then: string[]; otherwise: string[] },
    indent: number,
    scope: Scope,
  ): string[] {
    const middle = otherwise.length === 0 ? [] : [`${pad(indent)}{{- else }}`, ...otherwise];
    return this.control(`if ${this.go.test(test, scope)}`, [...then, ...middle], indent);
  }

  private control(opening: string, inside: string[], indent: number): string[] {
    return [`${pad(indent)}{{- ${opening} }}`, ...inside, `${pad(indent)}{{- end }}`];
  }
}

/** The scope of what does not end the document. */
function within(scope: Scope): Scope {
  return scope.isLast === true ? { ...scope, isLast: false } : scope;
}

function mayEndBlank(lines: readonly string[]): boolean {
  return /(?:toYaml .*|\{\{- end) \}\}$/.test(lines.at(-1) ?? '') && lines.some((line) => line.includes('toYaml'));
}

/** Whether a field that is always there ends with something that is no text of a user's. */
function isSafeEnd(lines: readonly string[]): boolean {
  return lines[0]?.trimStart().startsWith('{{') === false && !mayEndBlank(lines);
}

/** Fields in another order: one of those that qualify stands first, or last. */
function moved(
  entries: readonly string[][],
  qualifies: (lines: readonly string[]) => boolean,
  to: 'first' | 'last',
): readonly string[][] {
  const one = to === 'first' ? entries.find(qualifies) : entries.findLast(qualifies);
  if (!one) return entries;
  const others = entries.filter((lines) => lines !== one);
  return to === 'first' ? [one, ...others] : [...others, one];
}

/** A map or list that is printed as it is unless it is empty, which `with` says shortest. */
function isWholeUnlessEmpty(node: Extract<Node, { op: 'when' }>): boolean {
  const test = isExpression(node.test) ? nodeOf(node.test) : undefined;
  const asksThen = test?.op === 'call' && test.fn === 'nonEmpty' && test.args[0] === node.then;
  return asksThen && node.otherwise === undefined && ['map', 'list'].includes(kindOf(node.then));
}

/** The opening action of a range, and the scope inside of it. */
export function enterRange(
  list: Expression,
  item: Expression,
  scope: Scope,
  go: GoExpressions,
): { opening: string; inside: Scope } {
  const name = scope.items.size === 0 ? '$item' : `$item${scope.items.size + 1}`;
  const opening = `range ${name} := ${bare(go.operand(list, scope).text)}`;
  return { opening, inside: { ...scope, root: '$', items: new Map([...scope.items, [item, name]]) } };
}

function pad(indent: number): string {
  return ' '.repeat(indent);
}
