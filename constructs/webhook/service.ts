import { Construct } from 'constructs';
import { resourceWhen } from '../../helm';
import { disruptionBudget } from '../kubernetes/disruption-budget';
import { selectorLabels, type Identity } from '../kubernetes/labels';
import { networkPolicy, tcp } from '../kubernetes/network-policy';
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
    const { podDisruptionBudget: budget, networkPolicy: policy } = p;
    resourceWhen(budget.enabled, () =>
      disruptionBudget(this, { id: 'budget', ...webhook }, { maxUnavailable: budget.maxUnavailable }),
    );
    resourceWhen(policy.enabled, () =>
      networkPolicy(this, { id: 'policy', ...webhook }, [
        { ports: [tcp(p.ports.https)], from: policy.ingressFrom },
        { ports: [tcp(p.ports.http)], from: policy.metricsFrom },
      ]),
    );
  }
}
