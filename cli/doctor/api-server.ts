import { unusable } from '../command-error';
import { failed, ok, type Finding } from './finding';
import type { Kubectl } from './kubectl';
import * as problems from './problems';
import { isAtLeast } from './version-order';

const leastVersion = '1.30';

/**
 * The API server: native sidecars, match conditions of webhooks and admission policies are there from 1.30 on.
 *
 * @throws CommandError (2) CAI7402 when the cluster does not answer
 */
export async function checkApiServer(kubectl: Kubectl): Promise<Finding[]> {
  const { code, stdout, stderr } = await kubectl.run(['version', '-o', 'json']);
  const version = code === 0 ? serverVersion(stdout) : undefined;
  if (version === undefined) {
    const reason = stderr.split('\n').at(-1) ?? '';
    throw unusable(problems.noCluster.at('', { reason: reason === '' ? 'kubectl tells no server version' : reason }));
  }
  const facts = { check: 'api-server-version', found: `Kubernetes ${version}`, needed: `Kubernetes ${leastVersion}` };
  return [isAtLeast(version, leastVersion) === true ? ok(facts) : failed(facts, 'upgrade the cluster')];
}

function serverVersion(text: string): string | undefined {
  const { serverVersion: server } = JSON.parse(text) as { serverVersion?: { gitVersion?: string } };
  return server?.gitVersion;
}
