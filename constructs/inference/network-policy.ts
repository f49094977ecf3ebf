import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { settle } from '../../helm';
import { identityOf } from '../kubernetes/labels';
import { networkPolicy, tcp } from '../kubernetes/network-policy';
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
    this.apiObject = networkPolicy(this, { identity, component: 'inference' }, [
      { ports: [tcp(serverPort)], from: p.ingressFrom },
    ]);
  }
}
