import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { ProblemsError } from '../../problems';
import { chartFiles, readValues, synthManifests, type ChartDefinition, type Manifests } from '../../helm';
import { HelmBatch, type BatchedSet } from '../support/helm-batch';
import { helmTemplate, release, type Outcome } from '../support/helm-binary';
import { isTest, parseRendered, sameObjects, writeValues } from '../support/rendered';
import { chartFolder, scratchFolder } from '../support/scratch-folder';

export type Values = Record<string, unknown>;

/** A values file under `cases`: its name without the ending, its path and what it holds. */
export interface Case {
  readonly name: string;
  readonly path: string;
  readonly says: string;
  readonly values: Values;
}

/** What came out of one of the two ways: manifests, or the lines with which the values were refused. */
export type Verdict = { readonly made: Manifests } | { readonly refused: readonly string[] };

// what Helm shows after an installation it does not print: a template of the tests' own does
const quotedNotes = '{{ dict "notes" (include (printf "%s/NOTES.txt" .Template.BasePath) .) | toJson }}';

/** One of the project's charts, with its committed cases, made in both ways. */
export class ProductChart {
  public readonly name: string;
  public readonly schema: z.ZodObject;
  public readonly cases: readonly Case[];
  /** A folder with the chart, which also prints its notes where a parser finds them. */
  public readonly folder: string;
  readonly #batch: HelmBatch;

  /** @param accepted name of the case whose values others are laid over */
  public constructor(
    public readonly definition: ChartDefinition<unknown>,
    private readonly acceptedCase = '',
  ) {
    this.name = definition.name;
    this.schema = definition.values as unknown as z.ZodObject;
    this.cases = casesIn(join(__dirname, 'cases', this.name));
    const files = new Map([...chartFiles(definition), ['templates/quoted-notes.yaml', quotedNotes]]);
    this.folder = chartFolder(files);
    this.#batch = new HelmBatch(files, this.folder);
  }

  /** Values that are accepted, to lay something over. */
  public get accepted(): Values {
    return this.caseNamed(this.acceptedCase).values;
  }

  public caseNamed(name: string): Case {
    const found = this.cases.find((one) => one.name === name);
    if (!found) throw new Error(`there is no case ${name}`);
    return found;
  }

  public rawVerdict(given: Values): Verdict {
    try {
      return { made: synthManifests(this.definition, given, release) };
    } catch (error) {
      if (error instanceof ProblemsError) return { refused: error.message.split('\n') };
      throw error;
    }
  }

  public async helmVerdict(file: string, ...more: string[]): Promise<Verdict> {
    return verdictOf(await helmTemplate(this.folder, '-f', file, ...more));
  }

  /** Helm's verdict on each file, in few runs. */
  public async helmVerdicts(sets: readonly BatchedSet[]): Promise<Verdict[]> {
    return (await this.#batch.outcomes(sets)).map(verdictOf);
  }

  /** The lines that name a problem, from either way. */
  public async said(given: Values): Promise<{ raw: string[]; helm: string[] }> {
    return { raw: problemsIn(this.rawVerdict(given)), helm: problemsIn(await this.helmVerdict(valuesFile(given))) };
  }
}

function casesIn(folder: string): readonly Case[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      const says = text.split('\n')[0] ?? '';
      return { name: file.replace(/\.yaml$/, ''), path, says, values: readValues(text, file) };
    });
}

function verdictOf({ code, stdout, stderr }: Outcome): Verdict {
  if (code !== 0) return { refused: stderr.trim().split('\n') };
  // users would see it at each run
  if (stderr !== '') throw new Error(`Helm warns: ${stderr}`);
  const printed = parseRendered(stdout);
  const notes = printed.find((object) => object.kind === undefined);
  const objects = printed.filter((object) => object !== notes);
  return {
    made: {
      objects: objects.filter((object) => !isTest(object)),
      tests: objects.filter(isTest),
      notes: String(notes?.notes),
    },
  };
}

/** The lines that name a problem. */
export function problemsIn(verdict: Verdict): string[] {
  return 'made' in verdict ? [] : verdict.refused.filter((line) => /^(CAI|HELM)\d{4} /.test(line));
}

const scratch = scratchFolder();
let files = 0;

export function valuesFile(given: Values): string {
  return writeValues(join(scratch, `${++files}.json`), given);
}

/** The law: what Helm prints is what raw synth makes. */
export function expectSame(printed: Manifests, raw: Manifests): void {
  sameObjects(printed.objects, raw.objects);
  sameObjects(printed.tests, raw.tests);
  // Helm ends the file of the notes with a line break
  expect(printed.notes).toBe(`${raw.notes}\n`);
}

/** Values laid over others, map by map. A key given as undefined is removed. */
export function over(base: Values, change: Values): Values {
  const result: Values = { ...base };
  for (const [key, value] of Object.entries(change)) {
    const before = result[key];
    if (value === undefined) Reflect.deleteProperty(result, key);
    else result[key] = isMap(before) && isMap(value) ? over(before, value) : value;
  }
  return result;
}

export function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
