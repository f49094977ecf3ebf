import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, ClusterNode, Spawned } from '../cluster';
import { waitFor } from '../cluster/waiting';
import { lastLines } from '../program';
import type { BucketAccess } from './oss-buckets';
import { ossDriverName, ossDriverObject } from './oss-driver-object';

const gpu = 'nvidia.com/gpu';
const patience = 60;

/**
 * Starts the driver that plays OSS, with one folder a bucket in `bucketsDirectory`, and answers when Pods can use it.
 * Neither the folders nor who may read them need be there before a Pod asks.
 */
export async function startOssDriver(
  cluster: Cluster,
  bucketsDirectory: string,
  access: BucketAccess,
): Promise<Spawned> {
  const applied = await cluster.run('kubectl', ['apply', '--server-side', '-f', '-'], {
    input: JSON.stringify(ossDriverObject),
  });
  if (applied.code !== 0) throw new Error(`the object ${ossDriverName} is not accepted: ${applied.stderr}`);
  const driver = await spawn(ownNode(cluster), 'oss-driver', [bucketsDirectory, JSON.stringify(access)]);
  await waitFor(`${ossDriverName} on the node`, patience, () => hasOssDriver(cluster), [watched(driver)]);
  return driver;
}

/** Starts the plugin that hands out GPUs, and answers when Pods can ask for them. */
export async function startGpuPlugin(cluster: Cluster, count = 1): Promise<Spawned> {
  const plugin = await spawn(ownNode(cluster), 'gpu-plugin', [String(count)]);
  const isCounted = async (): Promise<boolean> => (await allocatableGpus(cluster)) === String(count);
  await waitFor(`${count} ${gpu} on the node`, patience, isCounted, [watched(plugin)]);
  return plugin;
}

function ownNode({ node }: Cluster): ClusterNode {
  if (!node) throw new Error('the cluster has no node of this harness');
  return node;
}

/** Runs one of the programs of this folder. They find the project by its path: a program in namespaces starts in /. */
function spawn(node: ClusterNode, program: string, args: readonly string[]): Promise<Spawned> {
  const script = [require.resolve('ts-node/register'), join(__dirname, `${program}.ts`)] as const;
  return node.spawn(process.execPath, ['--require', ...script, node.kubeletDirectory, ...args], {
    log: program,
    env: { TS_NODE_PROJECT: join(__dirname, '../../../tsconfig.json') },
  });
}

function watched({ log }: Spawned): { check: () => void; tail: () => string } {
  return {
    check: () => undefined,
    tail: () => `${log}:\n${lastLines(readFileSync(log, 'utf8'), 20)}`,
  };
}

async function hasOssDriver(cluster: Cluster): Promise<boolean> {
  const names = await cluster.kubectl('get', 'csinode', '-o', 'jsonpath={.items[*].spec.drivers[*].name}');
  return names.split(/\s+/).includes(ossDriverName);
}

function allocatableGpus(cluster: Cluster): Promise<string> {
  return cluster.kubectl('get', 'node', '-o', String.raw`jsonpath={.items[0].status.allocatable.nvidia\.com/gpu}`);
}
