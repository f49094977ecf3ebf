import { z } from 'zod';
import { section } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { defaultMetrics } from '../../constructs/inference/autoscaler';
import { defaultProbes, serverPort } from '../../constructs/vllm/defaults';

/** How clients reach the service. */
export const service = section(
  {
    type: z
      .enum(['LoadBalancer', 'NodePort', 'ClusterIP'])
      .default('LoadBalancer')
      .meta({ description: 'Type of the Service.' }),
    port: kubernetes.port.default(serverPort).meta({ description: 'Port of the Service.' }),
    annotations: kubernetes.annotations
      .default({})
      .meta({ description: 'Annotations, by which clouds configure load balancers.' }),
    loadBalancerSourceRanges: kubernetes.cidrs
      .default([])
      .meta({ description: 'Networks that may use the load balancer; all without it.' }),
    externalTrafficPolicy: z
      .enum(['Cluster', 'Local'])
      .optional()
      .meta({ description: 'For load balancers and node ports.', example: 'Local' }),
  },
  'The Service. A load balancer must be one of layer 4.',
);

const seconds = z.int().min(1).max(3600);

function probe(
  defaults: { periodSeconds: number; timeoutSeconds: number; failureThreshold: number },
  description: string,
) {
  return section(
    {
      periodSeconds: seconds.default(defaults.periodSeconds).meta({ description: 'Seconds between two probes.' }),
      timeoutSeconds: seconds
        .default(defaults.timeoutSeconds)
        .meta({ description: 'Seconds after which a probe counts as failed.' }),
      failureThreshold: z
        .int()
        .min(1)
        .max(100_000)
        .default(defaults.failureThreshold)
        .meta({ description: 'How many failed probes in a row count.' }),
    },
    description,
  );
}

/** How the kubelet asks for health. */
export const probes = section(
  {
    handler: z.enum(['exec', 'http']).default(defaultProbes.handler).meta({
      description:
        '"exec" asks inside of the container and opens no path past TNG; "http" asks over the network and opens /health.',
    }),
    startup: probe(defaultProbes.startup, 'Until the model is loaded: half an hour.'),
    readiness: probe(defaultProbes.readiness, 'Whether the Service sends requests.'),
    liveness: probe(defaultProbes.liveness, 'Whether the container is restarted.'),
  },
  'How the kubelet asks vLLM for its health.',
);

const enabled = (what: string) => z.boolean().default(false).meta({ description: what });
const pods = z.int().min(0).max(1000);

export const autoscaling = section(
  {
    enabled: enabled('Make a HorizontalPodAutoscaler.'),
    minReplicas: z.int().min(1).max(1000).default(1).meta({ description: 'Fewest Pods.' }),
    maxReplicas: z.int().min(1).max(1000).default(3).meta({ description: 'Most Pods.' }),
    metrics: kubernetes.metrics
      .default(defaultMetrics as never)
      .meta({ description: 'What is measured. The default needs a metrics adapter for Prometheus.' }),
    behavior: kubernetes.behavior.default({}).meta({ description: 'How fast the number changes.' }),
  },
  'Scale by demand.',
);

export const podDisruptionBudget = section(
  {
    enabled: enabled('Make a PodDisruptionBudget.'),
    minAvailable: pods.optional().meta({ description: 'Fewest Pods that stay.', example: 1 }),
    maxUnavailable: pods
      .optional()
      .meta({ description: 'Most Pods that may be away; 1 without minAvailable.', example: 1 }),
  },
  'How many Pods a drain of nodes may take away at once.',
);

export const networkPolicy = section(
  {
    enabled: enabled('Make a NetworkPolicy: only the port of the server stays open.'),
    ingressFrom: kubernetes.networkPolicyPeers
      .default([])
      .meta({ description: 'Who may connect to the server; everybody without it.' }),
  },
  'Who may connect to the Pods.',
);

export const serviceMonitor = section(
  {
    enabled: enabled('Make a ServiceMonitor. caiOptions must let "^/metrics$" pass: TNG refuses plain HTTP otherwise.'),
    intervalSeconds: z.int().min(1).max(3600).default(30).meta({ description: 'Seconds between two readings.' }),
    labels: kubernetes.labels.default({}).meta({ description: 'Labels by which a Prometheus chooses its monitors.' }),
  },
  'Let the Prometheus operator read metrics.',
);
