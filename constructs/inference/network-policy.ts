import type { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { orElse, asInputs, omitEmpty } from '../../helm';
import { asApi } from '../../helm/kubernetes/api-names';
import { selectorLabels } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { defaultName, serverPort } from '../vllm/defaults';

/** Who may connect to the Pods. */
export interface VllmNetworkPolicyProps {
  /**
   * Whether there is a policy at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Name of the policy.
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
   * Who may connect to the server's port. Every other port is closed to all.
   *
   * @default - everybody
   */
  readonly ingressFrom?: k8s.NetworkPolicyPeer[];
}

/**
 * Leaves only the server's port open, and that to chosen peers. vLLM's API key does not cover all of its paths:
 * this does.
 */
export class VllmNetworkPolicy extends Construct {
  /** The NetworkPolicy. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, props: VllmNetworkPolicyProps = {}) {
    super(scope, id);
    const p = asInputs(props);
    const name = orElse<string>(p.name, defaultName);
    const identity = { name, instance: orElse<string>(p.instance, name) };
    this.apiObject = resource(this, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      identity,
      component: 'inference',
      spec: {
        podSelector: { matchLabels: selectorLabels(identity) },
        policyTypes: ['Ingress'],
        ingress: [
          {
            ports: [{ port: serverPort, protocol: 'TCP' }],
            from: omitEmpty(asApi(p.ingressFrom) ?? []),
          },
        ],
      },
    });
  }
}
