import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { settle } from '../../helm';
import { identityOf } from '../kubernetes/labels';
import { serviceMonitor } from '../kubernetes/service-monitor';
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
    this.apiObject = serviceMonitor(this, { identity, component: 'inference' }, p);
  }
}
