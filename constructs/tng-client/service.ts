import { Construct } from 'constructs';
import { each, items, orElse, resourceWhen, omitEmpty, when, type Input } from '../../helm';
import { asApi } from '../kubernetes/api-names';
import { selectorLabels, type Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { hasProxy, proxyPort } from './configuration';
import { proxyPortName } from './defaults';
import type { TngClientProps } from './client-props';

/** How applications reach the replicas, who may, and how many replicas must stay. */
export class TngClientService extends Construct {
  public constructor(scope: Construct, id: string, identity: Identity, p: Input<TngClientProps>) {
    super(scope, id);
    const selector = selectorLabels(identity, 'client');
    const listening = (make: (name: unknown, port: Input<number>) => unknown): unknown =>
      items(
        when(hasProxy(p), make(proxyPortName, proxyPort(p))),
        each(p.upstreams ?? [], ({ name, servicePort }) => make(name, servicePort)),
      );
    const client = { identity, component: 'client' } as const;
    resource(this, {
      apiVersion: 'v1',
      kind: 'Service',
      ...client,
      annotations: p.service?.annotations,
      spec: {
        type: orElse<string>(p.service?.type, 'ClusterIP'),
        selector,
        ports: listening((name, port) => ({ name, port, targetPort: port, protocol: 'TCP' })),
      },
    });
    const budget = p.podDisruptionBudget;
    resourceWhen(orElse<boolean>(budget?.enabled, true), () =>
      resource(this, {
        id: 'budget',
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        ...client,
        spec: { selector: { matchLabels: selector }, maxUnavailable: orElse<number>(budget?.maxUnavailable, 1) },
      }),
    );
    const policy = p.networkPolicy;
    resourceWhen(policy === undefined ? false : orElse<boolean>(policy.enabled, true), () =>
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
              from: omitEmpty(asApi(policy?.ingressFrom) ?? []),
            },
          ],
        },
      }),
    );
  }
}
