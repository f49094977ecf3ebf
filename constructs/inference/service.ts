import { Chart, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { orElse, asInputs, omitEmpty, when, or, eq, text } from '../../helm';
import { selectorLabels } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { defaultName, serverPort } from '../vllm/defaults';

/** How clients reach the service. */
export interface VllmServiceProps {
  /**
   * First part of the Service's name, which ends in `-svc`.
   *
   * @default "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance` of the Pods.
   *
   * @default - the `name`
   */
  readonly instance?: string;

  /**
   * `LoadBalancer`, `NodePort` or `ClusterIP`.
   *
   * @default "LoadBalancer"
   */
  readonly type?: string;

  /**
   * Port of the Service, 1 to 65535.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * Annotations, by which clouds configure load balancers.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;

  /**
   * Networks that may use the load balancer, as CIDRs.
   *
   * @default - all
   */
  readonly loadBalancerSourceRanges?: string[];

  /**
   * `Cluster` or `Local`; for load balancers and node ports.
   *
   * @default - the cluster's (Cluster)
   */
  readonly externalTrafficPolicy?: string;
}

/**
 * The Service in front of the vLLM Pods. A load balancer must be one of layer 4: TNG's protocol does not pass HTTP/1.1
 * proxies.
 */
export class VllmService extends Construct {
  /** Name of the Service. */
  public readonly name: string;

  /** The Service. */
  public readonly apiObject: ApiObject;

  /** Base URL within the cluster, for a TNG client. */
  public readonly endpoint: string;

  public constructor(scope: Construct, id: string, props: VllmServiceProps = {}) {
    super(scope, id);
    const p = asInputs(props);
    const base = orElse<string>(p.name, defaultName);
    const identity = { name: base, instance: orElse<string>(p.instance, base) };
    const name = text`${base}-svc`;
    const type = orElse<string>(p.type, 'LoadBalancer');
    const port = orElse<number>(p.port, serverPort);
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
        loadBalancerSourceRanges: when(eq(type, 'LoadBalancer'), () => omitEmpty(p.loadBalancerSourceRanges ?? [])),
        externalTrafficPolicy: when(isExternal, p.externalTrafficPolicy),
      },
    });
    this.name = name;
    this.endpoint = text`http://${name}.${Chart.of(this).namespace ?? 'default'}.svc:${port}`;
  }
}
