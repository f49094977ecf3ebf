import { stringify } from 'yaml';
import { chartFiles, synthManifests, type Manifest } from '../../helm';
import { helmTemplate, printed, release } from '../support/helm-binary';
import { isTest, parseRendered, sameObjects } from '../support/rendered';
import { chartFolder } from '../support/scratch-folder';
import { over, valuesFile, type Values } from './product-chart';
import { client, vllm, webhook } from './products';

const { accepted, definition: vllmChart } = vllm;
const { name, version } = vllmChart;
const dependencies = [
  { name, version, condition: `${name}.enabled` },
  { name, version, alias: 'second', condition: 'second.enabled' },
];

const parent = chartFolder(
  new Map([
    ['Chart.yaml', stringify({ apiVersion: 'v2', name: 'platform', version: '0.1.0', dependencies })],
    ['values.yaml', stringify({ global: { region: 'cn-beijing' }, [name]: {}, second: { enabled: false } })],
    ...[...chartFiles(vllmChart)].map(([path, text]): [string, string] => [`charts/${name}/${path}`, text]),
  ]),
);

function template(values: Values) {
  return helmTemplate(parent, '-f', valuesFile(values));
}

async function objects(values: Values): Promise<Manifest[]> {
  return parseRendered(await printed(template(values))).filter((object) => !isTest(object));
}

describe('cai-vllm as a part of another chart', () => {
  it('takes its values from its key of the parent, beside global and enabled', async () => {
    const { values } = vllm.caseNamed('vllm-flags');
    const raw = synthManifests(vllmChart, values, release).objects;
    sameObjects(await objects({ global: { region: 'x' }, [name]: { ...values, enabled: true } }), raw);
  });

  it('is left out by its condition, with values that it would refuse', async () => {
    expect(await objects({ [name]: { enabled: false } })).toEqual([]);
  });

  it('refuses a typo and a broken rule under its key', async () => {
    const [typo, broken] = await Promise.all([
      template({ [name]: over(accepted, { oss: { fuseTypes: 'ossfs' } }) }),
      template({ [name]: over(accepted, { oss: { path: 'no-slash' } }) }),
    ]);
    expect([typo.code, broken.code]).toEqual([1, 1]);
    expect(typo.stderr).toContain("cai-vllm:\n- at '/oss': additional properties 'fuseTypes' not allowed");
    expect(broken.stderr).toContain('\nCAI2002 oss-path: oss.path is "no-slash"; it must begin with a slash');
  });

  it('can be there twice in one release: nothing of one is named or selected like the other', async () => {
    const first = over(vllm.caseNamed('fullname-override').values, { fullnameOverride: undefined });
    const options = {
      ...(vllm.caseNamed('fullname-override').values.caiOptions as Values),
      'cipher-text-volume': 'pvc-second',
    };
    const second = { ...vllm.caseNamed('fullname-override').values, enabled: true, caiOptions: options };
    const both = await objects({ [name]: first, second });
    expect(both).toHaveLength(2 * synthManifests(vllmChart, first, release).objects.length);
    expectDisjoint(both);
  });
});

describe('two releases in one namespace', () => {
  it('have names and selectors of their own with fullnameOverride and another claim', () => {
    const { values } = vllm.caseNamed('seed-document');
    const options = {
      ...(vllm.caseNamed('options-as-map').values.caiOptions as Values),
      'cipher-text-volume': 'pvc-second',
    };
    const first = synthManifests(vllmChart, values, release).objects;
    const other = over(values, { fullnameOverride: 'qwen', caiOptions: options });
    const second = synthManifests(vllmChart, other, { ...release, name: 'other' }).objects;
    expect(first).toHaveLength(6);
    expectDisjoint([...first, ...second]);
  });
});

/** Another chart, a case of it, and two mistakes with what is said of them. */
const parts = [
  {
    product: webhook,
    shown: 'monitoring',
    typo: [{ sidecars: { aa: { images: 'x' } } }, "at '/sidecars/aa': additional properties 'images' not allowed"],
    broken: [
      { certManager: { issuerRef: { name: 'ours' } } },
      'CAI2102 issuer-without-cert-manager: certManager.issuerRef.name is ours',
    ],
  },
  {
    product: client,
    shown: 'two-upstreams-one-host',
    typo: [{ proxy: { ports: 1 } }, "at '/proxy': additional properties 'ports' not allowed"],
    broken: [{ trustee: { address: 'nowhere' } }, 'CAI1004 wrong-form: trustee.address is "nowhere"'],
  },
] as const;

describe.each(parts)('$product.name as a part of another chart', ({ product, shown, typo, broken }) => {
  const { definition } = product;
  const { name: part, version: partVersion } = definition;
  const dependency = { name: part, version: partVersion, condition: `${part}.enabled` };
  const above = chartFolder(
    new Map([
      ['Chart.yaml', stringify({ apiVersion: 'v2', name: 'platform', version: '0.1.0', dependencies: [dependency] })],
      ['values.yaml', stringify({ [definition.name]: {} })],
      ...[...chartFiles(definition)].map(([path, text]): [string, string] => [
        `charts/${definition.name}/${path}`,
        text,
      ]),
    ]),
  );
  const made = (values: Values) => helmTemplate(above, '-f', valuesFile({ [definition.name]: values }));

  it('takes its values from its key of the parent, and is left out by its condition', async () => {
    const { values } = product.caseNamed(shown);
    const objectsIn = async (given: Values): Promise<Manifest[]> =>
      parseRendered(await printed(made(given))).filter((object) => !isTest(object));
    sameObjects(await objectsIn({ ...values, enabled: true }), synthManifests(definition, values, release).objects);
    expect(await objectsIn({ enabled: false })).toEqual([]);
  });

  it('refuses a typo and a broken rule under its key', async () => {
    const refusals = await Promise.all([made(typo[0]), made(broken[0])]);
    expect(refusals[0].stderr).toContain(`${part}:\n- ${typo[1]}`);
    expect(refusals[1].stderr).toContain(`\n${broken[1]}`);
  });
});

interface Labelled {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Record<string, string> };
    readonly template?: { readonly metadata: { readonly labels: Record<string, string> } };
  };
}

/** No name twice; and who selects Pods selects those of one Deployment. */
function expectDisjoint(manifests: readonly Manifest[]): void {
  const all = manifests as unknown as readonly Labelled[];
  const names = all.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  expect(new Set(names).size).toBe(names.length);
  const deployments = all.filter(({ kind }) => kind === 'Deployment');
  expect(deployments).toHaveLength(2);
  const selecting = all.filter(({ kind }) => kind === 'Deployment' || kind === 'Service');
  const chosen = selecting.map(({ spec }) => {
    const selector = spec?.selector?.matchLabels ?? (spec?.selector as Record<string, string> | undefined) ?? {};
    return deployments.filter(({ spec: other }) =>
      Object.entries(selector).every(([key, value]) => other?.template?.metadata.labels[key] === value),
    ).length;
  });
  expect(chosen).toEqual([1, 1, 1, 1]);
}
