import { Construct } from 'constructs';
import { orElse, resourceWhen, omitEmpty, type Input } from '../../helm';
import { asApi } from '../../helm/kubernetes/api-names';
import type { CaiWebhookProps } from './cai-webhook-props';
import { selectorLabels, type Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { webhookPorts } from './defaults';

/** How the API server, the kubelet and Prometheus reach the replicas, and how many of them must stay. */
export class WebhookService extends Construct {
  public constructor(scope: Construct, id: string, identity: Identity, p: Input<CaiWebhookProps>) {
    super(scope, id);
    const selector = selectorLabels(identity, 'webhook');
    const webhook = { identity, component: 'webhook' } as const;
    resource(this, {
      apiVersion: 'v1',
      kind: 'Service',
      ...webhook,
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [
          { name: 'https', port: 443, targetPort: 'https', protocol: 'TCP' },
          { name: 'http', port: webhookPorts.http, targetPort: 'http', protocol: 'TCP' },
        ],
      },
    });
    const budget = p.podDisruptionBudget;
    resourceWhen(orElse<boolean>(budget?.enabled, true), () =>
      resource(this, {
        id: 'budget',
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        ...webhook,
        spec: { selector: { matchLabels: selector }, maxUnavailable: orElse<number>(budget?.maxUnavailable, 1) },
      }),
    );
    const policy = p.networkPolicy;
    const isClosed = policy === undefined ? false : orElse<boolean>(policy.enabled, true);
    resourceWhen(isClosed, () =>
      resource(this, {
        id: 'policy',
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        ...webhook,
        spec: {
          podSelector: { matchLabels: selector },
          policyTypes: ['Ingress'],
          ingress: [
            rule(webhookPorts.https, asApi(policy?.ingressFrom) ?? []),
            rule(webhookPorts.http, asApi(policy?.metricsFrom) ?? []),
          ],
        },
      }),
    );
  }
}

function rule(port: number, from: unknown): Record<string, unknown> {
  return { ports: [{ port, protocol: 'TCP' }], from: omitEmpty(from) };
}
