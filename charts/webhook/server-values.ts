import { z } from 'zod';
import { section } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { defaultCertificates, defaultServerImage } from '../../constructs/webhook/defaults';
import { digest, pullPolicy, tag } from './sidecar-values';

/** The image that the server runs in. */
export const image = section(
  {
    registry: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?$/)
      .default(defaultServerImage.registry)
      .meta({ description: 'Host of the registry.' }),
    repository: z
      .string()
      .regex(/^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/)
      .default(defaultServerImage.repository)
      .meta({
        description:
          'Repository within the registry. One whose last part is "node" is taken for a stock Node.js image, any other for one that includes the server.',
      }),
    tag: tag.default(defaultServerImage.tag).meta({ description: 'Tag.' }),
    digest: digest.meta({
      description: 'Digest. It decides over the tag, and only it makes sure which image runs.',
      example: 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    }),
    pullPolicy: pullPolicy.default(defaultServerImage.pullPolicy).meta({ description: 'When nodes fetch the image.' }),
    includesServer: z.boolean().optional().meta({
      description:
        'Whether the image includes the server, as what images/webhook builds does. Without it the repository decides.',
      example: true,
    }),
  },
  'The image of the server. By default a stock Node.js image, into which the server comes by a ConfigMap.',
);

const duration = z.string().regex(/^[0-9]{1,9}(ms|s|m|h|d)$/);

/** How long the server's own certificates live. */
export const certificates = section(
  {
    caLifetime: duration.default(defaultCertificates.caLifetime).meta({
      description: 'Lifetime of the authority. The old one stays trusted while a new one is introduced.',
    }),
    lifetime: duration.default(defaultCertificates.lifetime).meta({
      description: 'Lifetime of the serving certificates. Each replica makes and renews its own, in memory.',
    }),
    caPropagationDelay: duration.default(defaultCertificates.caPropagationDelay).meta({
      description: 'How long a new authority is published before certificates are signed with it.',
    }),
  },
  'Certificates that the server makes itself. Times are whole numbers with ms, s, m, h or d.',
);

/** Certificates by cert-manager. */
export const certManager = section(
  {
    enabled: z.boolean().default(false).meta({ description: 'Let cert-manager issue the certificate.' }),
    issuerRef: section(
      {
        name: kubernetes.dnsSubdomain.optional().meta({
          description: 'The issuer. Without it an authority is made for this webhook alone.',
          example: 'cluster-authority',
        }),
        kind: z.enum(['Issuer', 'ClusterIssuer']).default('Issuer').meta({ description: 'Kind of the issuer.' }),
        group: kubernetes.dnsSubdomain.default('cert-manager.io').meta({ description: 'API group of the issuer.' }),
      },
      'Who issues. It must put its authority into ca.crt of the Secret.',
    ),
  },
  'Certificates by cert-manager, instead of those that the server makes itself.',
);

const enabled = (what: string) => z.boolean().default(false).meta({ description: what });

export const podDisruptionBudget = section(
  {
    enabled: z.boolean().default(true).meta({ description: 'Make a PodDisruptionBudget.' }),
    maxUnavailable: z.int().min(0).max(1000).default(1).meta({ description: 'Most replicas that may be away.' }),
  },
  'How many replicas a drain of nodes may take away at once.',
);

export const networkPolicy = section(
  {
    enabled: enabled('Make a NetworkPolicy: only the two ports of the server stay open.'),
    ingressFrom: kubernetes.networkPolicyPeers
      .default([])
      .meta({ description: 'Who may connect to the HTTPS port: API servers. Everybody without it.' }),
    metricsFrom: kubernetes.networkPolicyPeers
      .default([])
      .meta({ description: 'Who may connect to the port of health and metrics. Everybody without it.' }),
  },
  'Who may connect to the replicas.',
);

const labels = kubernetes.labels.default({});

export const serviceMonitor = section(
  {
    enabled: enabled('Make a ServiceMonitor.'),
    intervalSeconds: z.int().min(1).max(3600).default(30).meta({ description: 'Seconds between two readings.' }),
    labels: labels.meta({ description: 'Labels by which a Prometheus chooses its monitors.' }),
  },
  'Let the Prometheus operator read metrics.',
);

export const alerts = section(
  {
    enabled: enabled('Make a PrometheusRule.'),
    labels: labels.meta({ description: 'Labels by which a Prometheus chooses its rules.' }),
  },
  'Let the Prometheus operator raise alerts. They expect serving certificates that live for days.',
);
