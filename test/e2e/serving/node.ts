import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../cluster';
import { toolsImage, vllmImage } from '../images/images';
import { tinyModel, tinyModelArtefact } from '../images/tiny-model';
import { startGpuPlugin, startOssDriver } from '../node/start-node-plugins';
import type { Say } from '../progress';

/** What the buckets of the tests hold and who may read them. */
export const bucket = {
  name: 'examplebucket',
  path: '/qwen-encrypted/',
  akId: 'LTAI-e2e',
  akSecret: 'secret-of-e2e',
} as const;

/** What a scenario says that serves a model. */
export const servingNeeds = {
  needs: ['node'],
  images: [toolsImage, vllmImage],
  artefacts: [tinyModelArtefact],
  timeoutSeconds: 1200,
} as const;

const prepared = new WeakMap<Cluster, Promise<void>>();

/** Makes the cluster's node one that can serve: the OSS driver with a tiny model, one GPU, the document's label. */
export function prepareNode(cluster: Cluster, say: Say): Promise<void> {
  const known = prepared.get(cluster) ?? prepare(cluster, say);
  prepared.set(cluster, known);
  return known;
}

async function prepare(cluster: Cluster, say: Say): Promise<void> {
  if (!cluster.node) throw new Error('the cluster has no node of this harness');
  const buckets = join(cluster.node.scratchDirectory, 'buckets');
  const folder = join(buckets, bucket.name, bucket.path);
  mkdirSync(folder, { recursive: true });
  await tinyModel(join(folder, 'Qwen2.5-3B-Instruct'), say);
  await startOssDriver(cluster, buckets, {
    keys: { [bucket.akId]: bucket.akSecret },
    publicBuckets: [],
    roles: [],
  });
  await startGpuPlugin(cluster, 1);
  await cluster.kubectl('label', 'node', '--all', 'ack.aliyun.com/nvidia-driver-version=550.144.03', '--overwrite');
  say('the node offers OSS and one GPU');
}
