import { z } from 'zod';
import { section } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import {
  defaultClientDrainSeconds,
  defaultClientImage,
  defaultClientReplicas,
  defaultClientResources,
  defaultPolicyIds,
  defaultProxyPort,
} from '../../constructs/tng-client/defaults';

const pullPolicy = z.enum(['Always', 'IfNotPresent', 'Never']);

function certificates(what: string) {
  return section(
    {
      configMap: kubernetes.dnsSubdomain
        .optional()
        .meta({ description: 'A ConfigMap.', example: 'trustee-certificates' }),
      secret: kubernetes.dnsSubdomain
        .optional()
        .meta({ description: 'A Secret, instead.', example: 'trustee-certificates' }),
      key: z
        .string()
        .max(253)
        .regex(/^[-_a-zA-Z0-9][-._a-zA-Z0-9]*$/)
        .default('ca.crt')
        .meta({ description: 'Key of the ConfigMap or Secret.' }),
    },
    what,
  );
}

const trustee = section(
  {
    address: z.string().min(1).max(2048).default('http://<trustee-ip>:8081/api').meta({
      description: 'Base URL of Trustee, as the options of the Pods have it. Replace <trustee-ip>. Use https.',
    }),
    policyIds: z
      .array(z.string().regex(/^[A-Za-z0-9_.-]+$/))
      .min(1)
      .max(16)
      .default([...defaultPolicyIds])
      .meta({ description: 'Attestation policies that the Pods must satisfy.' }),
    trustedCertificates: certificates(
      'Who may sign what Trustee says of a Pod, as PEM. Without it any signer counts, and the connection to Trustee alone decides.',
    ),
    authorities: certificates(
      'Authorities of the certificate that Trustee shows with https, as PEM. Without it those in the image.',
    ),
  },
  'The Trustee that verifies the Pods for the client.',
);

const upstream = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z]([-a-z0-9]{0,13}[a-z0-9])?$/)
    .meta({ description: 'Name of the port in the Service.' }),
  host: z
    .string()
    .min(1)
    .max(253)
    .meta({ description: 'Host of the confidential service. TNG from 2.8.0 on takes no names.' }),
  port: kubernetes.port.meta({ description: 'Port of the confidential service.' }),
  servicePort: kubernetes.port.meta({ description: 'Port on which the client takes requests to it.' }),
});

const image = section(
  {
    registry: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?$/)
      .default(defaultClientImage.registry)
      .meta({ description: 'Host of the registry.' }),
    repository: z
      .string()
      .regex(/^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/)
      .default(defaultClientImage.repository)
      .meta({ description: 'Repository within the registry.' }),
    tag: z
      .string()
      .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/)
      .default(defaultClientImage.tag)
      .meta({ description: 'Tag. It tells which protocol TNG speaks: it must be of the version set of the Pods.' }),
    digest: z
      .string()
      .regex(/^(sha256:[0-9a-f]{64})?$/)
      .optional()
      .meta({
        description: 'Digest. Then the tag is only told, and what runs is the digest.',
        example: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      }),
    pullPolicy: pullPolicy.default(defaultClientImage.pullPolicy).meta({ description: 'When nodes fetch the image.' }),
  },
  'The image of TNG.',
);

const enabled = (what: string, on: boolean) => z.boolean().default(on).meta({ description: what });

/** Everything that the chart tng-client can be told. */
export const values = z.strictObject({
  trustee,
  proxy: section(
    {
      enabled: enabled('Offer an HTTP proxy, as in the document.', true),
      port: kubernetes.port.default(defaultProxyPort).meta({ description: 'Port of the proxy.' }),
    },
    'An HTTP proxy that takes requests to any confidential service: http_proxy=http://tng-client:41000.',
  ),
  upstreams: z
    .array(upstream)
    .max(64)
    .default([])
    .meta({
      description: `Confidential services that get a plain base URL, as [{name: qwen, host: inference.example.com, port: 8080, servicePort: 80}].
An OpenAI client then takes http://tng-client:80/v1 and needs no proxy. TNG from 2.8.0 on takes IPv4 addresses alone as host.`,
    }),
  image,
  versionSet: z.enum(['A', 'B']).optional().meta({
    description:
      'Version set of the Pods, for an image whose tag does not tell it. A: TNG 2.0.0 to 2.2.4; B: from 2.2.6.',
    example: 'B',
  }),
  imagePullSecrets: kubernetes.localObjectReferences
    .default([])
    .meta({ description: 'Secrets for private registries, as [{name: …}].' }),
  replicas: z.int().min(0).max(1000).default(defaultClientReplicas).meta({ description: 'How many replicas answer.' }),
  drainSeconds: z.int().min(0).max(3600).default(defaultClientDrainSeconds).meta({
    description: 'Seconds that a replica answers on after it was told to stop. Requests that last longer are cut off.',
  }),
  resources: section(
    {
      requests: kubernetes.resourceNames
        .default(defaultClientResources.requests)
        .meta({ description: 'Requests of a replica.' }),
      limits: kubernetes.resourceNames
        .default(defaultClientResources.limits)
        .meta({ description: 'Limits of a replica.' }),
    },
    'What each replica gets.',
  ),
  service: section(
    {
      type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']).default('ClusterIP').meta({
        description: 'Type of the Service. Requests are in plaintext up to the client: keep it inside of the cluster.',
      }),
      annotations: kubernetes.annotations
        .default({})
        .meta({ description: 'Annotations, by which clouds configure load balancers.' }),
    },
    'How applications reach the client.',
  ),
  nodeSelector: kubernetes.nodeSelector.default({}).meta({ description: 'Labels of the nodes that may run replicas.' }),
  tolerations: kubernetes.tolerations.default([]).meta({ description: 'Taints that the replicas tolerate.' }),
  affinity: kubernetes.affinity.default({}).meta({
    description: 'Affinity of the replicas, instead of the one that keeps them on different nodes.',
  }),
  podAnnotations: kubernetes.annotations.default({}).meta({ description: 'More annotations of the Pods.' }),
  podLabels: kubernetes.labels.default({}).meta({ description: 'More labels of the Pods.' }),
  podDisruptionBudget: section(
    {
      enabled: enabled('Make a PodDisruptionBudget.', true),
      maxUnavailable: z.int().min(0).max(1000).default(1).meta({ description: 'Most replicas that may be away.' }),
    },
    'How many replicas a drain of nodes may take away at once.',
  ),
  networkPolicy: section(
    {
      enabled: enabled('Make a NetworkPolicy: only the proxy and the ports of the upstreams stay open.', false),
      ingressFrom: kubernetes.networkPolicyPeers
        .default([])
        .meta({ description: 'Who may connect; everybody without it.' }),
    },
    'Who may use the client. Whoever can, can use the services behind it.',
  ),
  fullnameOverride: z
    .string()
    .regex(/^([a-z]([-a-z0-9]{0,46}[a-z0-9])?)?$/)
    .optional()
    .meta({
      description:
        'Name of the Deployment and the Service, "tng-client" without it. A second release in one namespace needs it.',
      example: 'qwen-client',
    }),
});

/** The values of the chart tng-client. */
export type Values = z.infer<typeof values>;
