import { expectEqual, expectText } from '../expectation';
import { helm3 } from '../go-tools';
import { Release } from '../release';
import type { Scenario } from '../scenario';
import { seedValues } from '../chart';

/** Bad values never reach the cluster. */
const scenario: Scenario = {
  name: 'bad values',
  artefacts: [helm3],
  async run({ cluster, namespace, helm3, helm4, say }) {
    const seed = seedValues();
    const oss = seed.oss as Record<string, unknown>;
    const bad: [values: Record<string, unknown>, says: string[]][] = [
      [{}, ['CAI1009', 'oss.bucket', 'CAI1009', 'trustee-address']],
      [{ ...seed, oss: { ...oss, path: 'no-slash' } }, ['CAI2002']],
      [{ ...seed, oss: { ...oss, bukket: 'x' } }, ['bukket']],
      [{ ...seed, replicas: 'two' }, ['replicas']],
      [{ ...seed, oss: { ...oss, akSecret: null } }, ['CAI2004']],
    ];
    for (const helm of [helm3, helm4]) {
      for (const [values, says] of bad) {
        const { code, stderr, stdout } = await new Release({ cluster, namespace }, helm, 'bad').tryWith(
          'install',
          values,
        );
        if (code === 0) throw new Error(`helm installed ${JSON.stringify(values)}`);
        expectText(stderr + stdout, ...says);
      }
    }
    const made = await cluster.kubectl('get', 'deployment,service,pvc,secret', '-n', namespace, '-o', 'name');
    expectEqual(made.trim(), '', 'what a refused installation made');
    say(`${bad.length} kinds of bad values are refused by both Helms, and nothing was made`);
  },
};

export default scenario;
