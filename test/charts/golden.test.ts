import { synthManifests } from '../../helm';
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
    'extra-args',
  ],
  'cai-webhook': ['defaults', 'cert-manager', 'built-image', 'monitoring', 'sidecar-images', 'scheduling'],
  'tng-client': ['seed-document', 'upstreams-alone', 'version-set-b', 'certificates-of-secrets', 'privileged-port'],
};

describe.each(products.map((product) => [product.name, product] as const))('the chart %s', (name, product) => {
  it('makes the manifests and notes that are committed', () => {
    const files = (shown[name] ?? []).flatMap((one): [string, string][] => {
      const { objects, tests, notes } = synthManifests(product.definition, product.caseNamed(one).values, release);
      return [
        [`${one}.yaml`, manifestYaml(objects)],
        [`${one}.test.yaml`, manifestYaml(tests)],
        [`${one}.notes.txt`, `${notes}\n`],
      ];
    });
    expectGoldenFolder(`${name}-manifests`, new Map(files));
  });
});
