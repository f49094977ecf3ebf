import type { k8s } from 'cdk8s-plus-27';

/** The image that the server runs in. */
export interface WebhookImageProps {
  /**
   * Host of the registry.
   *
   * @default "docker.io"
   */
  readonly registry?: string;

  /**
   * Repository within the registry. One whose last part is `node` is taken for a stock Node.js image; any other for one
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
   * Digest, as in `sha256:…`. It decides over the tag, and only it makes sure which image runs.
   *
   * @default - the tag alone
   */
  readonly digest?: string;

  /**
   * When the node fetches the image: `Always`, `IfNotPresent` or `Never`.
   *
   * @default "IfNotPresent"
   */
  readonly pullPolicy?: string;

  /**
   * Whether the image includes the server, as what `images/webhook` builds does. Otherwise the server comes in a ConfigMap.
   *
   * @default - whether the repository's last part is not `node`
   */
  readonly includesServer?: boolean;
}

/** Who issues certificates, as cert-manager names it. */
export interface IssuerProps {
  /**
   * Name of the issuer.
   *
   * @default - an authority made for this webhook alone
   */
  readonly name?: string;

  /**
   * `Issuer` or `ClusterIssuer`.
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

/** Certificates by cert-manager. */
export interface CertManagerProps {
  /**
   * Whether cert-manager is used at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Who issues the certificate. It must put its authority into `ca.crt` of the Secret.
   *
   * @default - an authority made for this webhook alone
   */
  readonly issuerRef?: IssuerProps;
}

/** How long the server's own certificates live. Times are whole numbers with `ms`, `s`, `m`, `h` or `d`. */
export interface CertificateProps {
  /**
   * Lifetime of the authority. The old one stays trusted while a new one is introduced.
   *
   * @default "365d"
   */
  readonly caLifetime?: string;

  /**
   * Lifetime of the serving certificates. Each replica makes its own, in memory, and renews it in time.
   *
   * @default "7d"
   */
  readonly lifetime?: string;

  /**
   * How long a new authority is published before certificates are signed with it, so that every API server knows it.
   *
   * @default "5m"
   */
  readonly caPropagationDelay?: string;
}

/** How many replicas a drain of nodes may take away at once. */
export interface WebhookDisruptionBudgetProps {
  /**
   * Whether there is a budget at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Most replicas that may be away.
   *
   * @default 1
   */
  readonly maxUnavailable?: number;
}

/** Who may connect to the server. */
export interface WebhookNetworkPolicyProps {
  /**
   * Whether there is a policy at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Who may connect to the HTTPS port: API servers, whose addresses only you know.
   *
   * @default - everybody
   */
  readonly ingressFrom?: k8s.NetworkPolicyPeer[];

  /**
   * Who may connect to the HTTP port of health and metrics.
   *
   * @default - everybody
   */
  readonly metricsFrom?: k8s.NetworkPolicyPeer[];
}

/** How Prometheus reads the webhook's metrics. */
export interface WebhookServiceMonitorProps {
  /**
   * Whether there is a monitor at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Seconds between two readings.
   *
   * @default 30
   */
  readonly intervalSeconds?: number;

  /**
   * Labels by which a Prometheus chooses its monitors.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/** Alerts about the webhook. */
export interface WebhookAlertsProps {
  /**
   * Whether there are alerts at all.
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
