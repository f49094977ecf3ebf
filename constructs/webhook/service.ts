import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { orElse, resourceWhen, omitEmpty, type Input } from '../../helm';
import { asApi } from '../kubernetes/api-names';
import type { CaiWebhookProps } from './cai-webhook-props';
import { resourceLabels, selectorLabels, type Identity } from '../kubernetes/labels';
import { webhookPorts } from './defaults';

/** How the API server, the kubelet and Prometheus reach the replicas, and how many of them must stay. */
export class WebhookService extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly identity: Identity,
    p: Input<CaiWebhookProps>,
  ) {
    super(scope, id);
    const selector = selectorLabels(identity, 'webhook');
    this.object('v1', 'Service', {
      type: 'ClusterIP',
      selector,
      ports: [
        { name: 'https', port: 443, targetPort: 'https', protocol: 'TCP' },
        { name: 'http', port: webhookPorts.http, targetPort: 'http', protocol: 'TCP' },
      ],
    });
    const budget = p.podDisruptionBudget;
    resourceWhen(orElse<boolean>(budget?.enabled, true), () =>
      this.object('policy/v1', 'PodDisruptionBudget', {
        selector: { matchLabels: selector },
        maxUnavailable: orElse<number>(budget?.maxUnavailable, 1),
      }),
    );
    const policy = p.networkPolicy;
    const isClosed = policy === undefined ? false : orElse<boolean>(policy.enabled, true);
    resourceWhen(isClosed, () =>
      this.object('networking.k8s.io/v1', 'NetworkPolicy', {
        podSelector: { matchLabels: selector },
        policyTypes: ['Ingress'],
        ingress: [
          rule(webhookPorts.https, asApi(policy?.ingressFrom) ?? []),
          rule(webhookPorts.http, asApi(policy?.metricsFrom) ?? []),
        ],
      }),
    );
  }

  private object(apiVersion: string, kind: string, spec: Record<string, unknown>): ApiObject {
    const { name } = this.identity;
    const labels = resourceLabels(this.identity, 'webhook') as Record<string, string>;
    return new ApiObject(this, kind.toLowerCase(), {
      apiVersion,
      kind,
      metadata: { name: name as string, labels },
      spec,
    });
  }
}

function rule(port: number, from: unknown): Record<string, unknown> {
  return { ports: [{ port, protocol: 'TCP' }], from: omitEmpty(from) };
}
