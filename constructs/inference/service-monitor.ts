import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { settle, text } from '../../helm';
import { identityOf, selectorLabels } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import type { InferenceServiceMonitorProps } from './props';
import { defaultName, inferenceServiceMonitor } from './schema';

/**
 * Lets the Prometheus operator read `/metrics`. TNG refuses plain HTTP on a secured port: the option
 * `tng-http-secure-ports` must let `^/metrics$` pass.
 */
export class InferenceServiceMonitor extends Construct {
  /** The ServiceMonitor. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, props: InferenceServiceMonitorProps = {}) {
    super(scope, id);
    const p = settle(this, inferenceServiceMonitor, props);
    const identity = identityOf(p, defaultName);
    this.apiObject = resource(this, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      identity,
      component: 'inference',
      labels: p.labels,
      spec: {
        selector: { matchLabels: selectorLabels(identity) },
        endpoints: [{ port: 'http', path: '/metrics', interval: text`${p.intervalSeconds}s` }],
      },
    });
  }
}
