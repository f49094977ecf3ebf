import { readFileSync } from 'node:fs';
import { charts } from '../../charts';
import { chartFiles, readValues, synthManifests } from '../../helm';
import { manifestYaml } from '../../helm/manifest-yaml';
import { expectGoldenFolder } from '../support/golden';
import { release } from '../support/helm-binary';
import { caseNamed, vllmChart } from './product-chart';

const shown = [
  'seed-document',
  'full-options-example',
  'oss-existing-secret',
  'vllm-flags',
  'api-key',
  'without-gpu',
  'autoscaling',
  'extra-volumes',
  'fullname-override',
  'free-texts',
];

const example = charts.get(vllmChart.name)?.example ?? '';

describe('the chart cai-vllm', () => {
  it('makes the manifests and notes that are committed', () => {
    const given = new Map([
      ...shown.map((name) => [name, caseNamed(name).values] as const),
      ['example', readValues(readFileSync(example, 'utf8'), example)] as const,
    ]);
    const files = [...given].flatMap(([name, values]): [string, string][] => {
      const { objects, tests, notes } = synthManifests(vllmChart, values, release);
      return [
        [`${name}.yaml`, manifestYaml(objects)],
        [`${name}.test.yaml`, manifestYaml(tests)],
        [`${name}.notes.txt`, `${notes}\n`],
      ];
    });
    expectGoldenFolder('cai-vllm-manifests', new Map(files));
  });

  it('has the files that are committed', () => {
    expectGoldenFolder('cai-vllm', chartFiles(vllmChart));
  });
});
