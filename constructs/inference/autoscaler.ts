import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { addRule, gt, nonEmpty, omitEmpty, settle, text, when } from '../../helm';
import { identityOf } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { constructProblems } from '../problems';
import { refuseMetricMistakes } from './metric-rules';
import type { InferenceAutoscalerProps } from './props';
import { defaultName, inferenceAutoscaler } from './schema';

/** Scales the Deployment by demand. The processor's load says little about a GPU server: it measures waiting requests. */
export class InferenceAutoscaler extends Construct {
  /** The HorizontalPodAutoscaler. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, props: InferenceAutoscalerProps = {}) {
    super(scope, id);
    const p = settle(this, inferenceAutoscaler, props);
    const identity = identityOf(p, defaultName);
    const { minReplicas, maxReplicas, metrics } = p;
    addRule(this, {
      kind: constructProblems.autoscalingRange,
      path: 'maxReplicas',
      failsWhen: gt(minReplicas, maxReplicas),
      message: text`is ${maxReplicas} but minReplicas is ${minReplicas}; raise maxReplicas or lower minReplicas`,
    });
    refuseMetricMistakes(this, metrics);
    this.apiObject = resource(this, {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      identity,
      component: 'inference',
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: identity.name },
        minReplicas,
        maxReplicas,
        metrics: when(nonEmpty(metrics), metrics),
        behavior: omitEmpty(p.behavior),
      },
    });
  }
}
