import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { omitEmpty, settle } from '../../helm';
import { identityOf, selectorLabels } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { serverPort } from '../vllm/schema';
import type { InferenceNetworkPolicyProps } from './props';
import { defaultName, inferenceNetworkPolicy } from './schema';

/**
 * Leaves only the server's port open, and that to chosen peers. vLLM's API key does not cover all of its paths:
 * this does.
 */
export class InferenceNetworkPolicy extends Construct {
  /** The NetworkPolicy. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, props: InferenceNetworkPolicyProps = {}) {
    super(scope, id);
    const p = settle(this, inferenceNetworkPolicy, props);
    const identity = identityOf(p, defaultName);
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
            from: omitEmpty(p.ingressFrom),
          },
        ],
      },
    });
  }
}
