import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readValues, type ChartFiles } from '../../helm';
import { helmTemplate, type Outcome } from './helm-binary';
import { chartFolder, scratchFolder } from './scratch-folder';

/** How many sets of values one run of Helm takes. */
export const batchSize = 16;

/** A values file, and whether it is to have a run of its own, because a rule may refuse it: Helm ends at the first. */
export interface BatchedSet {
  readonly file: string;
  readonly alone: boolean;
}

/**
 * Renders a chart for many values files in one run of Helm. Most of what a run takes goes to Helm's start and to reading the
 * chart's schema, so a run for sixteen files costs what four of one file cost.
 *
 * The chart is a dependency once for each file, under an alias of its own: same release, same namespace, same templates. Its
 * schema stands in the parent, once for all, and Helm holds each alias's values against it. What Helm would do otherwise for a
 * dependency than for a chart by itself has a run of its own: values that hold a null, and whatever a rule refuses.
 */
export class HelmBatch {
  readonly #chart: ChartFiles;
  readonly #alone: string;
  readonly #values = scratchFolder();
  readonly #parents = new Map<number, string>();
  #runs = 0;

  /** @param alone the folder with the same chart */
  constructor(chart: ChartFiles, alone: string) {
    for (const [path, text] of chart)
      if (path.startsWith('templates/') && /\.Chart\.(?!(?:App)?Version\b)|\.Subcharts\b/.test(text))
        throw new Error(`${path} reads what is different for a dependency`);
    this.#chart = chart;
    this.#alone = alone;
  }

  /** How Helm ended, or would have ended, for each file. */
  async outcomes(sets: readonly BatchedSet[]): Promise<Outcome[]> {
    const together = sets.filter(({ file, alone }) => !alone && isEmbeddable(readFileSync(file, 'utf8')));
    const known = new Map<string, Outcome>();
    for (const some of chunks(together, batchSize))
      for (const [file, outcome] of await this.#run(some.map(({ file }) => file))) known.set(file, outcome);
    const rest = sets.filter(({ file }) => !known.has(file));
    // a few at once: more would only want more memory
    for (const some of chunks(rest, 4))
      await Promise.all(some.map(async ({ file }) => known.set(file, await helmTemplate(this.#alone, '-f', file))));
    return sets.map(({ file }) => known.get(file) as Outcome);
  }

  /** The outcome for each file that the run tells something about. */
  async #run(files: readonly string[]): Promise<Map<string, Outcome>> {
    if (files.length < 2) return new Map();
    const values = join(this.#values, `${++this.#runs}.yaml`);
    writeFileSync(values, files.map((file, index) => embedded(`set${index}`, readFileSync(file, 'utf8'))).join(''));
    const { code, stdout, stderr } = await helmTemplate(this.#parentOf(files.length), '-f', values);
    if (code === 0) {
      const printed = documentsOf(stdout);
      return new Map(files.map((file, index) => [file, { code, stdout: printed.get(`set${index}`) ?? '', stderr }]));
    }
    const found = schemaFaults(stderr);
    if (found.size === 0) return new Map();
    const refused = files.flatMap((file, index): [string, Outcome][] => {
      const faults = found.get(`set${index}`);
      return faults ? [[file, { code, stdout: '', stderr: faults.join('\n') }]] : [];
    });
    const rest = files.filter((file) => !refused.some(([one]) => one === file));
    return new Map([...refused, ...(await this.#run(rest))]);
  }

  #parentOf(count: number): string {
    const made = this.#parents.get(count) ?? chartFolder(parentOf(this.#chart, count));
    this.#parents.set(count, made);
    return made;
  }
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

function parentOf(chart: ChartFiles, count: number): ChartFiles {
  const { name, version } = parse(chart.get('Chart.yaml') ?? '') as { name: string; version: string };
  const { $schema, ...schema } = JSON.parse(chart.get('values.schema.json') ?? '{}') as Record<string, unknown>;
  const aliases = Array.from({ length: count }, (_, index) => `set${index}`);
  const metadata = {
    apiVersion: 'v2',
    name: 'batch',
    version: '1.0.0',
    dependencies: aliases.map((alias) => ({ name, version, repository: '', alias })),
  };
  const schemas = {
    $schema,
    $defs: { chart: schema },
    properties: Object.fromEntries(aliases.map((alias) => [alias, { $ref: '#/$defs/chart' }])),
  };
  const own = [...chart].filter(([path]) => path !== 'values.schema.json' && path !== 'README.md');
  return new Map([
    ['Chart.yaml', JSON.stringify(metadata)],
    ['values.schema.json', JSON.stringify(schemas)],
    ...own.map(([path, text]): [string, string] => [`charts/${name}/${path}`, text]),
  ]);
}

/** Whether Helm makes the same of the text one level deeper. */
function isEmbeddable(text: string): boolean {
  if (text.startsWith('{')) return !holdsNull(JSON.parse(text));
  // what ends without a line break may end in a block, and a document has its marks at the begin of a line
  return text.endsWith('\n') && !/^(?:---|\.\.\.|%)/m.test(text) && !holdsNull(readValues(text, 'values'));
}

function holdsNull(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).some(holdsNull));
}

function embedded(key: string, text: string): string {
  const isEmpty = text.split('\n').every((line) => /^\s*(#.*)?$/.test(line));
  return isEmpty ? `${key}: {}\n` : `${key}:\n${text.replace(/^(?=.)/gm, '  ').replace(/\n?$/, '\n')}`;
}

/** What Helm printed for each alias. */
function documentsOf(stdout: string): Map<string, string> {
  const printed = new Map<string, string>();
  for (const document of stdout.split(/^---\n(?=# Source: )/m)) {
    const [, alias] = /^# Source: batch\/charts\/(set\d+)\//.exec(document) ?? [];
    if (alias !== undefined) printed.set(alias, `${printed.get(alias) ?? ''}---\n${document}`);
    else if (document.trim() !== '') throw new Error(`Helm printed something that belongs to no values:\n${document}`);
  }
  return printed;
}

/** What the schema refused for each alias, with the paths of a chart by itself. */
function schemaFaults(stderr: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  if (!stderr.includes("values don't meet the specifications of the schema")) return found;
  for (const [, alias = '', fault = ''] of stderr.matchAll(/^ *- at '\/(set\d+)(.*)$/gm))
    found.set(alias, [...(found.get(alias) ?? []), `- at '${fault}`]);
  return found;
}
