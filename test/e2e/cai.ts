import { join } from 'node:path';
import type { Cluster, CommandResult } from './cluster';

const repository = join(__dirname, '../..');

/** Runs `cai` on the network of the cluster, however it ends. */
export function cai(cluster: Cluster, ...args: readonly string[]): Promise<CommandResult> {
  const program = ['--require', require.resolve('ts-node/register'), join(repository, 'cli/main.ts')];
  const project = `TS_NODE_PROJECT=${join(repository, 'tsconfig.json')}`;
  return cluster.run('env', [project, process.execPath, ...program, ...args]);
}
