import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vllmChart } from '../../charts/vllm/chart';
import { values as schema } from '../../charts/vllm/values';
import { chartFiles, ProblemsError, readValues, synthManifests, type Manifests } from '../../helm';
import { helmTemplate, release, type Outcome } from '../support/helm-binary';
import { isTest, parseRendered, sameObjects, writeValues } from '../support/rendered';
import { chartFolder, scratchFolder } from '../support/scratch-folder';

export { schema, vllmChart };

export type Values = Record<string, unknown>;

/** A values file under `cases`: its name without the ending, its path and what it holds. */
export interface Case {
  readonly name: string;
  readonly path: string;
  readonly says: string;
  readonly values: Values;
}

const folder = join(__dirname, 'cases');

export const cases: readonly Case[] = readdirSync(folder)
  .sort()
  .map((file) => {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    return { name: file.replace(/\.yaml$/, ''), path, says: text.split('\n')[0] ?? '', values: readValues(text, file) };
  });

export function caseNamed(name: string): Case {
  const found = cases.find((one) => one.name === name);
  if (!found) throw new Error(`there is no case ${name}`);
  return found;
}

/** Values that are accepted, to lay something over. */
export const accepted: Values = caseNamed('oss-public-bucket').values;

/** What came out of one of the two ways: manifests, or the lines with which the values were refused. */
export type Verdict = { readonly made: Manifests } | { readonly refused: readonly string[] };

export function rawVerdict(given: Values): Verdict {
  try {
    return { made: synthManifests(vllmChart, given, release) };
  } catch (error) {
    if (error instanceof ProblemsError) return { refused: error.message.split('\n') };
    throw error;
  }
}

// what Helm shows after an installation it does not print: a template of the tests' own does
const quotedNotes = '{{ dict "notes" (include (printf "%s/NOTES.txt" .Template.BasePath) .) | toJson }}';

/** A folder with the chart, which also prints its notes where a parser finds them. */
export const chart = chartFolder(new Map([...chartFiles(vllmChart), ['templates/quoted-notes.yaml', quotedNotes]]));

export async function helmVerdict(valuesFile: string, ...more: string[]): Promise<Verdict> {
  return verdictOf(await helmTemplate(chart, '-f', valuesFile, ...more));
}

function verdictOf({ code, stdout, stderr }: Outcome): Verdict {
  if (code !== 0) return { refused: stderr.trim().split('\n') };
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
