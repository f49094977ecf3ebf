import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../cluster';
import { startOssDriver } from '../node/start-node-plugins';

/** A bucket with an access key, which holds a model that is not encrypted. */
export const keyedBucket = {
  name: 'examplebucket',
  path: '/qwen-encrypted/',
  akId: 'LTAI-e2e',
  akSecret: 'secret-of-e2e',
} as const;

/** The document's sample bucket, which everybody may read; it holds an encrypted model. */
export const publicBucket = { name: 'conf-ai', path: '/qwen2.5-3b-gocryptfs/' } as const;

const folders = new WeakMap<Cluster, Promise<string>>();

/** Starts the OSS driver once on a cluster, and answers the folder with a folder for each bucket. */
export function openBuckets(cluster: Cluster): Promise<string> {
  const known = folders.get(cluster) ?? start(cluster);
  folders.set(cluster, known);
  return known;
}

async function start(cluster: Cluster): Promise<string> {
  if (!cluster.node) throw new Error('the cluster has no node of this harness');
  const buckets = join(cluster.node.scratchDirectory, 'buckets');
  mkdirSync(buckets);
  await startOssDriver(cluster, buckets, {
    keys: { [keyedBucket.akId]: keyedBucket.akSecret },
    publicBuckets: [publicBucket.name],
    roles: [],
  });
  return buckets;
}
