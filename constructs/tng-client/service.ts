import { Construct } from 'constructs';
import { each, items, resourceWhen, omitEmpty, when, type Input } from '../../helm';
import { selectorLabels, type Identity } from '../kubernetes/labels';
import { loadBalancerSpec } from '../kubernetes/load-balancer';
import { resource } from '../kubernetes/resource';
import { proxyPortName } from './defaults';
import type { ClientInputs } from './schema';

/** How applications reach the replicas, who may, and how many replicas must stay. */
export class TngClientService extends Construct {
  public constructor(scope: Construct, id: string, identity: Identity, p: ClientInputs) {
    super(scope, id);
    const selector = selectorLabels(identity, 'client');
    const listening = (make: (name: unknown, port: Input<number>) => unknown): unknown =>
      items(
        when(p.proxy.enabled, make(proxyPortName, p.proxy.port)),
        each(p.upstreams, ({ name, servicePort }) => make(name, servicePort)),
      );
    const client = { identity, component: 'client' } as const;
    resource(this, {
      apiVersion: 'v1',
      kind: 'Service',
      ...client,
      annotations: p.service.annotations,
      spec: {
        type: p.service.type,
        selector,
        ...loadBalancerSpec(p.service),
        ports: listening((name, port) => ({ name, port, targetPort: port, protocol: 'TCP' })),
      },
    });
    const budget = p.podDisruptionBudget;
    resourceWhen(budget.enabled, () =>
      resource(this, {
        id: 'budget',
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        ...client,
        spec: { selector: { matchLabels: selector }, maxUnavailable: budget.maxUnavailable },
      }),
    );
    const policy = p.networkPolicy;
    resourceWhen(policy.enabled, () =>
      resource(this, {
        id: 'policy',
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        ...client,
        spec: {
          podSelector: { matchLabels: selector },
          policyTypes: ['Ingress'],
          ingress: [
            {
              ports: listening((_name, port) => ({ port, protocol: 'TCP' })),
              from: omitEmpty(policy.ingressFrom),
            },
          ],
        },
      }),
    );
  }
}
