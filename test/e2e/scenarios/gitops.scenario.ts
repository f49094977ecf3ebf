import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../helm';
import type { ValuesMap } from '../../../helm/values/coalesce';
import { isTest, parseRendered } from '../../support/rendered';
import { caseValues, chartFolder, seedValues, type ChartName } from '../chart';
import { caBundles, uninstallWebhook, webhookName, webhookNamespace, webhookValues } from '../confidential/webhook';
import { eventually, expectEqual, expectText } from '../expectation';
import { gitopsEngines } from '../gitops/build';
import { helm3 } from '../go-tools';
import { nodeImage, stockNodeImage } from '../images/images';
import { Release } from '../release';
import type { Scenario, ScenarioContext } from '../scenario';

/** Every object of ours at once, as GitOps has it in a repository. */
interface Wanted {
  readonly file: string;
  readonly objects: readonly Manifest[];
}

const manifests = join(__dirname, '../../../dist/manifests');

/** Argo CD and Flux, by their own engines: what the webhook and the controllers write at run time is no drift to them. */
const scenario: Scenario = {
  name: 'gitops',
  needs: ['node'],
  stage: 'alone',
  images: [nodeImage, stockNodeImage],
  artefacts: [helm3, gitopsEngines],
  async run(context) {
    await uninstallWebhook(context);
    await byHelmController(context);
    await byKustomizeController(context);
    await byArgo(context, []);
    await byArgo(context, ['--server-side', '--field-manager=argocd-controller']);
  },
};

export default scenario;

/** Flux's helm-controller: it installs by Helm and then looks for drift by dry runs. */
async function byHelmController(context: ScenarioContext): Promise<void> {
  const { cluster, helm4, say } = context;
  const service = { cluster, namespace: context.namespace };
  const releases: readonly (readonly [Release, ValuesMap])[] = [
    [new Release({ cluster, namespace: webhookNamespace }, helm4, webhookName, webhookName), webhookValues()],
    [new Release(service, helm4, 'vllm', 'cai-vllm'), seedValues()],
    [new Release(service, helm4, 'client', 'tng-client'), clientValues],
  ];
  const [webhook] = releases[0] ?? [];
  try {
    for (const [release, values] of releases) {
      await release.install(values, '--create-namespace', ...(release === webhook ? ['--wait'] : []));
    }
    await untilWritten(context);
    for (const turn of ['installation', 'upgrade']) {
      for (const [release, values] of releases) {
        if (turn === 'upgrade') await release.upgrade(values);
        const { stdout } = await release.run('get', 'manifest', release.name);
        expectEqual(await drift(context, 'helm-drift', wanted(context, stdout)), '', `drift after the ${turn}`);
      }
      expectEqual(
        (await caBundles(context)).filter((bundle) => bundle === ''),
        [],
        'configurations without an authority',
      );
    }
    await cluster.kubectl('-n', webhookNamespace, 'scale', 'deployment', webhookName, '--replicas=3');
    const { stdout } = (await webhook?.run('get', 'manifest', webhookName)) ?? { stdout: '' };
    expectText(await drift(context, 'helm-drift', wanted(context, stdout)), 'Deployment', '/spec/replicas');
    say(
      "Flux's helm-controller sees no drift after installation and upgrade of the three charts, and one that somebody makes",
    );
  } finally {
    for (const [release] of [...releases].reverse()) await release.run('uninstall', release.name, '--wait');
  }
}

/** Flux's kustomize-controller: it applies manifests by server-side apply. */
async function byKustomizeController(context: ScenarioContext): Promise<void> {
  const text = ['cai-webhook', 'tng-client', 'vllm'].map((name) =>
    readFileSync(join(manifests, `${name}.k8s.yaml`), 'utf8'),
  );
  const all = wanted(context, text.join('\n---\n'));
  try {
    expectEqual(await drift(context, 'kustomize-apply', all), '', 'what applying printed');
    await untilWritten(context);
    expectEqual(await drift(context, 'kustomize-drift', all), '', 'drift');
    await drift(context, 'kustomize-apply', all);
    expectEqual(
      (await caBundles(context)).filter((bundle) => bundle === ''),
      [],
      'configurations without an authority',
    );
    context.say("Flux's kustomize-controller applies dist/manifests, sees no drift, and takes no authority away");
  } finally {
    await deleteAll(context, all);
  }
}

/** Argo CD: it applies what `helm template` prints and compares by its engine. */
async function byArgo(context: ScenarioContext, flags: readonly string[]): Promise<void> {
  const { cluster, say } = context;
  await cluster.run('kubectl', ['create', 'namespace', webhookNamespace]);
  const objects = [
    ...(await rendered(context, { chart: 'cai-webhook', values: webhookValues(), namespace: webhookNamespace })),
    ...(await rendered(context, { chart: 'cai-vllm', values: seedValues(), namespace: context.namespace })),
    ...(await rendered(context, { chart: 'tng-client', values: clientValues, namespace: context.namespace })),
  ];
  const all = listed(context, objects);
  const apply = async (): Promise<void> => {
    await cluster.kubectl('apply', ...flags, '--filename', await asList(context, objects));
  };
  const way = flags.length === 0 ? 'its default sync' : 'server-side apply';
  try {
    await apply();
    await untilWritten(context);
    expectEqual(await drift(context, 'argo-drift', all), '', `drift after ${way}`);
    await apply();
    expectEqual(
      (await caBundles(context)).filter((bundle) => bundle === ''),
      [],
      'configurations without an authority',
    );
    expectEqual(await drift(context, 'argo-drift', all), '', `drift after another sync by ${way}`);
    await cluster.kubectl('-n', webhookNamespace, 'scale', 'deployment', webhookName, '--replicas=3');
    expectText(await drift(context, 'argo-drift', all), `Deployment ${webhookNamespace}/${webhookName}`);
    say(`Argo CD's engine sees no drift after two syncs by ${way}, and one that somebody makes`);
  } finally {
    await deleteAll(context, all);
  }
}

const clientValues: ValuesMap = caseValues('tng-client', 'seed-document.yaml');

async function rendered(
  context: ScenarioContext,
  { chart, values, namespace }: { chart: ChartName; values: ValuesMap; namespace: string },
): Promise<Manifest[]> {
  const file = join(folderOf(context), `${chart}.values.json`);
  writeFileSync(file, JSON.stringify(values));
  // as Argo CD calls it: it tells Helm which Kubernetes it has found
  const version = context.cluster.kubernetesVersion;
  const args = ['template', chart, await chartFolder(chart), '--kube-version', version];
  args.push('--namespace', namespace, '--values', file);
  const { code, stdout, stderr } = await context.cluster.run(context.helm3, args);
  expectEqual([code, stderr], [0, ''], `helm template ${chart}`);
  return parseRendered(stdout).filter((object) => !isTest(object));
}

function wanted(context: ScenarioContext, text: string): Wanted {
  return listed(
    context,
    parseRendered(text).filter((object) => !isTest(object)),
  );
}

function listed(context: ScenarioContext, objects: readonly Manifest[]): Wanted {
  const file = join(folderOf(context), 'wanted.json');
  writeFileSync(file, JSON.stringify(objects));
  return { file, objects };
}

async function asList(context: ScenarioContext, items: readonly Manifest[]): Promise<string> {
  const file = join(folderOf(context), 'list.json');
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  return Promise.resolve(file);
}

function folderOf({ cluster }: ScenarioContext): string {
  if (!cluster.node) throw new Error('the cluster has no node of this harness');
  return cluster.node.scratchDirectory;
}

async function drift({ cluster }: ScenarioContext, what: string, { file }: Wanted): Promise<string> {
  const { code, stdout, stderr } = await cluster.run(gitopsEngines.path('gitops'), [what, file], {
    timeoutSeconds: 180,
  });
  expectEqual([code, stderr], [0, ''], `${what} (${stdout})`);
  return stdout;
}

/** Until the webhook works and its authority is in both configurations. */
async function untilWritten(context: ScenarioContext): Promise<void> {
  const { cluster } = context;
  await cluster.kubectl('rollout', 'status', `deployment/${webhookName}`, '-n', webhookNamespace, '--timeout=120s');
  await eventually('authority in the configurations', 60, async () =>
    (await caBundles(context)).every((bundle) => bundle.includes('BEGIN CERTIFICATE')) ? true : undefined,
  );
}

async function deleteAll(context: ScenarioContext, { objects }: Wanted): Promise<void> {
  // the configurations first: without their server they refuse what goes with it
  const first = objects.filter(({ kind }) => /WebhookConfiguration$/u.test(String(kind)));
  const args = ['delete', '--ignore-not-found', '--wait=true', '--filename'];
  for (const items of [first, [...objects].reverse()]) {
    const file = await asList(context, items);
    const { code, stderr } = await context.cluster.run('kubectl', [...args, file], { timeoutSeconds: 180 });
    expectEqual([code, stderr.replace(/^[Ww]arning: .*$/gm, '').trim()], [0, ''], 'kubectl delete');
  }
}
