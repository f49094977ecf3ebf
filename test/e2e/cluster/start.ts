import { defaultVersion, isKubernetesVersion } from '../kubernetes/versions';
import type { Say } from '../progress';
import { OwnCluster } from './own-cluster';

export interface StartOptions {
  say?: Say;
  /** The cluster goes on when the runner has ended. */
  keep?: boolean;
}

const open = new Set<OwnCluster>();

/** A single-node Kubernetes of the default version. */
export function startCluster(options: StartOptions = {}): Promise<OwnCluster> {
  return started(new OwnCluster({ version: defaultVersion, kind: 'node', ...settings(options) }));
}

/** etcd and an API server of any known version: no controllers, no node. */
export function startApiServer(version: string, options: StartOptions = {}): Promise<OwnCluster> {
  if (!isKubernetesVersion(version)) throw new Error(`the e2e tests know no Kubernetes ${version}`);
  return started(new OwnCluster({ version, kind: 'api-server', ...settings(options) }));
}

/** For the end of the runner, whatever it comes from: also a cluster that is still starting. */
export async function stopAllClusters(): Promise<void> {
  await Promise.all([...open].map((cluster) => cluster.stop()));
}

function settings({ keep = false, say = () => undefined }: StartOptions): { keep: boolean; say: Say } {
  return { keep, say };
}

async function started(cluster: OwnCluster): Promise<OwnCluster> {
  open.add(cluster);
  try {
    await cluster.start();
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}
