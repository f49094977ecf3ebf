import { objectsOf } from '../chart';
import type { Cluster } from '../cluster';
import { eventually } from '../expectation';
import { applyStrictly } from '../strict-apply';
import { ObjectAdmission } from './pod-admission';
import { optedIn, plainPod } from './pods';

/** A question whose answer shows that the API server has taken something in, and a text of that answer. */
export type Sign = readonly [what: string, ask: () => Promise<string | undefined>, says: string];

const release = { name: 'cai-webhook', namespace: 'cai-system' };

/** Where parts of the chart cai-webhook are installed: an API server alone. */
export const namespace = 'space';
export const closedNamespace = 'closed';

export async function makeNamespaces(server: Cluster): Promise<void> {
  for (const name of [namespace, closedNamespace, 'kube-system', release.namespace]) {
    await server.run('kubectl', ['create', 'namespace', name]);
    await server.run('kubectl', ['create', 'serviceaccount', 'default', '--namespace', name]);
  }
}

/**
 * Installs the kinds of objects of the chart, and waits for every sign. The API server takes each configuration in by itself:
 * that one has its effect says nothing of the next.
 */
export async function installParts(server: Cluster, kinds: readonly string[], signs: readonly Sign[]): Promise<void> {
  const objects = objectsOf('cai-webhook', { closedNamespaces: [closedNamespace] }, release);
  const wanted = objects.filter(({ kind }) => kinds.includes(String(kind)));
  if (wanted.length < kinds.length) throw new Error(`the chart does not make all of ${kinds.join(', ')}`);
  if (signs.length * 2 < wanted.length) throw new Error(`${wanted.length} objects are installed, and few signs known`);
  await applyStrictly(server, wanted);
  for (const [what, ask, says] of signs) {
    await eventually(`effect of ${what}`, 60, async () => ((await ask())?.includes(says) === true ? true : undefined));
  }
}

/** All policies of the chart, each of which is seen to act. */
export function installPolicies(server: Cluster): Promise<void> {
  const pods = new ObjectAdmission(server, namespace);
  const closed = new ObjectAdmission(server, closedNamespace);
  const canary = optedIn(plainPod('canary'));
  const bound = { annotations: optedIn(plainPod('canary')).metadata.annotations };
  return installParts(
    server,
    ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    [
      ['the policy of Pods', () => pods.create(canary, '--dry-run=server'), 'CAI5119'],
      ['the policy of Bindings', () => pods.bind('canary', bound), 'CAI5406'],
      ['the policy of entry', () => pods.enter('canary', 'exec', 'cai-sidecar-canary'), 'CAI5413'],
      ['the policy of closed namespaces', () => closed.enter('canary', 'exec', 'any'), 'CAI5414'],
    ],
  );
}
