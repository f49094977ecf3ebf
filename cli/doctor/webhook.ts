import { X509Certificate } from 'node:crypto';
import { failed, ok, unknown, warning, type Finding } from './finding';
import type { ClusterObject, Kubectl } from './kubectl';

const webhookLabel = 'app.kubernetes.io/name=cai-webhook';
const install = 'helm install cai-webhook dist/helm/cai-webhook --create-namespace --namespace';

interface WebhookClient {
  readonly name: string;
  readonly failurePolicy?: string;
  readonly clientConfig: { readonly caBundle?: string };
}

/** Whether the webhook is installed, answers, and fails closed. */
export async function checkWebhook(kubectl: Kubectl, namespace: string, now: Date): Promise<Finding[]> {
  const [mutating, validating, policies, bindings, deployments] = await Promise.all([
    kubectl.get('mutatingwebhookconfigurations', '-l', webhookLabel),
    kubectl.get('validatingwebhookconfigurations', '-l', webhookLabel),
    kubectl.get('validatingadmissionpolicies', '-l', webhookLabel),
    kubectl.get('validatingadmissionpolicybindings', '-l', webhookLabel),
    kubectl.get('deployments', '--namespace', namespace, '-l', webhookLabel),
  ]);
  const command = `${install} ${namespace}`;
  return [
    registration('mutating-webhook', mutating, command, now),
    registration('validating-webhook', validating, command, now),
    policy(policies, bindings, command),
    server(deployments, namespace, command),
  ];
}

function registration(
  check: string,
  objects: readonly ClusterObject[] | undefined,
  command: string,
  now: Date,
): Finding {
  const needed = 'registered, failing closed, with a certificate that is valid';
  if (objects === undefined)
    return unknown(
      { check, found: 'webhook configurations may not be read', needed },
      'ask for the right to read them',
    );
  const clients = objects.flatMap(({ webhooks }) => (webhooks ?? []) as WebhookClient[]);
  if (clients.length === 0) return failed({ check, found: 'not registered', needed }, command);
  const open = clients.filter(failsOpen).map(({ name }) => name);
  if (open.length > 0)
    return failed(
      { check, found: `does not fail closed: ${open.join(', ')}`, needed },
      'set failurePolicy Fail: upgrade the chart cai-webhook',
    );
  return certificate(check, needed, clients, now);
}

// what it would tell of a template is judged again in the Pods that are made of it
function failsOpen({ name, failurePolicy }: WebhookClient): boolean {
  return failurePolicy !== 'Fail' && !name.startsWith('templates.');
}

function certificate(check: string, needed: string, clients: readonly WebhookClient[], now: Date): Finding {
  const bundles = clients.map(({ clientConfig }) => clientConfig.caBundle ?? '');
  if (bundles.includes(''))
    return failed(
      { check, found: 'has no caBundle: no replica has written one', needed },
      'see the log of the Deployment cai-webhook',
    );
  const ends = bundles.map(lastEnd);
  const end = ends.some((date) => date === undefined) ? undefined : Math.min(...ends.map((date) => Number(date)));
  if (end === undefined)
    return failed(
      { check, found: 'caBundle holds no certificate', needed },
      'delete the caBundle: a replica writes it again',
    );
  const days = Math.floor((end - now.getTime()) / (24 * 3600 * 1000));
  const facts = { check, found: `registered; its CA ends in ${days} days`, needed };
  if (days < 0) return failed(facts, 'see the log of the Deployment cai-webhook');
  return days < 14
    ? warning(facts, 'see why the CA is not renewed in the log of the Deployment cai-webhook')
    : ok(facts);
}

/** When the last certificate of a bundle ends: an older one stays in it while the CA changes. */
function lastEnd(caBundle: string): Date | undefined {
  const text = Buffer.from(caBundle, 'base64').toString('latin1');
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    const ends = certificates.map((pem) => Date.parse(new X509Certificate(pem).validTo));
    return ends.length === 0 ? undefined : new Date(Math.max(...ends));
  } catch {
    return undefined;
  }
}

/** The policies of the chart by their component: of Pods, of Bindings, of who enters sidecars. */
const neededPolicies = ['policy', 'binding-policy', 'entry-policy'];

function policy(
  policies: readonly ClusterObject[] | undefined,
  bindings: readonly ClusterObject[] | undefined,
  command: string,
): Finding {
  const check = 'admission-policy';
  const needed = 'the policies that refuse unprotected Pods while the webhook is away, and entry into sidecars';
  if (policies === undefined || bindings === undefined)
    return unknown({ check, found: 'admission policies may not be read', needed }, 'ask for the right to read them');
  // without a binding that denies, a policy does nothing
  const denied = bindings.filter(({ spec }) => (spec?.validationActions as unknown[] | undefined)?.includes('Deny'));
  const bound = new Set(denied.map(({ spec }) => spec?.policyName));
  const acting = policies.filter(({ metadata }) => bound.has(metadata?.name));
  const components = new Set(acting.map(({ metadata }) => metadata?.labels?.['app.kubernetes.io/component']));
  const missing = neededPolicies.filter((component) => !components.has(component));
  if (missing.length === 0) return ok({ check, found: 'installed', needed });
  const found =
    missing.length === neededPolicies.length ? 'not installed' : `not there, or not bound: ${missing.join(', ')}`;
  return warning({ check, found, needed }, `${command} (with admissionPolicy: true, the default)`);
}

function server(deployments: readonly ClusterObject[] | undefined, namespace: string, command: string): Finding {
  const check = 'webhook-server';
  const needed = 'two ready replicas';
  if (deployments === undefined)
    return unknown(
      { check, found: `Deployments in ${namespace} may not be read`, needed },
      'ask for the right to read them',
    );
  const [deployment] = deployments;
  if (deployment === undefined) return failed({ check, found: `none in namespace ${namespace}`, needed }, command);
  const ready = Number(deployment.status?.readyReplicas ?? 0);
  const facts = { check, found: `${ready} of ${Number(deployment.spec?.replicas ?? 0)} replicas ready`, needed };
  if (ready >= 2) return ok(facts);
  const look = `kubectl describe pods --namespace ${namespace} -l ${webhookLabel}`;
  return ready === 1
    ? warning(facts, `one replica is no protection against a lost node; see ${look}`)
    : failed(facts, look);
}
