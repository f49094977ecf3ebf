import { join } from 'node:path';
import type { Cluster } from '../cluster';
import { toolsImage, vllmImage } from '../images/images';
import { tinyModel, tinyModelArtefact } from '../images/tiny-model';
import { startGpuPlugin } from '../node/start-node-plugins';
import type { Say } from '../progress';
import { keyedBucket, openBuckets } from './buckets';

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
  const folder = join(await openBuckets(cluster), keyedBucket.name, keyedBucket.path);
  await tinyModel(join(folder, 'Qwen2.5-3B-Instruct'), say);
  await startGpuPlugin(cluster, 1);
  await cluster.kubectl('label', 'node', '--all', 'ack.aliyun.com/nvidia-driver-version=550.144.03', '--overwrite');
  say('the node offers OSS and one GPU');
}
