import { dirname, relative } from 'node:path/posix';
import { z } from 'zod';
import { docWithLimits } from '../helm/values/limits';
import { itemOfList, shapeOf, type Shape } from '../helm/values/shape';

/** A module with descriptions of props, and the module that is made of it. */
export interface SchemaModule {
  /** Path of the module that is made, from the root: `constructs/vllm/props.ts`. */
  readonly path: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

interface Declaration {
  readonly name: string;
  readonly module: string;
  readonly text: string;
  readonly uses: ReadonlyMap<string, string>;
}

/*
 * Props interfaces and enumerations as TypeScript that jsii takes, from the descriptions of the constructs. An interface
 * belongs to the first module in which its description stands.
 */

const ofCdk8s = /^(Size|Duration)$/;
const ofPlus = /^(k8s|I[A-Z]\w*|ImagePullPolicy|ServiceType)$/;

/** The text of each module, by its path. */
export function propsModules(modules: readonly SchemaModule[]): Map<string, string> {
  const known = new Map<string, Declaration>();
  const result = new Map<string, string>();
  for (const { path, exports } of modules) {
    const described = Object.values(exports).filter((one) => one instanceof z.ZodType);
    const maker = new Declarations(path, known, described);
    for (const one of described) maker.declare(one);
    result.set(path, moduleText(maker.made));
  }
  return result;
}

class Declarations {
  public readonly made: Declaration[] = [];

  public constructor(
    private readonly module: string,
    private readonly known: Map<string, Declaration>,
    private readonly described: readonly z.ZodType[],
  ) {}

  /** Declares what a description and the parts of it give a name to. */
  public declare(schema: z.ZodType): void {
    const shape = shapeOf(schema);
    if (shape.meta.enumeration !== undefined) this.add(shape.meta.enumeration, () => this.enumeration(shape));
    const item = itemOfList(shape);
    if (item) this.declare(item);
    if (!(shape.schema instanceof z.ZodObject) || shape.struct) return;
    const fields = Object.entries<z.ZodType>(shape.schema.shape);
    for (const [, field] of fields) this.declare(field);
    if (shape.meta.interface !== undefined) this.add(shape.meta.interface, () => this.interface(shape, fields));
  }

  private add(name: string, make: () => Omit<Declaration, 'name' | 'module'>): void {
    const made = { ...make(), name, module: this.module };
    const before = this.known.get(name);
    if (before && before.text !== made.text) throw new Error(`two descriptions are called ${name}`);
    if (before) return;
    this.known.set(name, made);
    this.made.push(made);
  }

  private enumeration(shape: Shape): Omit<Declaration, 'name' | 'module'> {
    const { enumeration = '', words = {} } = shape.meta;
    const members = optionsOf(shape).map((word) => {
      const meaning = words[word];
      if (meaning === undefined) throw new Error(`${enumeration} does not say what ${word} means`);
      return `${docblock([meaning], '  ')}\n  ${memberName(word)} = '${word}',`;
    });
    const text = `${docblock([shape.meta.about ?? shape.doc])}\nexport enum ${enumeration} {\n${members.join('\n')}\n}`;
    return { text, uses: new Map() };
  }

  private interface(shape: Shape, fields: readonly [string, z.ZodType][]): Omit<Declaration, 'name' | 'module'> {
    const { interface: name = '', extends: parents = [] } = shape.meta;
    const uses = new Map<string, string>();
    const inherited = new Set(parents.flatMap((parent) => this.keysOf(parent)));
    for (const parent of parents) this.use(parent, uses);
    const members = fields
      .filter(([key]) => !inherited.has(key))
      .map(([key, field]) =>
        this.member(key, shape.meta.switchable === true && key === 'enabled' ? wanted(field) : field, uses),
      );
    const heading = parents.length > 0 ? `${name} extends ${parents.join(', ')}` : name;
    return {
      text: `${docblock([shape.meta.about ?? shape.doc])}\nexport interface ${heading} {\n${members.join('\n\n')}\n}`,
      uses,
    };
  }

  private keysOf(name: string): string[] {
    // an export may come before what it extends
    const parent = this.described.find((one) => shapeOf(one).meta.interface === name);
    if (parent && !this.known.has(name)) this.declare(parent);
    const declaration = this.known.get(name);
    if (!declaration) throw new Error(`${name} is extended before it is described`);
    return [...declaration.text.matchAll(/^ {2}readonly (\w+)/gm)].map(([, key = '']) => key);
  }

  private member(key: string, field: z.ZodType, uses: Map<string, string>): string {
    const shape = shapeOf(field);
    const type = this.typeOf(shape, uses);
    const isRequired = shape.meta.mustBeGiven === true || (!shape.optional && !hasDefault(field));
    const tag = isRequired ? [] : ['', `@default ${defaultText(shape, type)}`];
    const doc = shape.meta.enumeration === undefined ? docWithLimits(shape) : shape.doc;
    return `${docblock([...doc.split('\n'), ...tag], '  ')}\n  readonly ${key}${isRequired ? '' : '?'}: ${type};`;
  }

  private typeOf(shape: Shape, uses: Map<string, string>): string {
    const { propType: type, propModule: from, enumeration, interface: name } = shape.meta;
    if (type !== undefined) {
      const [symbol = ''] = /(?<=^|<string, )(?!Record)\w+/.exec(type) ?? [];
      if (from !== undefined) uses.set(symbol, from);
      else if (/^[A-Zk]/.test(symbol)) this.use(symbol, uses);
      return type;
    }
    if (enumeration ?? name) {
      this.use(enumeration ?? name ?? '', uses);
      return enumeration ?? name ?? '';
    }
    const item = itemOfList(shape);
    if (item) return `${this.typeOf(shapeOf(item), uses)}[]`;
    return plainType(shape);
  }

  private use(symbol: string, uses: Map<string, string>): void {
    if (ofCdk8s.test(symbol)) uses.set(symbol, 'cdk8s');
    else if (ofPlus.test(symbol)) uses.set(symbol, 'cdk8s-plus-27');
    else {
      const module = this.known.get(symbol)?.module ?? this.module;
      if (module !== this.module) uses.set(symbol, relativePath(this.module, module));
    }
  }
}

// a part whose props are given is wanted
function wanted(enabled: z.ZodType): z.ZodType {
  return z
    .boolean()
    .default(true)
    .meta({ description: shapeOf(enabled).doc });
}

function hasDefault(field: z.ZodType): boolean {
  let schema = field;
  for (;;) {
    if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return true;
    if (!(schema instanceof z.ZodOptional)) return false;
    schema = schema.def.innerType as z.ZodType;
  }
}

function plainType({ schema, doc }: Shape): string {
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return 'string';
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodRecord) return 'Record<string, string>';
  throw new Error(`no type of a prop is known for "${doc}": name it by .meta({ propType })`);
}

function optionsOf({ schema }: Shape): readonly string[] {
  return schema instanceof z.ZodEnum ? (schema.options as string[]) : [];
}

function memberName(word: string): string {
  return word
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]/g, '_')
    .toUpperCase();
}

/** What a prop is that is not given: a value of its type where there is one, else words after a dash. */
function defaultText({ default: value, meta }: Shape, type: string): string {
  const { without } = meta;
  if (without !== undefined) return `- ${without}`;
  if (value === undefined) return '- what each part of it has by default';
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length === 0 ? '- none' : JSON.stringify(value);
  if (type === 'Size' && typeof value === 'string') return sizeText(value);
  if (type === 'Duration') return durationText(value);
  if (typeof value === 'string' && /^[A-Z]\w*$/.test(type)) return `${type}.${memberName(value)}`;
  return JSON.stringify(value);
}

const units: Readonly<Record<string, string>> = { Mi: 'mebibytes', Gi: 'gibibytes', Ti: 'tebibytes' };

function sizeText(value: string): string {
  const [, amount = '', unit = ''] = /^(\d+)([MGT]i)$/.exec(value) ?? [];
  return units[unit] === undefined ? `- ${value}` : `Size.${units[unit]}(${amount})`;
}

const timeUnits: Readonly<Record<string, string>> = { ms: 'millis', s: 'seconds', m: 'minutes', h: 'hours', d: 'days' };

function durationText(value: unknown): string {
  const [, amount = '', unit = 's'] = /^(\d+)(ms|s|m|h|d)?$/.exec(String(value)) ?? [];
  return `Duration.${timeUnits[unit] ?? ''}(${amount})`;
}

function moduleText(declarations: readonly Declaration[]): string {
  const imports = new Map<string, Set<string>>();
  for (const { uses } of declarations)
    for (const [symbol, from] of uses) imports.set(from, (imports.get(from) ?? new Set()).add(symbol));
  const lines = [...imports]
    .sort(([a], [b]) => Number(a.startsWith('.')) - Number(b.startsWith('.')) || a.localeCompare(b))
    .map(([from, symbols]) => `import type { ${[...symbols].sort().join(', ')} } from '${from}';`);
  return [
    `// Generated from schema.ts beside it by npm run docs; do not edit.`,
    ...lines,
    '',
    declarations.map(({ text }) => text).join('\n\n'),
    '',
  ].join('\n');
}

function relativePath(from: string, to: string): string {
  const path = relative(dirname(from), to).replace(/\.ts$/, '');
  return path.startsWith('.') ? path : `./${path}`;
}

const width = 120;

function docblock(lines: readonly string[], indent = ''): string {
  const wrapped = lines.flatMap((line) => wrap(line, width - indent.length - 3));
  const [only] = wrapped;
  if (wrapped.length === 1 && only !== undefined && only.length <= width - indent.length - 7)
    return `${indent}/** ${only} */`;
  return [`${indent}/**`, ...wrapped.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join('\n');
}

function wrap(text: string, limit: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.replaceAll('*/', '*\\/').split(' ')) {
    if (current !== '' && current.length + word.length + 1 > limit) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
