import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { and, isSet, not, orElse, addRule, asInputs, when } from '../../helm';
import { selectorLabels } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { constructProblems } from '../problems';
import { defaultName } from '../vllm/defaults';

/** How many Pods a drain of nodes may take away at once. */
export interface VllmDisruptionBudgetProps {
  /**
   * Whether there is a budget at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Name of the budget.
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
   * Fewest Pods that stay. With one replica a budget of 1 blocks every drain of its node.
   *
   * @default - `maxUnavailable` decides
   */
  readonly minAvailable?: number;

  /**
   * Most Pods that may be away.
   *
   * @default 1, unless `minAvailable` is set
   */
  readonly maxUnavailable?: number;
}

/** Keeps a drain of nodes from taking all Pods away at once. */
export class VllmDisruptionBudget extends Construct {
  /** The PodDisruptionBudget. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, props: VllmDisruptionBudgetProps = {}) {
    super(scope, id);
    const p = asInputs(props);
    const name = orElse<string>(p.name, defaultName);
    const identity = { name, instance: orElse<string>(p.instance, name) };
    addRule(this, {
      kind: constructProblems.disruptionBudget,
      path: 'minAvailable',
      failsWhen: and(isSet(p.minAvailable), isSet(p.maxUnavailable)),
      message: 'is set beside maxUnavailable; Kubernetes takes one of the two',
    });
    this.apiObject = resource(this, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      identity,
      component: 'inference',
      spec: {
        selector: { matchLabels: selectorLabels(identity) },
        minAvailable: p.minAvailable,
        maxUnavailable: when(not(isSet(p.minAvailable)), orElse<number>(p.maxUnavailable, 1)),
      },
    });
  }
}
