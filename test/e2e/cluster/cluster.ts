import type { CommandOptions, CommandResult } from '../program';
import type { Watched } from './waiting';

export type { CommandOptions, CommandResult };

/** A cluster that scenarios run against: one that this harness started, or the one of KUBECONFIG. */
export interface Cluster {
  readonly kubeconfig: string;
  readonly kubernetesVersion: string;
  /** Runs a program inside of the cluster's network namespace with KUBECONFIG set. Never throws on a non-zero exit. */
  run(program: string, args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** kubectl; throws with its stderr on a non-zero exit; answers stdout. */
  kubectl(...args: string[]): Promise<string>;
  /** Only for a cluster that this harness started. */
  readonly node?: ClusterNode;
  stop(): Promise<void>;
}

export interface ClusterNode {
  /** The kubelet's --root-dir as seen inside, with plugins and plugins_registry below. */
  readonly kubeletDirectory: string;
  /** Where the sockets of device plugins lie, as seen inside. */
  readonly devicePluginDirectory: string;
  /** A folder for scenarios, at the same path inside and outside, that goes with the cluster. */
  readonly scratchDirectory: string;
  importImage(ociTarPath: string): Promise<void>;
  /** Runs a program inside of all the cluster's namespaces, as root of the node. Never throws on a non-zero exit. */
  run(program: string, args: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Starts a long-running program inside of all the cluster's namespaces; it ends with the cluster. */
  spawn(program: string, args: readonly string[], options: SpawnOptions): Promise<Spawned>;
}

export interface SpawnOptions {
  /** The name of its log, or an absolute path. */
  log: string;
  env?: Record<string, string>;
}

/** A running program; waitFor takes it as one to watch. */
export interface Spawned extends Watched {
  readonly log: string;
  stop(): Promise<void>;
}
