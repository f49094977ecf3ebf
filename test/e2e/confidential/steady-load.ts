import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../helm';
import type { Spawned } from '../cluster';
import { waitFor } from '../cluster/waiting';
import type { ScenarioContext } from '../scenario';
import type { LoadResult } from './admission-load';

const perSecond = 20;
let count = 0;

/** Creations of confidential Pods, and of Deployments of them, at a steady rate until the end. */
export class SteadyLoad {
  private constructor(private readonly program: Spawned) {}

  static async start({ cluster, namespace }: ScenarioContext, pod: Manifest): Promise<SteadyLoad> {
    if (!cluster.node) throw new Error('the cluster has no node of this harness');
    count += 1;
    const script = [require.resolve('ts-node/register'), join(__dirname, 'admission-load.ts')] as const;
    const program = await cluster.node.spawn(
      process.execPath,
      ['--require', ...script, cluster.kubeconfig, namespace, String(perSecond), JSON.stringify(pod)],
      { log: `admission-load-${count}`, env: { TS_NODE_PROJECT: join(__dirname, '../../../tsconfig.json') } },
    );
    const load = new SteadyLoad(program);
    await waitFor('the load', 60, () => load.text().includes('the load begins'), [program]);
    return load;
  }

  /** Ends it; throws where one admission failed, or too few were asked for. Answers what may be said of it. */
  async end(what: string, atLeast: number): Promise<string> {
    const { injected, accepted, failures, slowestMilliseconds } = await this.stop();
    if (Object.keys(failures).length > 0)
      throw new Error(`admissions failed during ${what}: ${JSON.stringify(failures)}`);
    if (injected + accepted < atLeast) throw new Error(`only ${injected + accepted} admissions during ${what}`);
    return `${what}: ${injected} Pods and ${accepted} Deployments admitted, none failed, the slowest in ${slowestMilliseconds} ms`;
  }

  private async stop(): Promise<LoadResult> {
    await this.program.stop();
    const line = this.text().trimEnd().split('\n').at(-1) ?? '';
    if (!line.startsWith('{')) throw new Error(`the load does not say what came of it: ${this.program.tail()}`);
    return JSON.parse(line) as LoadResult;
  }

  private text(): string {
    return readFileSync(this.program.log, 'utf8');
  }
}
