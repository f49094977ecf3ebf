import {
  isExpression,
  isOptional,
  isPlain,
  kindOf,
  nodeOf,
  type Expression,
  type Kind,
  type NamedNode,
  type Node,
} from '../expression';
import { functionNamed, type Operand } from '../functions';
import { goString } from '../go-string';

/** Where a piece of template text stands, which decides how it reaches the root and the items of ranges. */
export interface Scope {
  /** `.` at top level; `$` inside a `range`, which moves the dot. */
  readonly root: '.' | '$';
  readonly items: ReadonlyMap<Expression, string>;
  /** Nothing of the document follows. */
  readonly isLast?: boolean;
  /** What this file has in variables where it is asked several times. */
  readonly shared?: Sharing;
}

/** Takes what may be asked several times, and answers what stands for it. */
interface Sharing {
  pattern(expression: string): string;
  value(name: string, text: string): string;
}

/** What expressions need from the chart around them: its named templates, and the record of values that are read. */
export interface Surroundings {
  /** Makes sure that the named template exists and answers its full name. */
  define(node: NamedNode): string;
  /** The same for a structure, which the template prints as YAML. */
  defineStructure(use: 'checksum' | 'json', structure: unknown, scope: Scope): string;
  valueRead(path: readonly string[]): void;
}

type CallNode = Extract<Node, { op: 'call' }>;

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

export class GoExpressions {
  public constructor(private readonly around: Surroundings) {}

  /** The text of an expression as the operand of another, in parentheses where it needs them. */
  public operand(value: unknown, scope: Scope): Operand {
    const kind = kindOf(value);
    if (!isExpression(value)) {
      const text = this.literal(value, scope);
      return {
        text,
        kind,
        test: text,
        isBool: kind === 'bool',
        ...(typeof value === 'string' ? { literal: value } : {}),
      };
    }
    const node = nodeOf(value);
    switch (node.op) {
      case 'ref': {
        const text = this.reference(node.root, node.path, scope);
        return { text, kind, test: text, isBool: kind === 'bool' && !isOptional(value) };
      }
      case 'item': {
        const text = itemName(value, scope);
        return { text, kind, test: text };
      }
      case 'call': {
        const fn = functionNamed(node.fn);
        const args = node.args.map((arg, at) =>
          at === 0 ? this.firstOperand(node, arg, scope) : this.operand(arg, scope),
        );
        const text = `(${bare(fn.go(...args))})`;
        if (node.fn === 'field') return { ...this.field(node.args, text, scope), kind };
        return { text, kind, test: fn.goTest?.(...args) ?? text, isBool: kind === 'bool' };
      }
      case 'named':
        return this.named(node, kind, isOptional(value), scope);
      case 'checksum':
      case 'json': {
        const text = this.structure(node, scope);
        return { text, kind, test: text };
      }
      default:
        throw new Error(
          `${node.op}(...) makes a field or a list item; it cannot be an operand. Use cond(...) for a value`,
        );
    }
  }

  /** The text between `{{ if` and `}}`. */
  public test(test: unknown, scope: Scope): string {
    return bare(this.operand(test, scope).test);
  }

  /** The text that prints a scalar as one YAML token. */
  public scalar(value: Expression, scope: Scope): string {
    const { text, kind } = this.operand(value, scope);
    if (kind === 'string') return `${bare(text)} | quote`;
    if (kind === 'int') return `int64 ${text}`;
    return kind === 'bool' ? bare(text) : `${bare(text)} | toJson`;
  }

  private named(node: NamedNode, kind: Kind, optional: boolean, scope: Scope): Operand {
    const fullName = this.around.define(node);
    const operand = included(fullName, kind, optional);
    const text = scope.shared?.value(fullName.split('.').slice(1).join('-'), operand.text) ?? operand.text;
    return { ...operand, text, test: text };
  }

  /** A regular expression that the rules name, and whatever else comes first. */
  private firstOperand({ fn }: CallNode, value: unknown, scope: Scope): Operand {
    const operand = this.operand(value, scope);
    if (!scope.shared || typeof value !== 'string' || (fn !== 'matches' && fn !== 'replace')) return operand;
    return { ...operand, text: scope.shared.pattern(value) };
  }

  /** A field of a map that is certainly there, or of an item, which the rules ask whether it is a map. */
  private field([map, key]: readonly unknown[], text: string, { shared }: Scope): Pick<Operand, 'text' | 'test'> {
    const node = isExpression(map) ? nodeOf(map) : undefined;
    const isThere =
      node?.op === 'named' || node?.op === 'item' || (node?.op === 'ref' && !isOptional(map as Expression));
    const given = shared && isThere ? shared.value(String(key), text) : text;
    return { text: given, test: given };
  }

  private structure({ op, of }: Extract<Node, { op: 'checksum' | 'json' }>, scope: Scope): string {
    const printed = `include ${goString(this.around.defineStructure(op, of, scope))} $ | fromYaml | toJson`;
    return op === 'json' ? `(${printed})` : `(${printed} | sha256sum)`;
  }

  private reference(root: Expression | string, path: readonly string[], scope: Scope): string {
    if (root === 'Values') this.around.valueRead(path);
    const start = isExpression(root) ? itemName(root, scope) : `${scope.root === '$' ? '$.' : '.'}${root}`;
    const odd = path.findIndex((key) => !identifier.test(key));
    if (odd < 0) return [start, ...path].join('.');
    return `(index ${[start, ...path.slice(0, odd)].join('.')} ${path.slice(odd).map(goString).join(' ')})`;
  }

  private literal(value: unknown, scope: Scope): string {
    if (typeof value === 'string') return goString(value);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    if (Array.isArray(value)) return `(list${value.map((item) => ` ${this.operand(item, scope).text}`).join('')})`;
    if (typeof value === 'object' && value !== null && isPlain(value)) {
      const entries = Object.entries(value).map(([key, one]) => ` ${goString(key)} ${this.given(key, one, scope)}`);
      return `(dict${entries.join('')})`;
    }
    throw new Error(`a template cannot hold the literal ${String(value)}`);
  }

  private given(key: string, value: unknown, scope: Scope): string {
    if (isExpression(value) && isOptional(value))
      throw new Error(`"${key}" may be absent: use orElse(...) to give it a value`);
    return this.operand(value, scope).text;
  }
}

function itemName(item: Expression, scope: Scope): string {
  const name = scope.items.get(item);
  if (name === undefined) throw new Error('an item of each(...) is used outside of the function that was given it');
  return name;
}

// what a named template prints is a text: everything else comes back from its JSON
function included(fullName: string, kind: Kind, optional: boolean): Operand {
  const text = `include ${goString(fullName)} $`;
  const any = `(first (fromJsonArray (printf "[%s]" (${text}))))`;
  const typed: Record<Kind, string> = {
    string: `(${text})`,
    map: `(${text} | fromJson)`,
    list: `(${text} | fromJsonArray)`,
    bool: `(eq (${text}) "true")`,
    int: `(int64 (${text}))`,
    number: any,
    any,
  };
  const whole = optional && kind !== 'string' ? any : typed[kind];
  return { text: whole, kind, test: whole, isBool: kind === 'bool' && !optional };
}

/** Without the parentheses that enclose all of it. */
export function bare(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (const [at, token] of tokens(text)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth === 0) return at === text.length - 1 ? text.slice(1, -1) : text;
  }
  return text;
}

/** The parentheses of a template text, those inside its string literals left out. */
function* tokens(text: string): Generator<[number, string]> {
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|[()]/g)) yield [match.index, match[0]];
}
