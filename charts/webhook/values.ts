import { z } from 'zod';
import { section } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import {
  defaultDrainSeconds,
  defaultLogLevel,
  defaultPriorityClass,
  defaultRegistry,
  defaultReplicas,
  defaultServerResources,
} from '../../constructs/webhook/defaults';
import {
  alerts,
  certificates,
  certManager,
  image,
  networkPolicy,
  podDisruptionBudget,
  serviceMonitor,
} from './server-values';
import { registryPath, sidecars } from './sidecar-values';

/** Everything that the chart cai-webhook can be told. */
export const values = z.strictObject({
  registry: z.string().max(120).regex(registryPath).default(defaultRegistry).meta({
    description: 'Registry, and path within it, of the sidecar images that name no registry of their own.',
  }),
  sidecars,
  unsafeAllowSampleEvidence: z.boolean().default(false).meta({
    description:
      'Let Pods switch off attestation of TDX and GPU. Anybody can then get their key: for tests without the hardware only.',
  }),
  excludedNamespaces: z.array(kubernetes.dnsLabel).default([]).meta({
    description:
      'Namespaces that the webhook leaves alone, beside its own, kube-system, kube-public and kube-node-lease. A Pod there that asks for protection is refused.',
  }),
  admissionPolicy: z.boolean().default(true).meta({
    description:
      'Let the API server itself refuse Pods that ask for protection and did not get it, also while the webhook is away.',
  }),
  image,
  imagePullSecrets: kubernetes.localObjectReferences
    .default([])
    .meta({ description: 'Secrets for private registries, as [{name: …}].' }),
  replicas: z.int().min(1).max(100).default(defaultReplicas).meta({
    description: 'How many replicas answer. While none does, confidential Pods cannot be created.',
  }),
  certificates,
  certManager,
  drainSeconds: z.int().min(0).max(600).default(defaultDrainSeconds).meta({
    description: 'Seconds that a replica answers on after it was told to stop, until every API server knows.',
  }),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default(defaultLogLevel)
    .meta({ description: 'How much is logged. No level logs a Pod or a secret.' }),
  resources: section(
    {
      requests: kubernetes.resourceNames
        .default(defaultServerResources.requests)
        .meta({ description: 'Requests of a replica.' }),
      limits: kubernetes.resourceNames.default(defaultServerResources.limits).meta({
        description: 'Limits of a replica. A limit of the CPU makes admissions slow.',
      }),
    },
    'What each replica gets.',
  ),
  priorityClassName: z
    .string()
    .max(253)
    .regex(/^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$/)
    .default(defaultPriorityClass)
    .meta({ description: "PriorityClass of the replicas; empty for the cluster's default." }),
  nodeSelector: kubernetes.nodeSelector.default({}).meta({ description: 'Labels of the nodes that may run replicas.' }),
  tolerations: kubernetes.tolerations.default([]).meta({ description: 'Taints that the replicas tolerate.' }),
  requireSeparateNodes: z.boolean().default(false).meta({
    description: 'Whether two replicas may never share a node. Otherwise they avoid it.',
  }),
  affinity: kubernetes.affinity.default({}).meta({
    description: 'Affinity of the replicas, instead of the one that keeps them on different nodes.',
  }),
  topologySpreadConstraints: kubernetes.topologySpreadConstraints
    .default([])
    .meta({ description: 'How the replicas spread over the cluster; over zones without it.' }),
  podDisruptionBudget,
  networkPolicy,
  serviceMonitor,
  alerts,
  podAnnotations: kubernetes.annotations.default({}).meta({ description: 'More annotations of the Pods.' }),
  podLabels: kubernetes.labels.default({}).meta({ description: 'More labels of the Pods.' }),
  fullnameOverride: z
    .string()
    .regex(/^([a-z]([-a-z0-9]{0,48}[a-z0-9])?)?$/)
    .optional()
    .meta({
      description:
        'Name of the Deployment, the webhook configurations and the policy, and first part of the other names; "cai-webhook" without it.',
      example: 'cai-webhook-canary',
    }),
});

/** The values of the chart cai-webhook. */
export type Values = z.infer<typeof values>;
