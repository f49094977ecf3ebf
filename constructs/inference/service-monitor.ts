import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { orElse, asInputs, text } from '../../helm';
import { selectorLabels } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { defaultName } from '../vllm/defaults';

/** How Prometheus reads vLLM's metrics. */
export interface VllmServiceMonitorProps {
  /**
   * Whether there is a monitor at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Name of the monitor.
   *
   * @default "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance` of the Service.
   *
   * @default - the `name`
   */
  readonly instance?: string;

  /**
   * Seconds between two readings.
   *
   * @default 30
   */
  readonly intervalSeconds?: number;

  /**
   * Labels by which a Prometheus chooses its monitors.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/**
 * Lets the Prometheus operator read `/metrics`. TNG refuses plain HTTP on a secured port: the option
 * `tng-http-secure-ports` must let `^/metrics$` pass.
 */
export class VllmServiceMonitor extends Construct {
  /** The ServiceMonitor. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, props: VllmServiceMonitorProps = {}) {
    super(scope, id);
    const p = asInputs(props);
    const name = orElse<string>(p.name, defaultName);
    const identity = { name, instance: orElse<string>(p.instance, name) };
    this.apiObject = resource(this, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      identity,
      component: 'inference',
      labels: p.labels,
      spec: {
        selector: { matchLabels: selectorLabels(identity) },
        endpoints: [{ port: 'http', path: '/metrics', interval: text`${orElse<number>(p.intervalSeconds, 30)}s` }],
      },
    });
  }
}
