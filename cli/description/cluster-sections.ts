import { z } from 'zod';
import { section } from '../../helm';
import { dnsLabel, dnsSubdomain, labelValue, port, qualifiedName } from '../../helm/kubernetes';
import { defaultVersionSet, versionSetNames, versionSets } from '../../injection';
import { optionField } from './option-fields';

const imageTag = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/);
const releaseName = dnsLabel.max(53);

/** More values of a chart, handed on as they are. */
function moreValues(chart: string) {
  return z
    .record(z.string().min(1), z.unknown())
    .default({})
    .meta({
      description: `More values of the chart ${chart}, as its README lists them. What this file says elsewhere cannot be set again here.`,
      struct: true,
    });
}

/** Where the service runs. */
export const cluster = section(
  {
    context: z
      .string()
      .min(1)
      .max(253)
      .optional()
      .meta({ description: 'Context of the kubeconfig; the current one without it.', example: 'ack-beijing' }),
    namespace: dnsLabel.default('default').meta({ description: 'Namespace of the inference service.' }),
    region: z
      .string()
      .regex(/^[a-z]{2}-[a-z0-9]+(-[a-z0-9]+)*$/)
      .optional()
      .meta({ description: 'Region of cluster and bucket.', example: 'cn-beijing' }),
    nodeSelector: z
      .record(qualifiedName, labelValue.nullable())
      .optional()
      .meta({
        description:
          'Labels of the nodes that may run the Pods, laid over those of the chart cai-vllm; null takes one of them away.',
        example: { 'ack.aliyun.com/nvidia-driver-version': '550.144.03' },
        struct: true,
      }),
  },
  'The cluster with the confidential nodes.',
);

/** Which components run. */
export const versions = section(
  {
    set: z
      .enum(versionSetNames)
      .default(defaultVersionSet.name)
      .meta({
        description: `Version set. ${versionSets.map(({ name, description }) => `${name}: ${description}. `).join('')}Nothing works across the sets.`,
      }),
    aa: optionField('aa-version', 'Attestation Agent; the tested version of the set without it.').optional(),
    cdh: optionField('cdh-version', 'Confidential Data Hub; the tested version of the set without it.').optional(),
    tng: optionField('tng-version', 'TNG, in the Pods and at the clients; the tested version without it.').optional(),
    cachefs: optionField('cachefs-version', 'Cachefs, which decrypts the model.').optional(),
    trustee: z
      .string()
      .regex(/^[0-9]+\.[0-9]+\.[0-9]+([-._][0-9A-Za-z._-]{0,97})?$/)
      .optional()
      .meta({ description: 'Trustee; the tested version of the set without it.', example: '1.5.2' }),
  },
  'Versions of the components. Leave all but the set away unless you know better.',
);

/** The webhook that injects the sidecars. */
export const webhook = section(
  {
    namespace: dnsLabel.default('cai-system').meta({ description: 'Namespace of the webhook.' }),
    release: releaseName.default('cai-webhook').meta({ description: 'Name of the Helm release.' }),
    replicas: z.int().min(1).max(100).default(2).meta({ description: 'How many Pods answer the API server.' }),
    values: moreValues('cai-webhook'),
  },
  'The admission webhook, one for the whole cluster.',
);

/** The inference service. */
export const vllm = section(
  {
    release: releaseName.default('vllm').meta({ description: 'Name of the Helm release.' }),
    imageTag: imageTag.optional().meta({
      description: "Tag of the vLLM image; the chart's own without it. Newer images need a newer GPU driver.",
      example: 'v0.10.2',
    }),
    gpuCount: z.int().min(0).max(64).default(1).meta({ description: 'GPUs of each Pod.' }),
    replicas: z.int().min(0).max(1000).default(1).meta({ description: 'How many Pods serve.' }),
    apiKeySecret: dnsSubdomain.optional().meta({
      description:
        'Secret whose key api-key holds the key that clients must send. Without it anybody who reaches the service may use it.',
      example: 'vllm-api-key',
    }),
    values: moreValues('cai-vllm'),
  },
  'The inference service.',
);

const mapping = z.strictObject({
  port: port.meta({ description: 'Port that the client listens on.' }),
  host: z
    .string()
    .regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/)
    .meta({ description: 'Host of an inference service.' }),
  upstreamPort: port.optional().meta({ description: 'Port of the inference service; 8080 without it.' }),
});

/** What asks the service. */
export const client = section(
  {
    release: releaseName.default('tng-client').meta({ description: 'Name of the Helm release, in a cluster.' }),
    proxyPort: port.default(41000).meta({ description: 'Port of the HTTP proxy that encrypts.' }),
    mappings: z.array(mapping).max(64).default([]).meta({
      description:
        'Plain base URLs beside the proxy, as [{port: 8080, host: inference.example.com}]: what comes in at the port goes to the host, encrypted.',
      struct: true,
    }),
    values: moreValues('tng-client'),
  },
  'The TNG client, through which the service is asked.',
);
