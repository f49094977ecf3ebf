import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Component } from './component';
import { nodeAddress, nodeName, serviceRange } from './network';
import { processStat } from './process-stat';
import type { RunFolder } from './run-folder';
import { waitFor } from './waiting';

type Command = [program: string, args: string[]];

/** The namespaces of one cluster, held by a PID 1 of their own. */
export class Namespaces {
  private constructor(
    private readonly run: RunFolder,
    readonly pid: number,
  ) {}

  static async open(run: RunFolder, kind: 'node' | 'api-server', outlivesRunner: boolean): Promise<Namespaces> {
    run.cgroup.create();
    const kinds = ['--mount', '--net', '--pid', '--uts', '--ipc'];
    const unshare = ['unshare', ...kinds, '--fork', '--kill-child', '--propagation', 'private'];
    // a runner that is killed takes the cluster along
    const command = [...(outlivesRunner ? [] : ['setpriv', '--pdeathsig', 'KILL']), ...unshare];
    const [program, args] = run.cgroup.joined('env', [...command, join(__dirname, 'pid1.sh'), kind, run.path]);
    const holder = new Component('the namespaces', run.file('log', 'pid1.log'), [program, args], {
      // a root that came by su may lack the folder of ip
      PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin`,
      NODE_ADDRESS: nodeAddress,
      NODE_NAME: nodeName,
      SERVICE_RANGE: serviceRange,
    });
    await waitFor('the namespaces', 20, () => existsSync(run.file('namespaces-ready')), [holder]);
    const pid = childOf(holder.pid);
    if (pid === undefined) throw new Error(`the namespaces ended at once\n${holder.tail()}`);
    return new Namespaces(run, pid);
  }

  /** The command line that runs a program on the cluster's network, and otherwise on this machine. */
  onNetwork(program: string, args: readonly string[]): Command {
    return ['nsenter', [`--net=/proc/${this.pid}/ns/net`, program, ...args]];
  }

  /** The command line that runs a program as one of the cluster's own. */
  inside(program: string, args: readonly string[]): Command {
    // never --mount without --pid: /proc would be of the other processes, and no unmount would work
    const all = ['--mount', '--net', '--pid', '--uts', '--ipc'];
    return this.run.cgroup.joined('nsenter', ['--target', String(this.pid), ...all, program, ...args]);
  }
}

function childOf(parent: number): number | undefined {
  return readdirSync('/proc')
    .map(Number)
    .find((pid) => pid > 0 && processStat(pid)?.parent === parent);
}
