import { Chart, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { eq, or, settle, text, when } from '../../helm';
import { identityOf, selectorLabels } from '../kubernetes/labels';
import { loadBalancerSpec } from '../kubernetes/load-balancer';
import { resource } from '../kubernetes/resource';
import type { InferenceServiceProps } from './props';
import { defaultName, inferenceService } from './schema';

/**
 * The Service in front of the vLLM Pods. A load balancer must be one of layer 4: TNG's protocol does not pass HTTP/1.1
 * proxies.
 */
export class InferenceService extends Construct {
  /** Name of the Service. */
  public readonly name: string;

  /** The Service. */
  public readonly apiObject: ApiObject;

  /** Base URL within the cluster, for a TNG client. */
  public readonly endpoint: string;

  public constructor(scope: Construct, id: string, props: InferenceServiceProps = {}) {
    super(scope, id);
    const p = settle(this, inferenceService, props);
    const identity = identityOf(p, defaultName);
    const name = text`${identity.name}-svc`;
    const { type, port } = p;
    const isExternal = or(eq(type, 'LoadBalancer'), eq(type, 'NodePort'));
    this.apiObject = resource(this, {
      apiVersion: 'v1',
      kind: 'Service',
      identity,
      component: 'inference',
      name,
      annotations: p.annotations,
      spec: {
        type,
        selector: selectorLabels(identity),
        ports: [{ name: 'http', port, targetPort: 'http', protocol: 'TCP' }],
        ...loadBalancerSpec(p),
        externalTrafficPolicy: when(isExternal, p.externalTrafficPolicy),
      },
    });
    this.name = name;
    this.endpoint = text`http://${name}.${Chart.of(this).namespace ?? 'default'}.svc:${port}`;
  }
}
