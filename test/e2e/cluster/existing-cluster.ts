import { dirname } from 'node:path';
import { printed, runProgram } from '../program';
import type { Cluster } from './cluster';

/** The cluster of a kubeconfig: somebody else's, so that nothing is known of its nodes and stop() leaves it be. */
export async function existingCluster(kubeconfig: string, kubectlProgram: string): Promise<Cluster> {
  const settings = { KUBECONFIG: kubeconfig, PATH: `${dirname(kubectlProgram)}:${process.env.PATH ?? ''}` };
  const version: unknown = JSON.parse(
    await printed(kubectlProgram, ['get', '--raw', '/version'], { env: settings, timeoutSeconds: 30 }),
  );
  return {
    kubeconfig,
    kubernetesVersion: gitVersion(version),
    run: (program, args, options = {}) =>
      runProgram(program, args, { ...options, env: { ...settings, ...options.env } }),
    kubectl: (...args) => printed(kubectlProgram, args, { env: settings }),
    stop: () => Promise.resolve(),
  };
}

function gitVersion(version: unknown): string {
  if (typeof version === 'object' && version !== null && 'gitVersion' in version) {
    return String(version.gitVersion).replace(/^v/, '');
  }
  throw new Error('the API server does not say its version');
}
