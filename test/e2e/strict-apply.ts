import type { Manifest } from '../../helm';
import type { Cluster } from './cluster';

/** Sends objects to the server, which must take every field and warn of nothing. */
export async function applyStrictly(
  cluster: Cluster,
  objects: readonly Manifest[],
  ...flags: string[]
): Promise<string> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  const args = ['apply', '--server-side', '--validate=strict', ...flags, '-f', '-'];
  const { code, stdout, stderr } = await cluster.run('kubectl', args, {
    input: JSON.stringify(list),
    timeoutSeconds: 120,
  });
  if (code !== 0 || /warning/i.test(stderr)) throw new Error(`the server does not take the objects: ${stderr}`);
  return stdout;
}
