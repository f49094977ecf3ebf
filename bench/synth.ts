import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { charts } from '../charts';
import { chartFiles, readValues, synthManifests } from '../helm';
import { manifestYaml } from '../helm/manifest-yaml';
import { measure, reportLine } from './measure';

const chartBudget = 50;
const synthBudget = 3000;
const releaseBudget = 400;

async function main(): Promise<void> {
  console.log(`${'milliseconds'.padEnd(44)} ${['min', 'median', 'max'].map((name) => name.padStart(8)).join(' ')}`);
  for (const [name, { definition, example }] of charts) {
    const values = readValues(readFileSync(example, 'utf8'), example);
    const release = { name, namespace: 'default' };
    const manifests = await measure(50, () => synthManifests(definition, values, release));
    console.log(reportLine(`${name}: raw manifests`, manifests, chartBudget));
    const templates = await measure(50, () => chartFiles(definition));
    console.log(reportLine(`${name}: the whole chart`, templates, chartBudget));
    // Helm keeps a release as JSON: every file in base64, and what was rendered of them; then gzipped, and in base64
    const files = [...chartFiles(definition)].map(([path, text]) => [path, Buffer.from(text).toString('base64')]);
    const manifest = manifestYaml(synthManifests(definition, values, release).objects);
    const secret = gzipSync(JSON.stringify({ files, manifest })).toString('base64');
    console.log(
      `${`${name}: release Secret`.padEnd(44)} ${(secret.length / 1024).toFixed(1).padStart(8)} KiB   budget ${releaseBudget} KiB`,
    );
  }
  const synth = await measure(5, () => {
    const { status, stderr } = spawnSync('npm', ['run', '--silent', 'synth'], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  });
  console.log(reportLine('npm run synth, warm', synth, synthBudget));
}

void main();
