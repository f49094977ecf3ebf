import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cluster } from '../cluster';

interface Kubeconfig {
  readonly users: readonly { readonly name: string; readonly user: unknown }[];
}

// Of `edit` a controller makes the sum of the others, which an API server alone does not have.
const roles = ['edit', 'system:aggregate-to-edit', 'system:aggregate-to-view'];

/**
 * Somebody with a token of his own and the ordinary role `edit` in some namespaces, as a user of a cluster. `edit` lets nobody
 * add ephemeral containers, which operators often allow beside it: so do we.
 */
export async function withEditor<T>(
  cluster: Cluster,
  namespaces: readonly string[],
  act: (editor: Cluster) => Promise<T>,
): Promise<T> {
  const [home = ''] = namespaces;
  await cluster.kubectl('create', 'serviceaccount', 'editor', '--namespace', home);
  for (const namespace of namespaces) {
    const debugging = ['--verb=get,patch,update', '--resource=pods,pods/ephemeralcontainers'];
    await cluster.kubectl('create', 'role', 'debugger', '--namespace', namespace, ...debugging);
    const who = ['--role=debugger', `--serviceaccount=${home}:editor`];
    await cluster.kubectl('create', 'rolebinding', 'debugger', '--namespace', namespace, ...who);
    for (const role of roles) {
      const name = `editor-${role.split(':').join('-')}`;
      const what = [`--clusterrole=${role}`, `--serviceaccount=${home}:editor`];
      await cluster.kubectl('create', 'rolebinding', name, '--namespace', namespace, ...what);
    }
  }
  const token = (await cluster.kubectl('create', 'token', 'editor', '--namespace', home)).trim();
  const view = await cluster.kubectl('config', 'view', '--raw', '--minify', '-o', 'json');
  const config = JSON.parse(view) as Kubeconfig;
  const folder = mkdtempSync(join(tmpdir(), 'editor-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const users = config.users.map(({ name }) => ({ name, user: { token } }));
  writeFileSync(kubeconfig, JSON.stringify({ ...config, users }), { mode: 0o600 });
  const run: Cluster['run'] = (program, args, options = {}) =>
    cluster.run(program, args, { ...options, env: { KUBECONFIG: kubeconfig, ...options.env } });
  try {
    return await act({
      kubeconfig,
      kubernetesVersion: cluster.kubernetesVersion,
      run,
      kubectl: async (...args) => {
        const { code, stdout, stderr } = await run('kubectl', args);
        if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}: ${stderr || stdout}`);
        return stdout;
      },
      stop: () => Promise.resolve(),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
