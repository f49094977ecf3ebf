import type { Component } from '../../../injection/names';
import type { ClusterNode } from '../cluster';
import { eventually } from '../expectation';
import type { ScenarioContext } from '../scenario';
import { NodeProcesses, type NodeProcess } from './node-processes';
import type { RunningPod } from './running-pod';

/** What the program of a sidecar is called when it runs: a script comes as an argument of its interpreter. */
export const programOf: Readonly<Record<Component, RegExp>> = {
  aa: /^(\S*python3 )?\S*attestation-agent /,
  // between its one-shot programs the sidecar of CDH sleeps
  cdh: /^sleep /,
  tng: /^\S*tng /,
  cachefs: /^\S*gocryptfs /,
};

/** Ends processes of sidecars from outside, as the node or an operator would. */
export class SidecarKiller {
  readonly processes: NodeProcesses;

  constructor(
    { cluster }: Pick<ScenarioContext, 'cluster'>,
    private readonly pod: RunningPod,
  ) {
    this.processes = new NodeProcesses(ownNode(cluster.node));
  }

  /** Like {@link trySignal}, as soon as there is such a process: the API server hears of a restart some time after it. */
  async signal(name: 'TERM' | 'KILL', sidecar: string, program?: RegExp): Promise<void> {
    await eventually(`process of ${sidecar} that takes ${name}`, 60, async () => {
      await this.trySignal(name, sidecar, program);
      return true;
    });
  }

  /** Sends a signal to the program of a sidecar; without a program to the first process, with which KILL ends all. */
  async trySignal(name: 'TERM' | 'KILL', sidecar: string, program?: RegExp): Promise<void> {
    const all = await this.processes.ofContainer(await this.pod.containerId(sidecar));
    const isMeant = ({ innerPid, command }: NodeProcess): boolean =>
      program ? innerPid !== 1 && program.test(command) : innerPid === 1;
    const pids = all.filter(isMeant).map(({ pid }) => pid);
    if (pids.length === 0)
      throw new Error(`${sidecar} has no such process: ${all.map(({ command }) => command.slice(0, 60)).join(', ')}`);
    await this.processes.signal(name, pids);
  }
}

function ownNode(node: ClusterNode | undefined): ClusterNode {
  if (!node) throw new Error('the cluster has no node of this harness');
  return node;
}
