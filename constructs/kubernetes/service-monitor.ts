import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { text, type Input } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { seconds } from '../../helm/kubernetes/objects';
import { selectorLabels } from './labels';
import { resource, type Owned } from './resource';

/** Labels by which a Prometheus chooses what it reads. */
export function chosenBy(what: string) {
  return kubernetes.labels.default({}).meta({ description: `Labels by which a Prometheus chooses its ${what}.` });
}

/** What a monitor is told. */
export const monitorFields = {
  intervalSeconds: seconds(1, 3600).default(30).meta({ description: 'Seconds between two readings.' }),
  labels: chosenBy('monitors'),
};

interface Reading {
  readonly intervalSeconds: Input<number>;
  readonly labels: unknown;
}

/** Lets the Prometheus operator read `/metrics` at the port `http` of a service. */
export function serviceMonitor(construct: Construct, owned: Owned, { intervalSeconds, labels }: Reading): ApiObject {
  const { identity, component } = owned;
  return resource(construct, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    ...owned,
    labels,
    spec: {
      selector: { matchLabels: selectorLabels(identity, component) },
      endpoints: [{ port: 'http', path: '/metrics', interval: text`${intervalSeconds}s` }],
    },
  });
}
