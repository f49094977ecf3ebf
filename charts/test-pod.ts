import { ApiObject, type Chart } from 'cdk8s';
import type { z } from 'zod';
import { isSet, omitEmpty, spread, when, type Input, type ReleaseContext } from '../helm';
import { containerResources } from '../constructs/kubernetes/container';
import { resources } from '../constructs/kubernetes/schema';

/** What a test takes, which asks for little but must pass the quotas and limits of its namespace. */
export const testResources = {
  resources: resources(
    { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
    {
      description: 'What the Pod of the test gets.',
      without: 'requests of 50m CPU and 64Mi memory, limits of 500m CPU and 256Mi memory',
      requests: 'Requests of the test.',
      limits: 'Limits of the test. A namespace with a quota wants both.',
    },
  ),
};

type TestValues = z.infer<z.ZodObject<typeof testResources>>;

/** What the Pods of a chart are told, which its tests are told too: the same cluster must take them. */
interface LikeMainPods {
  readonly imagePullSecrets: unknown;
  readonly nodeSelector: unknown;
  readonly tolerations: unknown;
  readonly podAnnotations: unknown;
  readonly podLabels: unknown;
  readonly priorityClassName?: Input<string> | undefined;
  readonly podSecurityContext?: unknown;
  readonly serviceAccount?: { readonly name?: Input<string> | undefined };
  readonly test: Input<TestValues>;
}

interface TestPod {
  readonly component: string;
  readonly name: Input<string>;
  readonly release: ReleaseContext;
  readonly longestSeconds: number;
  readonly container: Record<string, unknown>;
  readonly volumes?: unknown;
}

/** A Pod that `helm test` runs once, scheduled, paid and admitted as the Pods that it tests. */
export function testPod(chart: Chart, v: LikeMainPods, pod: TestPod): void {
  const { component, name, release, longestSeconds, container, volumes } = pod;
  new ApiObject(chart, component, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: name as string,
      labels: {
        ...spread(v.podLabels),
        'app.kubernetes.io/component': component,
        'app.kubernetes.io/instance': release.name,
      },
      annotations: {
        ...spread(v.podAnnotations),
        'helm.sh/hook': 'test',
        'helm.sh/hook-delete-policy': 'before-hook-creation',
      },
    },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: longestSeconds,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      serviceAccountName: v.serviceAccount?.name,
      imagePullSecrets: omitEmpty(v.imagePullSecrets),
      nodeSelector: v.nodeSelector as Record<string, string> | undefined,
      tolerations: omitEmpty(v.tolerations),
      priorityClassName: when(isSet(v.priorityClassName), v.priorityClassName),
      securityContext: omitEmpty(v.podSecurityContext ?? {}),
      containers: [
        {
          name: component,
          ...container,
          resources: containerResources(v.test.resources),
        },
      ],
      volumes,
    },
  });
}
