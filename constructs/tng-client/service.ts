import { Construct } from 'constructs';
import { each, items, resourceWhen, when, type Input } from '../../helm';
import { disruptionBudget } from '../kubernetes/disruption-budget';
import { selectorLabels, type Identity } from '../kubernetes/labels';
import { loadBalancerSpec } from '../kubernetes/load-balancer';
import { networkPolicy, tcp } from '../kubernetes/network-policy';
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
    const { podDisruptionBudget: budget, networkPolicy: policy } = p;
    resourceWhen(budget.enabled, () =>
      disruptionBudget(this, { id: 'budget', ...client }, { maxUnavailable: budget.maxUnavailable }),
    );
    resourceWhen(policy.enabled, () =>
      networkPolicy(this, { id: 'policy', ...client }, [
        { ports: listening((_name, port) => tcp(port)), from: policy.ingressFrom },
      ]),
    );
  }
}
