import type { Description } from '../description/description';
import { failed, ok, unknown, type Finding } from './finding';
import type { ClusterObject, Kubectl } from './kubectl';
import { namespaceDemands } from './namespace-demands';

const inNamespace = ['deployments', 'services', 'secrets', 'configmaps', 'persistentvolumeclaims'];
const inCluster = [
  'persistentvolumes',
  'clusterroles',
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
  'validatingadmissionpolicies',
];

/** Whether the caller may install the charts, and the namespace takes their Pods. */
export async function checkAccess(
  kubectl: Kubectl,
  namespace: string,
  description: Pick<Description, 'vllm' | 'webhook'>,
): Promise<Finding[]> {
  const [rights, quotas, limitRanges, namespaces] = await Promise.all([
    Promise.all([
      ...inNamespace.map(async (kind) => [kind, await kubectl.may('create', kind, namespace)] as const),
      ...inCluster.map(async (kind) => [kind, await kubectl.may('create', kind)] as const),
    ]),
    kubectl.get('resourcequotas', '--namespace', namespace),
    kubectl.get('limitranges', '--namespace', namespace),
    kubectl.get('namespace', namespace),
  ]);
  return [
    rightsOf(rights),
    podSecurity(namespaces, namespace),
    ...unread({ quotas, limitRanges }, namespace),
    ...(quotas ?? []).flatMap(quotaOf),
    ...namespaceDemands(description, quotas ?? [], limitRanges ?? []),
  ];
}

function unread(lists: Readonly<Record<string, unknown>>, namespace: string): Finding[] {
  const missing = Object.keys(lists).filter((name) => lists[name] === undefined);
  if (missing.length === 0) return [];
  const facts = {
    check: `demands of namespace ${namespace}`,
    found: `${missing.join(' and ')} may not be read`,
    needed: 'what every container must request and may have',
  };
  return [unknown(facts, `kubectl get resourcequotas,limitranges --namespace ${namespace}`)];
}

function rightsOf(rights: readonly (readonly [string, boolean | undefined])[]): Finding {
  const missing = rights.filter(([, may]) => may === false).map(([kind]) => kind);
  const untold = rights.filter(([, may]) => may === undefined).map(([kind]) => kind);
  const check = 'rights';
  const needed = 'to create what the charts install';
  if (missing.length > 0)
    return failed(
      { check, found: `may not create ${missing.join(', ')}`, needed },
      'install with an account that may, or let an administrator install cai-webhook',
    );
  if (untold.length > 0)
    return unknown(
      { check, found: `the cluster does not tell about ${untold.join(', ')}`, needed },
      'try kubectl auth can-i',
    );
  return ok({ check, found: 'may create everything', needed });
}

function podSecurity(namespaces: readonly ClusterObject[] | undefined, namespace: string): Finding {
  const check = `pod security of namespace ${namespace}`;
  const needed = 'the level privileged: cachefs mounts a file system and TNG changes packet filter rules';
  const [object] = namespaces ?? [];
  if (object === undefined)
    return unknown(
      { check, found: 'the namespace is not there or may not be read', needed },
      `kubectl create namespace ${namespace}`,
    );
  const level = object.metadata?.labels?.['pod-security.kubernetes.io/enforce'];
  const facts = { check, found: level ?? 'no level is enforced by a label', needed };
  if (level === undefined || level === 'privileged') return ok(facts);
  return failed(
    facts,
    `kubectl label namespace ${namespace} pod-security.kubernetes.io/enforce=privileged --overwrite`,
  );
}

function quotaOf({ metadata, status }: ClusterObject): Finding[] {
  const hard = (status?.hard ?? {}) as Readonly<Record<string, string>>;
  const used = (status?.used ?? {}) as Readonly<Record<string, string>>;
  return Object.entries(hard)
    .filter(([resource]) => /gpu|^pods$|memory|cpu|persistentvolumeclaims/.test(resource))
    .map(([resource, limit]) => {
      const facts = {
        check: `quota ${metadata?.name ?? ''}, ${resource}`,
        found: `${used[resource] ?? '0'} of ${limit} used`,
        needed: 'room for the service and its sidecars',
      };
      return used[resource] === limit ? failed(facts, 'raise the quota, or delete what is not used') : ok(facts);
    });
}
