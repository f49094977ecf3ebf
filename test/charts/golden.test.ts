import { readFileSync } from 'node:fs';
import { charts } from '../../charts';
import { chartFiles, readValues, synthManifests } from '../../helm';
import { manifestYaml } from '../../helm/manifest-yaml';
import { expectGoldenFolder } from '../support/golden';
import { release } from '../support/helm-binary';
import { products } from './products';

/** The cases of each chart whose manifests are committed for a reviewer to read. */
const shown: Readonly<Record<string, readonly string[]>> = {
  'cai-vllm': [
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
  ],
  'cai-webhook': ['defaults', 'cert-manager', 'built-image', 'monitoring', 'sidecar-images', 'scheduling'],
  'tng-client': ['seed-document', 'upstreams-alone', 'version-set-b', 'certificates-of-secrets', 'privileged-port'],
};

describe.each(products.map((product) => [product.name, product] as const))('the chart %s', (name, product) => {
  it('makes the manifests and notes that are committed', () => {
    const example = charts.get(name)?.example ?? '';
    const given = new Map([
      ...(shown[name] ?? []).map((one) => [one, product.caseNamed(one).values] as const),
      ['example', readValues(readFileSync(example, 'utf8'), example)] as const,
    ]);
    const files = [...given].flatMap(([one, values]): [string, string][] => {
      const { objects, tests, notes } = synthManifests(product.definition, values, release);
      return [
        [`${one}.yaml`, manifestYaml(objects)],
        [`${one}.test.yaml`, manifestYaml(tests)],
        [`${one}.notes.txt`, `${notes}\n`],
      ];
    });
    expectGoldenFolder(`${name}-manifests`, new Map(files));
  });

  it('has the files that are committed', () => {
    expectGoldenFolder(name, chartFiles(product.definition));
  });
});
