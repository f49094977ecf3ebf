import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { each, items, orElse, resourceWhen, spread, omitEmpty, when, type Input } from '../../helm';
import { asApi } from '../kubernetes/api-names';
import { resourceLabels, selectorLabels, type Identity } from '../kubernetes/labels';
import { hasProxy, proxyPort } from './configuration';
import { proxyPortName } from './defaults';
import type { TngClientProps } from './client-props';

/** How applications reach the replicas, who may, and how many replicas must stay. */
export class TngClientService extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly identity: Identity,
    p: Input<TngClientProps>,
  ) {
    super(scope, id);
    const selector = selectorLabels(identity, 'client');
    const listening = (make: (name: unknown, port: Input<number>) => unknown): unknown =>
      items(
        when(hasProxy(p), make(proxyPortName, proxyPort(p))),
        each(p.upstreams ?? [], ({ name, servicePort }) => make(name, servicePort)),
      );
    this.object('v1', 'Service', spread(p.service?.annotations), {
      type: orElse<string>(p.service?.type, 'ClusterIP'),
      selector,
      ports: listening((name, port) => ({ name, port, targetPort: port, protocol: 'TCP' })),
    });
    const budget = p.podDisruptionBudget;
    resourceWhen(orElse<boolean>(budget?.enabled, true), () =>
      this.object(
        'policy/v1',
        'PodDisruptionBudget',
        {},
        {
          selector: { matchLabels: selector },
          maxUnavailable: orElse<number>(budget?.maxUnavailable, 1),
        },
      ),
    );
    const policy = p.networkPolicy;
    resourceWhen(policy === undefined ? false : orElse<boolean>(policy.enabled, true), () =>
      this.object(
        'networking.k8s.io/v1',
        'NetworkPolicy',
        {},
        {
          podSelector: { matchLabels: selector },
          policyTypes: ['Ingress'],
          ingress: [
            {
              ports: listening((_name, port) => ({ port, protocol: 'TCP' })),
              from: omitEmpty(asApi(policy?.ingressFrom) ?? []),
            },
          ],
        },
      ),
    );
  }

  private object(
    apiVersion: string,
    kind: string,
    annotations: Record<string, unknown>,
    spec: Record<string, unknown>,
  ): ApiObject {
    return new ApiObject(this, kind.toLowerCase(), {
      apiVersion,
      kind,
      metadata: {
        name: this.identity.name as string,
        labels: resourceLabels(this.identity, 'client') as Record<string, string>,
        annotations: annotations as Record<string, string>,
      },
      spec,
    });
  }
}
