import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartFiles } from '../../helm';
import { HelmBatch } from '../support/helm-batch';
import { helmTemplate, type Outcome } from '../support/helm-binary';
import { parseRendered, sorted, writeValues } from '../support/rendered';
import { chartFolder, scratchFolder } from '../support/scratch-folder';
import { demo } from './demo-chart';

const files = chartFiles(demo);
const chart = chartFolder(files);
const folder = scratchFolder();
let made = 0;

const valuesOf = (given: unknown): string => writeValues(join(folder, `${++made}.json`), given);

function yamlOf(text: string): string {
  const file = join(folder, `${++made}.yaml`);
  writeFileSync(file, text);
  return file;
}

function told({ code, stdout, stderr }: Outcome): unknown {
  if (code === 0) return sorted(parseRendered(stdout));
  const faults = stderr.split('\n').filter((line) => line.startsWith('- at ') || /^[A-Z]+\d{4} /.test(line));
  expect(faults).not.toEqual([]);
  return faults.sort();
}

const accepted = [
  valuesOf({}),
  valuesOf({ replicas: 3 }),
  yamlOf('# a text\nmotto: |\n  a\n\n  b\n'),
  yamlOf('# none\n'),
];
const againstSchema = [
  valuesOf({ replicas: 'many' }),
  yamlOf('shelves:\n  - name: a\n    width: 3\n    tags: []\n    bins: []\n    typo: 1\n'),
];
const againstRule = [valuesOf({ shelves: [{ name: 'a', width: 351, tags: [], bins: [] }] })];
const withNull = [valuesOf({ stock: null }), yamlOf('stock: ~\n')];

describe('many values in one run of Helm', () => {
  it.each([
    ['all accepted', accepted],
    ['some against the schema', [...accepted, ...againstSchema]],
    ['one against a rule, among others', [...accepted, ...againstRule, ...againstSchema]],
    ['nulls', [...accepted, ...withNull]],
    ['one', accepted.slice(0, 1)],
    ['more than a run takes', Array.from({ length: 9 }, () => accepted).flatMap((some) => some.slice(0, 2))],
  ])('end as each by itself: %s', async (_name, given) => {
    const outcomes = await new HelmBatch(files, chart).outcomes(given.map((file) => ({ file, alone: false })));
    const alone = await Promise.all(given.map((file) => helmTemplate(chart, '-f', file)));
    expect(outcomes.map(({ code }) => code)).toEqual(alone.map(({ code }) => code));
    expect(outcomes.map(told)).toEqual(alone.map(told));
  });

  it('are not for a chart that asks for its own name', () => {
    const asking = new Map([...files, ['templates/name.yaml', 'name: {{ .Chart.Name }}\n']]);
    expect(() => new HelmBatch(asking, chart)).toThrow('templates/name.yaml');
  });
});
