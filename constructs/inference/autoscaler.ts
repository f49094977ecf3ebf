import type { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { gt, nonEmpty, orElse, addRule, asInputs, omitEmpty, when, text } from '../../helm';
import { asApi } from '../../helm/kubernetes/api-names';
import { resource } from '../kubernetes/resource';
import { constructProblems } from '../problems';
import { defaultName } from '../vllm/defaults';

/** How many Pods serve, by demand. */
export interface VllmAutoscalerProps {
  /**
   * Whether there is an autoscaler at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Name of the Deployment, and of the autoscaler.
   *
   * @default "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`.
   *
   * @default - the `name`
   */
  readonly instance?: string;

  /**
   * Fewest Pods.
   *
   * @default 1
   */
  readonly minReplicas?: number;

  /**
   * Most Pods.
   *
   * @default 3
   */
  readonly maxReplicas?: number;

  /**
   * What is measured.
   *
   * @default - `vllm:num_requests_waiting` of the Pods, at 5 each; it needs a metrics adapter for Prometheus
   */
  readonly metrics?: k8s.MetricSpecV2[];

  /**
   * How fast the number changes.
   *
   * @default - the cluster's
   */
  readonly behavior?: k8s.HorizontalPodAutoscalerBehaviorV2;
}

/** Requests that wait in vLLM's queue, per Pod, above which another Pod is started. */
export const defaultMetrics = [
  {
    type: 'Pods',
    pods: { metric: { name: 'vllm:num_requests_waiting' }, target: { type: 'AverageValue', averageValue: '5' } },
  },
] as const;

/** Scales the Deployment by demand. The processor's load says little about a GPU server: it measures waiting requests. */
export class VllmAutoscaler extends Construct {
  /** The HorizontalPodAutoscaler. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, props: VllmAutoscalerProps = {}) {
    super(scope, id);
    const p = asInputs(props);
    const name = orElse<string>(p.name, defaultName);
    const minReplicas = orElse<number>(p.minReplicas, 1);
    const maxReplicas = orElse<number>(p.maxReplicas, 3);
    addRule(this, {
      kind: constructProblems.autoscalingRange,
      path: 'maxReplicas',
      failsWhen: gt(minReplicas, maxReplicas),
      message: text`is ${maxReplicas} but minReplicas is ${minReplicas}; raise maxReplicas or lower minReplicas`,
    });
    const metrics = asApi(p.metrics) ?? defaultMetrics;
    this.apiObject = resource(this, {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      identity: { name, instance: orElse<string>(p.instance, name) },
      component: 'inference',
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
        minReplicas,
        maxReplicas,
        metrics: when(nonEmpty(metrics), metrics),
        behavior: omitEmpty(asApi(p.behavior) ?? {}),
      },
    });
  }
}
