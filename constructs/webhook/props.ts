// Generated from schema.ts beside it by npm run docs; do not edit.
import type { Duration } from 'cdk8s';
import type { IConfigMap, ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import type { SidecarSetProps } from '../sidecars/props';

/**
 * Authorities of the certificate that Trustee shows with https, where a Pod names none, instead of those in the
 * sidecars' images, which may be none.
 */
export interface WebhookAuthoritiesProps {
  /**
   * The certificates themselves, as PEM, one after the other. Never a key.
   *
   * @default - none
   */
  readonly pem?: string;

  /**
   * The ConfigMap with them in the webhook's namespace, instead. It is followed: a change reaches Pods that are created
   * afterwards.
   *
   * @default - none
   */
  readonly configMap?: IConfigMap;

  /**
   * Key of the ConfigMap.
   *
   * @default "ca.crt"
   */
  readonly key?: string;
}

/** The Trustee that Pods ask, where they do not say otherwise. */
export interface WebhookTrusteeProps {
  /**
   * Authorities of the certificate that Trustee shows with https, where a Pod names none, instead of those in the
   * sidecars' images, which may be none.
   *
   * @default - those in the images
   */
  readonly authorities?: WebhookAuthoritiesProps;
}

/** The image of the server. By default a stock Node.js image, into which the server comes by a ConfigMap. */
export interface WebhookImageProps {
  /**
   * Registry, and path within it where it mirrors others.
   *
   * @default "docker.io"
   */
  readonly registry?: string;

  /**
   * Repository within the registry. One whose last part is "node" is taken for a stock Node.js image, any other for one
   * that includes the server.
   *
   * @default "library/node"
   */
  readonly repository?: string;

  /**
   * Tag of the image.
   *
   * @default "22-bookworm-slim"
   */
  readonly tag?: string;

  /**
   * Digest of the image. It decides over the tag, and only it makes sure which image runs.
   *
   * @default - the tag decides
   */
  readonly digest?: string;

  /**
   * When nodes fetch the image. One of "Always", "IfNotPresent", "Never".
   *
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly pullPolicy?: ImagePullPolicy;

  /**
   * Whether the image includes the server, as what images/webhook builds does.
   *
   * @default - the repository decides
   */
  readonly includesServer?: boolean;
}

/** Certificates that the server makes itself. */
export interface CertificateProps {
  /**
   * Lifetime of the authority. The old one stays trusted while a new one is introduced.
   *
   * @default Duration.days(365)
   */
  readonly caLifetime?: Duration;

  /**
   * Lifetime of the serving certificates. Each replica makes and renews its own, in memory.
   *
   * @default Duration.days(7)
   */
  readonly lifetime?: Duration;

  /**
   * How long a new authority is published before certificates are signed with it.
   *
   * @default Duration.minutes(5)
   */
  readonly caPropagationDelay?: Duration;
}

/** Who issues. It must put its authority into ca.crt of the Secret. */
export interface IssuerProps {
  /**
   * The issuer.
   *
   * @default - an authority is made for this webhook alone
   */
  readonly name?: string;

  /**
   * Kind of the issuer: Issuer, ClusterIssuer, or whatever its group has.
   *
   * @default "Issuer"
   */
  readonly kind?: string;

  /**
   * API group of the issuer.
   *
   * @default "cert-manager.io"
   */
  readonly group?: string;
}

/** Certificates by cert-manager, instead of those that the server makes itself. */
export interface CertManagerProps {
  /**
   * Let cert-manager issue the certificate.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Who issues. It must put its authority into ca.crt of the Secret.
   *
   * @default - an authority made for this webhook alone
   */
  readonly issuerRef?: IssuerProps;
}

/** Ports on which each replica listens; with hostNetwork, ports of its node. The Service's own stay 443 and 8080. */
export interface WebhookPortsProps {
  /**
   * Port that API servers ask. Another one where a firewall lets them reach some ports of nodes alone. A whole number
   * from 1024 to 65535.
   *
   * @default 8443
   */
  readonly https?: number;

  /**
   * Port of health and metrics. A whole number from 1024 to 65535.
   *
   * @default 8080
   */
  readonly http?: number;
}

/** How much is logged. Each level has those after it, too. */
export enum LogLevel {
  /** What helps to find a fault of the server. */
  DEBUG = 'debug',
  /** Every decision, and what changed. */
  INFO = 'info',
  /** What was refused or cannot be followed at the moment. */
  WARN = 'warn',
  /** Faults of the server. */
  ERROR = 'error',
}

/** How many replicas a drain of nodes may take away at once. */
export interface WebhookDisruptionBudgetProps {
  /**
   * Make a PodDisruptionBudget.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Maximum number of replicas away. A whole number from 0 to 1000.
   *
   * @default 1
   */
  readonly maxUnavailable?: number;
}

/** Who may connect to the replicas. */
export interface WebhookNetworkPolicyProps {
  /**
   * Make a NetworkPolicy: only the two ports of the server stay open.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Who may connect to the HTTPS port: API servers. Everybody without it.
   *
   * @default - everybody
   */
  readonly ingressFrom?: k8s.NetworkPolicyPeer[];

  /**
   * Who may connect to the port of health and metrics. Everybody without it.
   *
   * @default - everybody
   */
  readonly metricsFrom?: k8s.NetworkPolicyPeer[];
}

/** Let the Prometheus operator read metrics. */
export interface WebhookServiceMonitorProps {
  /**
   * Make a ServiceMonitor.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Seconds between two readings. A whole number from 1 to 3600.
   *
   * @default Duration.seconds(30)
   */
  readonly intervalSeconds?: Duration;

  /**
   * Labels by which a Prometheus chooses its monitors.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/** Let the Prometheus operator raise alerts. They expect serving certificates that live for days. */
export interface WebhookAlertsProps {
  /**
   * Make a PrometheusRule.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Labels by which a Prometheus chooses its rules.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/** The admission webhook that makes annotated Pods confidential. */
export interface CaiWebhookProps {
  /**
   * How the four sidecars are made. AA, CDH and TNG must come from one version set.
   *
   * @default - the vendor's images
   */
  readonly sidecars?: SidecarSetProps;

  /**
   * The Trustee that Pods ask, where they do not say otherwise.
   *
   * @default - what the options of each Pod say
   */
  readonly trustee?: WebhookTrusteeProps;

  /**
   * Namespaces that the webhook leaves alone, beside its own, kube-system, kube-public and kube-node-lease. A Pod there
   * that asks for protection is refused.
   *
   * @default - none
   */
  readonly excludedNamespaces?: string[];

  /**
   * Let the API server itself refuse Pods that ask for protection and did not get it, debug containers that reach for
   * what is encrypted, and everybody who enters a sidecar, also while the webhook is away.
   *
   * @default true
   */
  readonly admissionPolicy?: boolean;

  /**
   * Namespaces in which nobody enters a Pod: exec, cp, attach, port-forward and debug containers are refused by the API
   * server, for every Pod there, as it is not told which of them are confidential. Elsewhere only sidecars are closed.
   *
   * @default - none
   */
  readonly closedNamespaces?: string[];

  /**
   * The image of the server. By default a stock Node.js image, into which the server comes by a ConfigMap.
   *
   * @default - a stock Node.js image; the server comes in a ConfigMap
   */
  readonly image?: WebhookImageProps;

  /**
   * Secrets for private registries, as [{name: …}].
   *
   * @default - none
   */
  readonly imagePullSecrets?: k8s.LocalObjectReference[];

  /**
   * How many replicas answer. While none does, confidential Pods cannot be created. A whole number from 1 to 100.
   *
   * @default 2
   */
  readonly replicas?: number;

  /**
   * Certificates that the server makes itself. Times are whole numbers with ms, s, m, h or d.
   *
   * @default - the authority lives for a year, serving certificates for a week
   */
  readonly certificates?: CertificateProps;

  /**
   * Certificates by cert-manager, instead of those that the server makes itself.
   *
   * @default - the server makes its own
   */
  readonly certManager?: CertManagerProps;

  /**
   * Run on the network of the nodes, where API servers reach nodes and no Pods, as with some overlay networks of
   * managed clusters. The namespace must admit it (Pod Security privileged), no NetworkPolicy holds there, and a
   * rollout stops one replica before it starts the next.
   *
   * @default false
   */
  readonly hostNetwork?: boolean;

  /**
   * Ports on which each replica listens; with hostNetwork, ports of its node. The Service's own stay 443 and 8080.
   *
   * @default - 8443 and 8080
   */
  readonly ports?: WebhookPortsProps;

  /**
   * Seconds that a replica answers on after it was told to stop, until every API server knows. A whole number from 0 to
   * 600.
   *
   * @default Duration.seconds(5)
   */
  readonly drainSeconds?: Duration;

  /**
   * How much is logged. No level logs a Pod or a secret.
   *
   * @default LogLevel.INFO
   */
  readonly logLevel?: LogLevel;

  /**
   * What each replica gets.
   *
   * @default - requests of 100m CPU and 96Mi memory, a limit of 320Mi memory
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * PriorityClass of the replicas; empty for the cluster's default, as where a quota forbids system-cluster-critical
   * outside of kube-system.
   *
   * @default "system-cluster-critical"
   */
  readonly priorityClassName?: string;

  /**
   * Labels of the nodes that may run the Pods.
   *
   * @default - none
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Taints that the Pods tolerate.
   *
   * @default - none
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * Whether two replicas may never share a node. Otherwise they avoid it.
   *
   * @default false
   */
  readonly requireSeparateNodes?: boolean;

  /**
   * Affinity of the replicas, instead of the one that keeps them on different nodes.
   *
   * @default - replicas on different nodes, where that is possible
   */
  readonly affinity?: k8s.Affinity;

  /**
   * How the replicas spread over the cluster; over zones without it.
   *
   * @default - over zones, where that is possible
   */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];

  /**
   * How many replicas a drain of nodes may take away at once.
   *
   * @default - one
   */
  readonly podDisruptionBudget?: WebhookDisruptionBudgetProps;

  /**
   * Who may connect to the replicas.
   *
   * @default - everybody
   */
  readonly networkPolicy?: WebhookNetworkPolicyProps;

  /**
   * Let the Prometheus operator read metrics.
   *
   * @default - no monitor
   */
  readonly serviceMonitor?: WebhookServiceMonitorProps;

  /**
   * Let the Prometheus operator raise alerts. They expect serving certificates that live for days.
   *
   * @default - no alerts
   */
  readonly alerts?: WebhookAlertsProps;

  /**
   * More annotations of the Pods.
   *
   * @default - none
   */
  readonly podAnnotations?: Record<string, string>;

  /**
   * More labels of the Pods.
   *
   * @default - none
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Text of the server program, for an image that does not include it.
   *
   * @default - the one of this package
   */
  readonly serverBundle?: string;

  /**
   * Name of the Deployment, of both webhook configurations and of the admission policy, and first part of the other
   * names.
   *
   * @default - "cai-webhook"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`, which tells installations in one namespace apart. It can never
   * change.
   *
   * @default - the `name`
   */
  readonly instance?: string;
}
