export type { Cluster, ClusterNode, CommandOptions, CommandResult, Spawned, SpawnOptions } from './cluster';
export { existingCluster } from './existing-cluster';
export { startApiServer, startCluster, stopAllClusters, type StartOptions } from './start';
