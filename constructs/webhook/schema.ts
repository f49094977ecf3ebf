import { z } from 'zod';
import { opaqueText, props, section, switchable, type Input } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { seconds } from '../../helm/kubernetes/objects';
import { replicaBudget } from '../kubernetes/disruption-budget';
import { peers } from '../kubernetes/network-policy';
import { certificateKey, configMap, pem } from '../kubernetes/certificate-source';
import { identity, imageFields, imagePullSecrets, podMetadata, resources, scheduling } from '../kubernetes/schema';
import { chosenBy, monitorFields } from '../kubernetes/service-monitor';
import { defaultWebhookName, sidecarFields } from '../sidecars/schema';
import { webhookPorts } from './ports';

/** An image that has nothing but Node.js: the server comes in a ConfigMap. */
const stockNode = { registry: 'docker.io', repository: 'library/node', tag: '22-bookworm-slim' } as const;

const image = section(
  {
    ...imageFields(stockNode, {
      repository:
        'Repository within the registry. One whose last part is "node" is taken for a stock Node.js image, any other for one that includes the server.',
      tag: 'Tag of the image.',
    }),
    includesServer: z.boolean().optional().meta({
      description: 'Whether the image includes the server, as what images/webhook builds does.',
      example: true,
      without: 'the repository decides',
    }),
  },
  {
    interface: 'WebhookImageProps',
    description:
      'The image of the server. By default a stock Node.js image, into which the server comes by a ConfigMap.',
    without: 'a stock Node.js image; the server comes in a ConfigMap',
  },
);

const lifetime = z
  .string()
  .regex(/^[0-9]{1,9}(ms|s|m|h|d)$/, 'a whole number with a unit: ms, s, m, h or d, as in 24h')
  .meta({ propType: 'Duration' });

const certificates = section(
  {
    caLifetime: lifetime.default('365d').meta({
      description: 'Lifetime of the authority. The old one stays trusted while a new one is introduced.',
    }),
    lifetime: lifetime.default('7d').meta({
      description: 'Lifetime of the serving certificates. Each replica makes and renews its own, in memory.',
    }),
    caPropagationDelay: lifetime.default('5m').meta({
      description: 'How long a new authority is published before certificates are signed with it.',
    }),
  },
  {
    interface: 'CertificateProps',
    about: 'Certificates that the server makes itself.',
    description: 'Certificates that the server makes itself. Times are whole numbers with ms, s, m, h or d.',
    without: 'the authority lives for a year, serving certificates for a week',
  },
);

const certManager = switchable(
  {
    issuerRef: section(
      {
        name: kubernetes.dnsSubdomain.optional().meta({
          description: 'The issuer.',
          example: 'cluster-authority',
          without: 'an authority is made for this webhook alone',
        }),
        // external issuers are kinds of their own groups, such as AWSPCAClusterIssuer
        kind: z
          .string()
          .max(63)
          .regex(/^[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?$/, 'the kind of an object, such as ClusterIssuer')
          .default('Issuer')
          .meta({ description: 'Kind of the issuer: Issuer, ClusterIssuer, or whatever its group has.' }),
        group: kubernetes.dnsSubdomain.default('cert-manager.io').meta({ description: 'API group of the issuer.' }),
      },
      {
        interface: 'IssuerProps',
        description: 'Who issues. It must put its authority into ca.crt of the Secret.',
        without: 'an authority made for this webhook alone',
      },
    ),
  },
  {
    interface: 'CertManagerProps',
    enabled: 'Let cert-manager issue the certificate.',
    description: 'Certificates by cert-manager, instead of those that the server makes itself.',
    without: 'the server makes its own',
  },
);

// below 1024 a process without capabilities may not listen
const port = z.int().min(1024).max(65535);

const ports = section(
  {
    https: port.default(webhookPorts.https).meta({
      description: 'Port that API servers ask. Another one where a firewall lets them reach some ports of nodes alone.',
    }),
    http: port.default(webhookPorts.http).meta({ description: 'Port of health and metrics.' }),
  },
  {
    interface: 'WebhookPortsProps',
    description:
      "Ports on which each replica listens; with hostNetwork, ports of its node. The Service's own stay 443 and 8080.",
    without: '8443 and 8080',
  },
);

const networkPolicy = switchable(
  {
    ingressFrom: peers('Who may connect to the HTTPS port: API servers. Everybody without it.'),
    metricsFrom: peers('Who may connect to the port of health and metrics. Everybody without it.'),
  },
  {
    interface: 'WebhookNetworkPolicyProps',
    enabled: 'Make a NetworkPolicy: only the two ports of the server stay open.',
    description: 'Who may connect to the replicas.',
    without: 'everybody',
  },
);

const serviceMonitor = switchable(monitorFields, {
  interface: 'WebhookServiceMonitorProps',
  enabled: 'Make a ServiceMonitor.',
  description: 'Let the Prometheus operator read metrics.',
  without: 'no monitor',
});

const alerts = switchable(
  { labels: chosenBy('rules') },
  {
    interface: 'WebhookAlertsProps',
    enabled: 'Make a PrometheusRule.',
    description: 'Let the Prometheus operator raise alerts. They expect serving certificates that live for days.',
    without: 'no alerts',
  },
);

const trustee = section(
  {
    authorities: section(
      {
        pem,
        configMap: configMap.meta({
          description:
            "The ConfigMap with them in the webhook's namespace, instead. It is followed: a change reaches Pods that are created afterwards.",
          example: 'trustee-certificates',
          without: 'none',
        }),
        key: certificateKey.meta({ description: 'Key of the ConfigMap.' }),
      },
      {
        interface: 'WebhookAuthoritiesProps',
        description:
          "Authorities of the certificate that Trustee shows with https, where a Pod names none, instead of those in the sidecars' images, which may be none.",
        without: 'those in the images',
      },
    ),
  },
  {
    interface: 'WebhookTrusteeProps',
    description: 'The Trustee that Pods ask, where they do not say otherwise.',
    without: 'what the options of each Pod say',
  },
);

/** The admission webhook. */
export const caiWebhook = props(
  {
    sidecars: section(sidecarFields, {
      interface: 'SidecarSetProps',
      description: 'How the four sidecars are made. AA, CDH and TNG must come from one version set.',
      without: "the vendor's images",
    }),
    trustee,
    excludedNamespaces: z.array(kubernetes.dnsLabel).default([]).meta({
      description:
        'Namespaces that the webhook leaves alone, beside its own, kube-system, kube-public and kube-node-lease. A Pod there that asks for protection is refused.',
    }),
    admissionPolicy: z.boolean().default(true).meta({
      description:
        'Let the API server itself refuse Pods that ask for protection and did not get it, debug containers that reach for what is encrypted, and everybody who enters a sidecar, also while the webhook is away.',
    }),
    closedNamespaces: z.array(kubernetes.dnsLabel).default([]).meta({
      description:
        'Namespaces in which nobody enters a Pod: exec, cp, attach, port-forward and debug containers are refused by the API server, for every Pod there, as it is not told which of them are confidential. Elsewhere only sidecars are closed.',
      without: 'none',
    }),
    image,
    imagePullSecrets,
    replicas: z.int().min(1).max(100).default(2).meta({
      description: 'How many replicas answer. While none does, confidential Pods cannot be created.',
    }),
    certificates,
    certManager,
    hostNetwork: z.boolean().default(false).meta({
      description:
        'Run on the network of the nodes, where API servers reach nodes and no Pods, as with some overlay networks of managed clusters. The namespace must admit it (Pod Security privileged), no NetworkPolicy holds there, and a rollout stops one replica before it starts the next.',
    }),
    ports,
    drainSeconds: seconds(0, 600).default(5).meta({
      description: 'Seconds that a replica answers on after it was told to stop, until every API server knows.',
    }),
    logLevel: z
      .enum(['debug', 'info', 'warn', 'error'])
      .default('info')
      .meta({
        enumeration: 'LogLevel',
        about: 'How much is logged. Each level has those after it, too.',
        words: {
          debug: 'What helps to find a fault of the server.',
          info: 'Every decision, and what changed.',
          warn: 'What was refused or cannot be followed at the moment.',
          error: 'Faults of the server.',
        },
        description: 'How much is logged. No level logs a Pod or a secret.',
      }),
    // the server's own budget is 250 MB under the heaviest load
    resources: resources(
      { requests: { cpu: '100m', memory: '96Mi' }, limits: { memory: '320Mi' } },
      {
        description: 'What each replica gets.',
        without: 'requests of 100m CPU and 96Mi memory, a limit of 320Mi memory',
        requests: 'Requests of a replica.',
        limits: 'Limits of a replica. A limit of the CPU makes admissions slow.',
      },
    ),
    // while no replica runs, no confidential Pod can be created: replicas go before ordinary Pods
    priorityClassName: z
      .string()
      .max(253)
      .regex(
        /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$/,
        'the name of a PriorityClass: lower-case letters, digits, dashes and dots; or empty',
      )
      .default('system-cluster-critical')
      .meta({
        description:
          "PriorityClass of the replicas; empty for the cluster's default, as where a quota forbids system-cluster-critical outside of kube-system.",
      }),
    ...scheduling,
    requireSeparateNodes: z.boolean().default(false).meta({
      description: 'Whether two replicas may never share a node. Otherwise they avoid it.',
    }),
    affinity: kubernetes.affinity.default({}).meta({
      description: 'Affinity of the replicas, instead of the one that keeps them on different nodes.',
      without: 'replicas on different nodes, where that is possible',
    }),
    topologySpreadConstraints: kubernetes.topologySpreadConstraints.default([]).meta({
      description: 'How the replicas spread over the cluster; over zones without it.',
      without: 'over zones, where that is possible',
    }),
    podDisruptionBudget: replicaBudget('WebhookDisruptionBudgetProps'),
    networkPolicy,
    serviceMonitor,
    alerts,
    ...podMetadata,
    serverBundle: opaqueText().optional().meta({
      description: 'Text of the server program, for an image that does not include it.',
      without: 'the one of this package',
    }),
    ...identity(
      'Name of the Deployment, of both webhook configurations and of the admission policy, and first part of the other names.',
      { defaultName: defaultWebhookName, maxLength: 50 },
    ),
  },
  { interface: 'CaiWebhookProps', description: 'The admission webhook that makes annotated Pods confidential.' },
);

/** The settled props of the webhook. */
export type WebhookInputs = Input<z.infer<typeof caiWebhook>>;
