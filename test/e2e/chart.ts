import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { charts } from '../../charts';
import { readValues, synthManifests, writeCharts, type Manifest } from '../../helm';
import type { ValuesMap } from '../../helm/values/coalesce';

const definition = [...charts.values()][0]?.definition;
if (!definition) throw new Error('the project makes no chart');
export const vllmChart = definition;

let folder: Promise<string> | undefined;

/** The folder of the chart cai-vllm as it is now, written once a run. */
export function chartFolder(): Promise<string> {
  folder ??= writeChart();
  return folder;
}

async function writeChart(): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'cai-chart-'));
  process.once('exit', () => {
    rmSync(scratch, { recursive: true, force: true });
  });
  await writeCharts(scratch, [vllmChart]);
  return join(scratch, vllmChart.name);
}

/** Objects that raw synth makes, for a release in a namespace. */
export function rawObjects(values: ValuesMap, name: string, namespace: string): Manifest[] {
  return synthManifests(vllmChart, values, { name, namespace }).objects;
}

const cases = join(__dirname, '../charts/cases');

/** The values of one committed case. */
export function caseValues(file: string): ValuesMap {
  return readValues(readFileSync(join(cases, file), 'utf8'), file);
}

/** The document's own values, with its placeholders filled in. */
export function seedValues(): ValuesMap {
  return caseValues('seed-document.yaml');
}

export const casesFolder = cases;
