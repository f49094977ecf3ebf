import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { addRule, and, isSet, not, orElse, settle, when, type Input } from '../../helm';
import { disruptionBudget } from '../kubernetes/disruption-budget';
import { identityOf } from '../kubernetes/labels';
import { constructProblems } from '../problems';
import type { InferenceDisruptionBudgetProps } from './props';
import { defaultName, inferenceDisruptionBudget } from './schema';

/** Keeps a drain of nodes from taking all Pods away at once. */
export class InferenceDisruptionBudget extends Construct {
  /** The PodDisruptionBudget. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, props: InferenceDisruptionBudgetProps = {}) {
    super(scope, id);
    const p = settle(this, inferenceDisruptionBudget, props);
    const identity = identityOf(p, defaultName);
    addRule(this, {
      kind: constructProblems.disruptionBudget,
      path: 'minAvailable',
      failsWhen: and(isSet(p.minAvailable), isSet(p.maxUnavailable)),
      message: 'is set beside maxUnavailable; Kubernetes takes one of the two',
    });
    this.apiObject = disruptionBudget(
      this,
      { identity, component: 'inference' },
      {
        minAvailable: p.minAvailable,
        maxUnavailable: when(not(isSet(p.minAvailable)), orElse<Input<number>>(p.maxUnavailable, 1)),
      },
    );
  }
}
