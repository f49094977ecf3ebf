import { z } from 'zod';
import { props, section, switchable, type Input } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { budgetReplicas } from '../kubernetes/disruption-budget';
import { loadBalancerFields } from '../kubernetes/load-balancer';
import { peers } from '../kubernetes/network-policy';
import { identity, imagePullSecrets, podMetadata, scheduling } from '../kubernetes/schema';
import { monitorFields } from '../kubernetes/service-monitor';
import { optionsOfPods } from '../options/options-of-pods';
import { modelStorages } from '../storage/schema';
import { queueMetrics } from '../vllm/metrics';
import { serverPort, vllmFields } from '../vllm/schema';

/** The Deployment's name. */
export const defaultName = 'cai-vllm';

const named = (description: string) => identity(description, { defaultName, maxLength: 58 });

const serviceFields = {
  type: z
    .enum(['LoadBalancer', 'NodePort', 'ClusterIP'])
    .default('LoadBalancer')
    .meta({ description: 'Type of the Service.', propType: 'ServiceType' }),
  port: kubernetes.port.default(serverPort).meta({ description: 'Port of the Service.' }),
  ...loadBalancerFields,
  externalTrafficPolicy: z
    .enum(['Cluster', 'Local'])
    .optional()
    .meta({
      enumeration: 'ExternalTrafficPolicy',
      about: 'To which Pods a node sends what comes from outside of the cluster.',
      words: { Cluster: 'To those of every node.', Local: 'To its own, which then see the address of the client.' },
      description: 'Where nodes send what comes from outside; for load balancers and node ports.',
      example: 'Local',
      without: "the cluster's (Cluster)",
    }),
};

const autoscalerFields = {
  minReplicas: z.int().min(1).max(1000).default(1).meta({ description: 'Minimum number of replicas.' }),
  maxReplicas: z.int().min(1).max(1000).default(3).meta({ description: 'Maximum number of replicas.' }),
  metrics: kubernetes.metrics.default(queueMetrics as never).meta({
    description: 'What is measured. The default needs a metrics adapter for Prometheus.',
    without: '`vllm:num_requests_waiting` of the Pods, at 5 each; it needs a metrics adapter for Prometheus',
  }),
  behavior: kubernetes.behavior
    .default({})
    .meta({ description: 'How fast the number changes.', without: "the cluster's" }),
};

const replicas = budgetReplicas.optional();

const budgetFields = {
  minAvailable: replicas.meta({
    description: 'Minimum number of replicas that stay. With one replica a budget of 1 blocks every drain of its node.',
    example: 1,
    without: 'maxUnavailable decides',
  }),
  maxUnavailable: replicas.meta({
    description: 'Maximum number of replicas away.',
    example: 1,
    without: '1, unless minAvailable is set',
  }),
};

const policyFields = {
  ingressFrom: peers("Who may connect to the server's port; everybody without it. Every other port is closed to all."),
};

/** The label with which the document's third step marks confidential GPU nodes. */
export const defaultNodeSelector = { 'ack.aliyun.com/nvidia-driver-version': '550.144.03' } as const;

const podFields = {
  imagePullSecrets,
  replicas: z
    .int()
    .min(0)
    .max(1000)
    .default(1)
    .meta({ description: 'How many Pods serve. Not used with autoscaling.' }),
  ...scheduling,
  nodeSelector: kubernetes.labels.default(defaultNodeSelector).meta({
    description:
      'Labels of the nodes that may run the Pods. The default is the label with which the document marks its confidential GPU nodes.',
  }),
  affinity: kubernetes.affinity.default({}).meta({ description: 'Affinity of the Pods.', without: 'none' }),
  topologySpreadConstraints: kubernetes.topologySpreadConstraints
    .default([])
    .meta({ description: 'How the Pods spread over the cluster.', without: "the cluster's default" }),
  runtimeClassName: kubernetes.dnsSubdomain
    .optional()
    .meta({ description: 'RuntimeClass of the Pods.', example: 'nvidia', without: "the node's default" }),
  priorityClassName: kubernetes.dnsSubdomain
    .optional()
    .meta({ description: 'PriorityClass of the Pods.', example: 'high', without: "the cluster's default" }),
  serviceAccount: section(
    {
      name: kubernetes.dnsSubdomain
        .optional()
        .meta({ description: 'An existing ServiceAccount.', example: 'vllm', without: "the namespace's default" }),
    },
    {
      propType: 'IServiceAccount',
      description: 'ServiceAccount of the Pods. No token is mounted.',
      without: "the namespace's default",
    },
  ),
  ...podMetadata,
  podSecurityContext: kubernetes.podSecurityContext.default({}).meta({
    description:
      'Security context of the Pods. It holds for the injected sidecars too, which need root: prefer securityContext.',
    without: 'none',
  }),
};

const caiOptions = optionsOfPods.meta({
  ...optionsOfPods.meta(),
  description: 'The options with which the Pods ask to be confidential.',
});

/** What the Pods of a service are told beside their container. */
export const inferencePod = props(podFields, {
  interface: 'InferencePodProps',
  description: 'The Pods of an inference service, beside their container.',
});

/** The Deployment of a service. */
export const inferenceDeployment = props(
  {
    caiOptions,
    claim: kubernetes.claimName.meta({
      description: 'The claim with the encrypted model; the options must name it.',
    }),
    autoscaled: z.boolean().default(false).meta({ description: 'Leave the number of replicas to an autoscaler.' }),
    secretChecksum: z.string().optional().meta({
      description: 'A text that changes when the access key of the volume does, so that the Pods roll.',
      without: 'a changed key reaches Pods when they start',
    }),
    ...vllmFields,
    ...podFields,
    ...named('Name of the Deployment.'),
  },
  {
    interface: 'InferenceDeploymentProps',
    extends: ['VllmServerProps', 'InferencePodProps'],
    description: 'A Deployment of vLLM whose Pods are confidential.',
  },
);

export const inferenceService = props(
  { ...serviceFields, ...named("First part of the Service's name, which ends in `-svc`.") },
  { interface: 'InferenceServiceProps', description: 'A Service, and which Pods it reaches.' },
);

export const inferenceAutoscaler = props(
  { ...autoscalerFields, ...named('Name of the Deployment, and of the autoscaler.') },
  { interface: 'InferenceAutoscalerProps', description: 'How many Pods of a Deployment serve, by demand.' },
);

export const inferenceDisruptionBudget = props(
  { ...budgetFields, ...named('Name of the Deployment, and of the budget.') },
  {
    interface: 'InferenceDisruptionBudgetProps',
    description: 'How many Pods of a Deployment a drain of nodes may take away at once.',
  },
);

export const inferenceNetworkPolicy = props(
  { ...policyFields, ...named('Name of the Deployment, and of the policy.') },
  { interface: 'InferenceNetworkPolicyProps', description: 'Who may connect to the Pods of a Deployment.' },
);

export const inferenceServiceMonitor = props(
  { ...monitorFields, ...named('Name of the Deployment, and of the monitor.') },
  { interface: 'InferenceServiceMonitorProps', description: 'How Prometheus reads the metrics of a Service.' },
);

/** A whole inference service. */
export const confidentialVllm = props(
  {
    caiOptions: caiOptions.meta({ ...caiOptions.meta(), description: 'How the Pods are made confidential.' }),
    ...modelStorages.shape,
    ...vllmFields,
    ...podFields,
    service: section(serviceFields, {
      interface: 'ServiceProps',
      description: 'The Service. A load balancer must be one of layer 4.',
      without: 'a LoadBalancer on port 8080',
    }),
    autoscaling: switchable(autoscalerFields, {
      interface: 'AutoscalingProps',
      enabled: 'Make a HorizontalPodAutoscaler.',
      description: 'Scale by demand.',
      without: 'a fixed number of replicas',
    }),
    podDisruptionBudget: switchable(budgetFields, {
      interface: 'DisruptionBudgetProps',
      enabled: 'Make a PodDisruptionBudget.',
      description: 'How many Pods a drain of nodes may take away at once.',
      without: 'no budget',
    }),
    networkPolicy: switchable(policyFields, {
      interface: 'NetworkPolicyProps',
      enabled: 'Make a NetworkPolicy: only the port of the server stays open.',
      description: 'Who may connect to the Pods.',
      without: 'everybody',
    }),
    serviceMonitor: switchable(monitorFields, {
      interface: 'ServiceMonitorProps',
      enabled: 'Make a ServiceMonitor. caiOptions must let "^/metrics$" pass: TNG refuses plain HTTP otherwise.',
      description: 'Let the Prometheus operator read metrics.',
      without: 'no monitor',
    }),
    ...named('Name of the Deployment, and first part of the names of what belongs to it.'),
  },
  {
    interface: 'ConfidentialVllmProps',
    extends: ['VllmServerProps', 'InferencePodProps'],
    description: 'A confidential inference service.',
  },
);

/** The settled props of a Deployment. */
export type DeploymentInputs = Input<z.infer<typeof inferenceDeployment>>;

/** The settled props of a whole service. */
export type ServiceInputs = Input<z.infer<typeof confidentialVllm>>;
