import type { Chain } from '../../../cli/client/check';
import { cai } from '../cai';
import type { Cluster } from '../cluster';
import { expectEqual } from '../expectation';

/** The chain that `cai client check` is asked about. */
export interface AskedChain {
  readonly service: string;
  readonly proxy: string;
  readonly trustee: string;
}

/** Runs `cai client check` on the network of the cluster, and expects these codes of problems: none is a chain that works. */
export async function expectChain(
  cluster: Cluster,
  { service, proxy, trustee }: AskedChain,
  ...codes: readonly string[]
): Promise<Chain> {
  const options = ['--proxy', proxy, '--trustee', trustee, '--model', 'qwen2.5-3b-instruct', '-o', 'json'];
  const { code, stdout, stderr } = await cai(cluster, 'client', 'check', service, ...options, '--timeout', '20');
  if (stdout === '') throw new Error(`cai client check ended with ${code}: ${stderr}`);
  const chain = JSON.parse(stdout) as Chain;
  const found = chain.problems.map((problem) => problem.code);
  expectEqual({ code, found }, { code: codes.length === 0 ? 0 : 1, found: codes }, `the chain ${stdout}`);
  return chain;
}
