import type { ValuesMap } from '../../../helm/values/coalesce';
import { components } from '../../../injection/names';
import type { Cluster } from '../cluster';
import { expectText } from '../expectation';
import { confidentialImages, imageRegistry, nodeImage, toolsImage } from '../images/images';
import { encryptedModelArtefact } from '../images/encrypted-model';
import { Release } from '../release';
import type { ScenarioContext } from '../scenario';

export const webhookNamespace = 'cai-system';
export const webhookName = 'cai-webhook';
/** A namespace in which nobody enters a Pod: the scenario that tries makes it. */
export const closedNamespace = 'e2e-closed';

/** What a scenario says that needs the webhook and makes confidential Pods. */
export const confidentialNeeds = {
  needs: ['node'],
  stage: 'webhook',
  images: [toolsImage, ...confidentialImages],
  artefacts: [encryptedModelArtefact],
} as const;

const smallRequests = { requests: { cpu: '1m', memory: '32Mi' }, limits: { memory: '1Gi' } };

/** The chart's values for images that are on the node. */
export function webhookValues(overrides: ValuesMap = {}): ValuesMap {
  const [, tag = ''] = nodeImage.reference.split(':');
  return {
    registry: imageRegistry,
    image: { registry: imageRegistry, repository: 'node', tag, pullPolicy: 'Never' },
    resources: { requests: { cpu: '1m', memory: '96Mi' } },
    // scenarios run side by side on one small node, which would be full by what is asked for long before it is by what is used
    closedNamespaces: [closedNamespace],
    sidecars: Object.fromEntries(components.map((component) => [component, { resources: smallRequests }])),
    ...overrides,
  };
}

const installed = new WeakMap<Cluster, Promise<Release>>();

/** Installs the webhook once on a cluster, and answers when it is ready. */
export function installWebhook(context: Pick<ScenarioContext, 'cluster' | 'helm4' | 'say'>): Promise<Release> {
  const known = installed.get(context.cluster) ?? install(context);
  installed.set(context.cluster, known);
  return known;
}

async function install({ cluster, helm4, say }: Pick<ScenarioContext, 'cluster' | 'helm4' | 'say'>): Promise<Release> {
  const release = new Release({ cluster, namespace: webhookNamespace }, helm4, webhookName, webhookName);
  await release.install(webhookValues(), '--create-namespace', '--wait', '--timeout', '120s');
  // Helm waits for ready Pods; the node hears a moment later where they are
  expectText(await release.done('test', '--logs', '--timeout', '120s'), 'Succeeded');
  say(
    'the chart cai-webhook is installed and its test passes: sidecars run the real TNG and gocryptfs; AA, CDH and Trustee are stand-ins',
  );
  return release;
}

/** Uninstalls it: the next scenario installs it anew. */
export async function uninstallWebhook({ cluster }: Pick<ScenarioContext, 'cluster'>): Promise<void> {
  const release = await installed.get(cluster);
  installed.delete(cluster);
  await release?.done('uninstall', '--wait', '--timeout', '120s');
}

/** kubectl in the namespace of the webhook. */
export function inSystem({ cluster }: Pick<ScenarioContext, 'cluster'>, ...args: string[]): Promise<string> {
  return cluster.kubectl('-n', webhookNamespace, ...args);
}

export const webhookConfigurations = ['mutatingwebhookconfiguration', 'validatingwebhookconfiguration'] as const;

/** The authorities that the API server trusts for each configuration, as PEM. */
export function caBundles({ cluster }: Pick<ScenarioContext, 'cluster'>): Promise<string[]> {
  const path = 'jsonpath={.webhooks[0].clientConfig.caBundle}';
  return Promise.all(
    webhookConfigurations.map(async (kind) => {
      const base64 = await cluster.kubectl('get', kind, webhookName, '-o', path);
      return Buffer.from(base64, 'base64').toString();
    }),
  );
}

interface PodList {
  readonly items: readonly { readonly metadata: { readonly name: string; readonly deletionTimestamp?: string } }[];
}

/** What every replica says of itself at `/readyz`, without those that are about to go. */
export async function webhookReadiness(context: Pick<ScenarioContext, 'cluster'>): Promise<string[]> {
  const selector = ['-l', `app.kubernetes.io/name=${webhookName}`];
  const list = await inSystem(context, 'get', 'pods', ...selector, '-o', 'json');
  const staying = (JSON.parse(list) as PodList).items.filter(
    ({ metadata }) => metadata.deletionTimestamp === undefined,
  );
  return Promise.all(
    staying.map(({ metadata: { name } }) => {
      const path = `/api/v1/namespaces/${webhookNamespace}/pods/${name}:8080/proxy/readyz`;
      return context.cluster.kubectl('get', '--request-timeout=5s', '--raw', path);
    }),
  );
}
