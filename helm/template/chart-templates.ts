import { posix } from 'node:path';
import { ApiObject, App, Chart, type IResolver, type ResolutionContext } from 'cdk8s';
import type { ChartDefinition, NotesLine, ReleaseContext } from '../chart-definition';
import { Expression, isExpression, isOptional, nodeOf, type NamedNode } from '../expression';
import { fields, named, replace, text, truncate } from '../language';
import { framesOf, type Frame } from '../resources';
import { references } from '../values/references';
import { laidOut } from './action-layout';
import { tellingPath } from './construct-path';
import { fillInLine, fillInTemplates } from './defaults-template';
import { enterRange, YamlPrinter } from './yaml-printer';
import { bare, GoExpressions, type Scope, type Surroundings } from './go-expression';
import { rulesTemplate } from './rules-template';
import { withoutActions } from './yaml-scalar';

const top: Scope = { root: '.', items: new Map() };
const maskStart = '\uE001';

/** The templates of a chart, and which values they read. */
export interface Templates {
  /** File name below `templates/` to text. */
  readonly files: ReadonlyMap<string, string>;
  /** Dotted paths of the values that some template reads. */
  readonly valuesRead: ReadonlySet<string>;
}

/** Builds a chart's constructs from references and prints what they make as Helm templates. */
export function chartTemplates<V>(definition: ChartDefinition<V>): Templates {
  return new ChartTemplates(definition).write();
}

class ChartTemplates<V> implements Surroundings, IResolver {
  private readonly files = new Map<string, string>();
  private readonly valuesRead = new Set<string>();
  private readonly helpers = new Map<string, string>();
  private readonly structures = { checksum: new Map<unknown, string>(), json: new Map<unknown, string>() };
  private readonly masked: Expression[] = [];
  private readonly go = new GoExpressions(this);
  private readonly yaml = new YamlPrinter(this.go);
  private readonly values: V;
  private readonly release: ReleaseContext = {
    name: contextValue('Release', 'Name'),
    namespace: contextValue('Release', 'Namespace'),
  };

  public constructor(private readonly definition: ChartDefinition<V>) {
    this.values = references(definition.values);
  }

  public write(): Templates {
    const chart = this.build(this.definition.build);
    this.printObjects(chart, '');
    this.printRules(chart);
    if (this.definition.tests) this.printObjects(this.build(this.definition.tests), 'tests/');
    this.printNotes();
    const { name, values } = this.definition;
    const filled = [...this.files].map(([file, text]): [string, string] => [file, fillInLine(name) + text]);
    const helpers = [...fillInTemplates(name, values), ...this.helpers].map(
      ([helper, body]) => `{{- define "${helper}" -}}\n${body}\n{{- end }}\n`,
    );
    const files = [...filled, ['_helpers.tpl', helpers.join('\n')] as const];
    return {
      files: new Map(files.map(([file, text]): [string, string] => [file, laidOut(text)]).sort()),
      valuesRead: this.valuesRead,
    };
  }

  // cdk8s asks for every value: an expression goes through its resolution as a text that stands in for it
  public resolve(context: ResolutionContext): void {
    if (!isExpression(context.value)) return;
    context.replaceValue(`${maskStart}${this.masked.push(context.value) - 1}`);
  }

  public define({ name, of, owner }: NamedNode): string {
    const { text, kind } = this.go.operand(of, top);
    // a missing text would be printed as "<no value>"
    const given = isOptional(of) ? `default "" ${text}` : text;
    const printed = kind === 'string' ? bare(given) : `${bare(text)} | toJson`;
    const body = `{{ ${printed} }}`;
    const word = [...(owner ? tellingPath(owner) : []), name].join('.');
    for (let number = 1; ; number++) {
      const fullName = [this.definition.name, number === 1 ? word : `${word}-${number}`].join('.');
      const known = this.helpers.get(fullName);
      if (known === undefined || known === body) {
        this.helpers.set(fullName, body);
        return fullName;
      }
      if (owner) throw new Error(`named("${name}", ...) stands for two different expressions`);
    }
  }

  public defineStructure(use: 'checksum' | 'json', structure: unknown, scope: Scope): string {
    const word = use === 'json' ? 'jsonText' : use;
    if (isExpression(structure) || Array.isArray(structure))
      throw new Error(`${word}(...) takes a map: give the value a key, as in { value: x }`);
    if (scope.items.size > 0) throw new Error(`${word}(...) inside each(...) is not supported in templates`);
    const known = this.structures[use];
    const name = known.get(structure) ?? `${this.definition.name}.${use}-${known.size + 1}`;
    if (!known.has(structure)) {
      known.set(structure, name);
      const lines = this.yaml.document(structure as object, top);
      this.helpers.set(name, lines.join('\n'));
    }
    return name;
  }

  public valueRead(path: readonly string[]): void {
    this.valuesRead.add(path.join('.'));
  }

  private build(build: ChartDefinition<V>['build']): Chart {
    const app = new App({ resolvers: [this] });
    const chart = new Chart(app, this.definition.name, { namespace: this.release.namespace });
    build(chart, this.values, this.release);
    return chart;
  }

  private unmask(value: unknown): unknown {
    if (typeof value === 'string')
      return value.startsWith(maskStart) ? this.masked[Number(value.slice(maskStart.length))] : value;
    if (Array.isArray(value)) return value.map((one) => this.unmask(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.unmask(one)]));
  }

  private manifest(object: ApiObject): Record<string, unknown> {
    const manifest = this.unmask(object.toJson()) as Record<string, unknown>;
    const metadata = { ...(manifest.metadata as Record<string, unknown>) };
    metadata.labels = helmLabels(this.definition.name, metadata.labels as Record<string, unknown> | undefined);
    // cdk8s leaves out empty labels and annotations here, though nowhere else
    for (const key of ['labels', 'annotations']) {
      if (metadata[key] !== undefined) metadata[key] = fields(metadata[key] as Record<string, unknown>);
    }
    return { ...manifest, metadata };
  }

  private printObjects(chart: Chart, folder: string): void {
    for (const [name, object] of fileNames(objectsOf(chart))) {
      const file = `${folder}${name}`;
      if (this.files.has(file))
        throw new Error(`two resources would be written to templates/${file}: rename a construct`);
      this.files.set(file, this.framed(framesOf(object), object, top));
    }
  }

  private framed(frames: readonly Frame[], object: ApiObject, scope: Scope): string {
    const [frame, ...inner] = frames;
    if (!frame) return `${this.yaml.document(this.manifest(object), scope).join('\n')}\n`;
    if ('if' in frame)
      return `{{- if ${this.go.test(frame.if, scope)} }}\n${this.framed(inner, object, scope)}{{- end }}\n`;
    const { opening, inside } = enterRange(frame.each, frame.item, scope, this.go);
    return `{{- ${opening} }}\n---\n${this.framed(inner, object, inside)}{{- end }}\n`;
  }

  private printRules(chart: Chart): void {
    this.files.set('rules.yaml', rulesTemplate(chart, this.go));
  }

  private printNotes(): void {
    const lines = (this.definition.notes?.(this.values, this.release) ?? []).flatMap((line) => this.notesLine(line));
    if (lines.length > 0) this.files.set('NOTES.txt', `${lines.join('\n')}\n`);
  }

  private notesLine(line: NotesLine): string[] {
    if (line === undefined) return [];
    if (!isExpression(line)) return [withoutActions(line)];
    const node = nodeOf(line);
    if (node.op !== 'when') return [`{{ ${bare(this.go.operand(line, top).text)} }}`];
    const otherwise =
      node.otherwise === undefined ? [] : ['{{- else }}', ...this.notesLine(node.otherwise as NotesLine)];
    return [
      `{{- if ${this.go.test(node.test, top)} }}`,
      ...this.notesLine(node.then as NotesLine),
      ...otherwise,
      '{{- end }}',
    ];
  }
}

function contextValue(root: 'Release' | 'Chart', name: string): string {
  return new Expression({ op: 'ref', root, path: [name] }, 'string', {
    alwaysSet: true,
  }) as unknown as string;
}

/**
 * The labels that Helm's own conventions ask of a chart, beside those of the object. Raw manifests have none of them: they
 * came from no chart. The chart's name is written out, because an alias of a dependency changes `.Chart.Name`.
 */
function helmLabels(chart: string, labels?: Readonly<Record<string, unknown>>): Record<string, unknown> {
  // what a version may have and a label not
  const version = replace('[+]', contextValue('Chart', 'Version'), '_');
  const chartAndVersion = replace('[-_.]+$', truncate(63, text`${chart}-${version}`), '');
  const all = {
    'app.kubernetes.io/version': contextValue('Chart', 'AppVersion'),
    'helm.sh/chart': named('chart', chartAndVersion),
    ...labels,
    // Helm itself writes it on whatever it installs
    'app.kubernetes.io/managed-by': contextValue('Release', 'Service'),
  };
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function objectsOf(chart: Chart): ApiObject[] {
  return chart.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}

/** The component and the kind name a file; where several objects share both, as much of their path as tells them apart. */
function fileNames(objects: readonly ApiObject[]): [name: string, object: ApiObject][] {
  const alike = new Map<string, ApiObject[]>();
  for (const object of objects) {
    const component = object.metadata.getLabel('app.kubernetes.io/component') ?? object.chart.node.id;
    const name = `${component}-${object.kind.toLowerCase()}.yaml`;
    alike.set(name, [...(alike.get(name) ?? []), object]);
  }
  return [...alike].flatMap(([name, several]) => {
    const paths = several.map(tellingPath);
    const start = (path: readonly string[], depth: number): string => path.slice(0, depth).join('/');
    const isShared = (path: readonly string[], depth: number): boolean =>
      paths.some((other) => other !== path && start(other, depth) === start(path, depth));
    return several.map((object, at): [string, ApiObject] => {
      const path = paths[at] ?? [];
      let depth = 0;
      while (isShared(path, depth)) depth += 1;
      return [posix.join(start(path, depth), name), object];
    });
  });
}
