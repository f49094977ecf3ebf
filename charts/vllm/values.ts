import { z } from 'zod';
import { section } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import {
  defaultDrainTimeoutSeconds,
  defaultNodeSelector,
  defaultSecurityContext,
  defaultSharedMemory,
  defaultTemporaryStorage,
} from '../../constructs/vllm/defaults';
import { memoryPattern } from '../../constructs/kubernetes/memory';
import { autoscaling, networkPolicy, podDisruptionBudget, probes, service, serviceMonitor } from './service-values';
import { apiKey, flags, image, model } from './server-values';
import { oss } from './oss-values';

// lists of resources that users may name are merged over; those of Kubernetes are handed on whole
const memory = z.string().regex(new RegExp(memoryPattern));

const placeholderOptions = `{
  "cipher-text-volume": "pvc-oss",
  "model-decryption-key-id": "kbs:///default/aliyun/model-decryption-key",
  "trustee-address": "http://<trustee-ip>:8081/api"
}
`;

/** Everything that the chart cai-vllm can be told. */
export const values = z.strictObject({
  caiOptions: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .default(placeholderOptions)
    .meta({
      description: `How the Pods are made confidential: the options of the document, as JSON text or as a map. Replace <trustee-ip>.
cipher-text-volume is also the name of the claim that the chart makes: to move to another bucket or path, rename it with them.`,
    }),
  unsafeAllowSampleEvidence: z.boolean().default(false).meta({
    description:
      'Accept caiOptions without attestation of TDX and GPU. Anybody can then get the key: for tests without the hardware only.',
  }),
  oss,
  image,
  imagePullSecrets: kubernetes.localObjectReferences
    .default([])
    .meta({ description: 'Secrets for private registries, as [{name: …}].' }),
  model,
  ...flags,
  extraArgs: z
    .array(z.string().min(1))
    .default([])
    .meta({ description: 'More arguments for `vllm serve`, each as one text: "--flag=value".' }),
  env: kubernetes.envVars
    .default([])
    .meta({ description: 'More environment variables. No secrets: the host sees them.' }),
  apiKey,
  replicas: z
    .int()
    .min(0)
    .max(1000)
    .default(1)
    .meta({ description: 'How many Pods serve. Not used with autoscaling.' }),
  resources: section(
    {
      limits: kubernetes.resourceNames.default({}).meta({
        description:
          'Limits beside the GPUs. sharedMemory and temporaryStorage are added to memory, which must be in Mi, Gi or Ti.',
      }),
      requests: kubernetes.resourceNames.default({}).meta({ description: 'Requests beside the GPUs.' }),
    },
    'What each Pod gets beside its GPUs.',
  ),
  gpuCount: z.int().min(0).max(64).default(1).meta({
    description:
      'How many GPUs each Pod gets (nvidia.com/gpu). With any, an update stops a Pod before it starts the next.',
  }),
  sharedMemory: memory.default(defaultSharedMemory).meta({
    description: 'Size of /dev/shm, in Mi, Gi or Ti. The container default of 64 MiB stops vLLM even with one GPU.',
  }),
  temporaryStorage: memory.default(defaultTemporaryStorage).meta({
    description: "Size of /tmp, in Mi, Gi or Ti. It lies in memory, since the disk is the host's.",
  }),
  nodeSelector: kubernetes.nodeSelector.default(defaultNodeSelector).meta({
    description:
      'Labels of the nodes that may run the Pods. The default is the label with which the document marks its confidential GPU nodes.',
  }),
  affinity: kubernetes.affinity.default({}).meta({ description: 'Affinity of the Pods.' }),
  tolerations: kubernetes.tolerations.default([]).meta({ description: 'Taints that the Pods tolerate.' }),
  topologySpreadConstraints: kubernetes.topologySpreadConstraints
    .default([])
    .meta({ description: 'How the Pods spread over the cluster.' }),
  runtimeClassName: kubernetes.dnsSubdomain
    .optional()
    .meta({ description: 'RuntimeClass of the Pods.', example: 'nvidia' }),
  priorityClassName: kubernetes.dnsSubdomain
    .optional()
    .meta({ description: 'PriorityClass of the Pods.', example: 'high' }),
  probes,
  drainTimeoutSeconds: z.int().min(0).max(86400).default(defaultDrainTimeoutSeconds).meta({
    description: 'Longest time in seconds that running requests get to end when a Pod stops.',
  }),
  service,
  autoscaling,
  podDisruptionBudget,
  networkPolicy,
  serviceMonitor,
  serviceAccount: section(
    { name: kubernetes.dnsSubdomain.optional().meta({ description: 'An existing ServiceAccount.', example: 'vllm' }) },
    'ServiceAccount of the Pods. No token is mounted.',
  ),
  podAnnotations: kubernetes.annotations.default({}).meta({ description: 'More annotations of the Pods.' }),
  podLabels: kubernetes.labels.default({}).meta({ description: 'More labels of the Pods.' }),
  podSecurityContext: kubernetes.podSecurityContext.default({}).meta({
    description:
      'Security context of the Pods. It holds for the injected sidecars too, which need root: prefer securityContext.',
  }),
  securityContext: kubernetes.securityContext
    .default(defaultSecurityContext as never)
    .meta({ description: 'Security context of the container.' }),
  extraVolumes: kubernetes.volumes.default([]).meta({ description: 'More volumes of the Pods.' }),
  extraVolumeMounts: kubernetes.volumeMounts.default([]).meta({ description: 'More mounts of the container.' }),
  test: section(
    {
      image: z
        .string()
        .regex(/^([A-Za-z0-9][A-Za-z0-9._:/@-]*)?$/)
        .optional()
        .meta({
          description: 'Image with tng and curl. Without it TNG of the version in caiOptions, from the vendor.',
          example: 'registry.example.com/tng:2.2.4',
        }),
    },
    'What `helm test` runs: it asks the service for a completion, through TNG.',
  ),
  fullnameOverride: z
    .string()
    .regex(/^([a-z]([-a-z0-9]{0,56}[a-z0-9])?)?$/)
    .optional()
    .meta({
      description:
        'Name of the Deployment and first part of the other names, "cai-vllm" without it. A second release in one namespace needs it, and a cipher-text-volume of its own.',
      example: 'qwen',
    }),
});

/** The values of the chart cai-vllm. */
export type Values = z.infer<typeof values>;
