import type { Say } from '../progress';
import type { Scenario } from '../scenario';
import { Machine } from './machine';

/** A scenario whose check runs on a node without Kubernetes, which goes however it ends. */
export function onMachine(check: (machine: Machine, say: Say) => Promise<void>): Pick<Scenario, 'needs' | 'run'> {
  return {
    needs: ['node'],
    async run({ cluster, say }) {
      if (!cluster.node) throw new Error('the cluster has no node of this harness');
      const machine = await Machine.start(cluster.node.scratchDirectory);
      try {
        await check(machine, say);
      } finally {
        await machine.stop();
      }
    },
  };
}
