import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { charts } from '../../charts';
import {
  readValues,
  synthManifests,
  writeCharts,
  type ChartDefinition,
  type Manifest,
  type ReleaseContext,
} from '../../helm';
import type { ValuesMap } from '../../helm/values/coalesce';

/** The charts that scenarios install. */
export type ChartName = 'cai-vllm' | 'cai-webhook' | 'tng-client';

const folders = new Map<ChartName, Promise<string>>();

/** The folder of a chart as it is now, written once a run. */
export function chartFolder(name: ChartName): Promise<string> {
  const folder = folders.get(name) ?? writeChart(name);
  folders.set(name, folder);
  return folder;
}

async function writeChart(name: ChartName): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'cai-chart-'));
  process.once('exit', () => {
    rmSync(scratch, { recursive: true, force: true });
  });
  await writeCharts(scratch, [definition(name)]);
  return join(scratch, name);
}

function definition(name: ChartName): ChartDefinition<unknown> {
  const chart = charts.get(name);
  if (!chart) throw new Error(`the project makes no chart ${name}`);
  return chart.definition;
}

/** Objects that raw synth makes of cai-vllm, for a release in a namespace. */
export function rawObjects(values: ValuesMap, name: string, namespace: string): Manifest[] {
  return objectsOf('cai-vllm', values, { name, namespace });
}

/** Objects that raw synth makes of a chart. */
export function objectsOf(chart: ChartName, values: ValuesMap, release: ReleaseContext): Manifest[] {
  return synthManifests(definition(chart), values, release).objects;
}

const folderOfCases = (chart: ChartName): string => join(__dirname, '../charts/cases', chart);

/** The committed cases of a chart, by the name of their file. */
export function casesOf(chart: ChartName): string[] {
  return readdirSync(folderOfCases(chart));
}

/** The values of one committed case. */
export function caseValues(chart: ChartName, file: string): ValuesMap {
  return readValues(readFileSync(join(folderOfCases(chart), file), 'utf8'), file);
}

/** The document's own values, with its placeholders filled in. */
export function seedValues(): ValuesMap {
  return caseValues('cai-vllm', 'seed-document.yaml');
}
