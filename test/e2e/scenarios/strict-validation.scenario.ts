import { readdirSync } from 'node:fs';
import { startApiServer, type Cluster } from '../cluster';
import { casesFolder, caseValues, rawObjects } from '../chart';
import type { Scenario } from '../scenario';
import { ensureServiceMonitors } from '../service-monitor';
import { applyStrictly } from '../strict-apply';

const otherVersions = ['1.33', '1.36', '1.37'] as const;

/** Every committed case against the API server: strict, without a warning. */
const scenario: Scenario = {
  name: 'strict validation',
  apiServers: otherVersions,
  async run({ cluster, namespace, say }) {
    const cases = readdirSync(casesFolder);
    if (cases.length < 25) throw new Error(`only ${cases.length} cases were found`);
    const isOwn = cluster.node !== undefined;
    await tryAll(cluster, cases, namespace);
    say(`${cases.length} cases are taken by Kubernetes ${cluster.kubernetesVersion}`);
    // a cluster of somebody's own is judged as it is
    for (const version of isOwn ? otherVersions : []) {
      const server = await startApiServer(version);
      try {
        await server.kubectl('create', 'namespace', namespace);
        await tryAll(server, cases, namespace);
        say(`${cases.length} cases are taken by Kubernetes ${server.kubernetesVersion}`);
      } finally {
        await server.stop();
      }
    }
  },
};

export default scenario;

async function tryAll(cluster: Cluster, cases: readonly string[], namespace: string): Promise<void> {
  await ensureServiceMonitors(cluster);
  for (const file of cases) {
    try {
      await applyStrictly(cluster, rawObjects(caseValues(file), 'vllm', namespace), '--dry-run=server');
    } catch (error) {
      throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
    }
  }
}
