import { startApiServer, type Cluster } from '../cluster';
import { casesOf, caseValues, objectsOf, type ChartName } from '../chart';
import { ensureCustomKinds } from '../custom-kinds';
import { eventually } from '../expectation';
import { defaultVersion } from '../kubernetes/versions';
import type { Scenario } from '../scenario';
import { applyStrictly } from '../strict-apply';

const otherVersions = ['1.33', '1.36', '1.37'] as const;
const charts: readonly ChartName[] = ['cai-vllm', 'cai-webhook', 'tng-client'];

/** Every committed case of every chart against the API server: strict, without a warning. */
const scenario: Scenario = {
  name: 'strict validation',
  apiServers: otherVersions,
  async run({ cluster, namespace, apiServers, say }) {
    const isOwn = cluster.node !== undefined;
    say(`${await tryAll(cluster, namespace)} cases are taken by Kubernetes ${cluster.kubernetesVersion}`);
    await checkTypes(cluster, namespace);
    say('the expressions of the admission policies have the types of what they read');
    // a cluster of somebody's own is judged as it is
    for (const version of isOwn ? apiServers.filter((one) => one !== defaultVersion) : []) {
      const server = await startApiServer(version);
      try {
        await server.kubectl('create', 'namespace', namespace);
        say(`${await tryAll(server, namespace)} cases are taken by Kubernetes ${server.kubernetesVersion}`);
      } finally {
        await server.stop();
      }
    }
  },
};

export default scenario;

async function tryAll(cluster: Cluster, namespace: string): Promise<number> {
  await ensureCustomKinds(cluster);
  let tried = 0;
  for (const chart of charts) {
    const cases = casesOf(chart);
    if (cases.length < 25) throw new Error(`only ${cases.length} cases of ${chart} were found`);
    for (const file of cases) {
      // a name that no other scenario gives to what belongs to the cluster
      const objects = objectsOf(
        chart,
        { fullnameOverride: 'strict', ...caseValues(chart, file) },
        { name: 'strict', namespace },
      );
      try {
        await applyStrictly(cluster, objects, '--dry-run=server');
      } catch (error) {
        throw new Error(`${chart} ${file}: ${(error as Error).message}`, { cause: error });
      }
      tried += 1;
    }
  }
  return tried;
}

interface Policy {
  readonly metadata: { readonly generation: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly typeChecking?: { readonly expressionWarnings?: readonly unknown[] };
  };
}

/** A controller checks the types of a policy's expressions. Without a binding a policy does nothing. */
async function checkTypes(cluster: Cluster, namespace: string): Promise<void> {
  const fullnameOverride = `types-${namespace}`.slice(0, 50).replace(/-+$/, '');
  const values = { fullnameOverride, closedNamespaces: [namespace] };
  const objects = objectsOf('cai-webhook', values, { name: 'types', namespace });
  const policies = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
  if (policies.length < 4) throw new Error(`the chart makes only ${policies.length} admission policies`);
  await applyStrictly(cluster, policies);
  const names = policies.map(({ metadata }) => (metadata as { name: string }).name);
  try {
    for (const name of names) await checkTypesOf(cluster, name);
  } finally {
    await cluster.kubectl('delete', 'validatingadmissionpolicy', ...names);
  }
}

async function checkTypesOf(cluster: Cluster, name: string): Promise<void> {
  const { status } = await eventually(`verdict about the types of ${name}`, 60, async () => {
    const seen = JSON.parse(await cluster.kubectl('get', 'validatingadmissionpolicy', name, '-o', 'json')) as Policy;
    return seen.status?.observedGeneration === seen.metadata.generation ? seen : undefined;
  });
  const warnings = status?.typeChecking?.expressionWarnings ?? [];
  if (warnings.length > 0) throw new Error(`the API server warns of types: ${JSON.stringify(warnings, null, 2)}`);
}
