import { Construct } from 'constructs';
import { resourceWhen, omitEmpty, type Input } from '../../helm';
import { selectorLabels, type Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { webhookPorts } from './ports';
import type { WebhookInputs } from './schema';

/** How the API server, the kubelet and Prometheus reach the replicas, and how many of them must stay. */
export class WebhookService extends Construct {
  public constructor(scope: Construct, id: string, identity: Identity, p: WebhookInputs) {
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
    resourceWhen(budget.enabled, () =>
      resource(this, {
        id: 'budget',
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        ...webhook,
        spec: { selector: { matchLabels: selector }, maxUnavailable: budget.maxUnavailable },
      }),
    );
    const policy = p.networkPolicy;
    resourceWhen(policy.enabled, () =>
      resource(this, {
        id: 'policy',
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        ...webhook,
        spec: {
          podSelector: { matchLabels: selector },
          policyTypes: ['Ingress'],
          ingress: [rule(p.ports.https, policy.ingressFrom), rule(p.ports.http, policy.metricsFrom)],
        },
      }),
    );
  }
}

function rule(port: Input<number>, from: unknown): Record<string, unknown> {
  return { ports: [{ port, protocol: 'TCP' }], from: omitEmpty(from) };
}
