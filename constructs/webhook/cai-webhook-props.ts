import type { k8s } from 'cdk8s-plus-27';
import type { SidecarSetProps } from '../sidecars/sidecar-props';
import type {
  CertificateProps,
  CertManagerProps,
  WebhookAlertsProps,
  WebhookDisruptionBudgetProps,
  WebhookImageProps,
  WebhookNetworkPolicyProps,
  WebhookServiceMonitorProps,
} from './parts';

/** The admission webhook that makes annotated Pods confidential. */
export interface CaiWebhookProps {
  /**
   * Name of the Deployment, of both webhook configurations and of the admission policy, and first part of the other names.
   *
   * @default "cai-webhook"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`.
   *
   * @default - the `name`
   */
  readonly instance?: string;

  /**
   * How the sidecars are made.
   *
   * @default - the vendor's images
   */
  readonly sidecars?: SidecarSetProps;

  /**
   * Text of the server program, for an image that does not include it.
   *
   * @default - the one of this package
   */
  readonly serverBundle?: string;

  /**
   * The image that the server runs in.
   *
   * @default - a stock Node.js image; the server comes in a ConfigMap
   */
  readonly image?: WebhookImageProps;

  /**
   * Secrets for private registries.
   *
   * @default - none
   */
  readonly imagePullSecrets?: k8s.LocalObjectReference[];

  /**
   * How many replicas answer.
   *
   * @default 2
   */
  readonly replicas?: number;

  /**
   * Namespaces whose Pods the webhook leaves alone, beside its own, kube-system, kube-public and kube-node-lease. A Pod
   * there that asks for protection is refused.
   *
   * @default - none
   */
  readonly excludedNamespaces?: string[];

  /**
   * Whether the API server itself refuses Pods that ask for protection and did not get it.
   *
   * @default true
   */
  readonly admissionPolicy?: boolean;

  /**
   * How long the server's own certificates live.
   *
   * @default - the authority a year, serving certificates a week
   */
  readonly certificates?: CertificateProps;

  /**
   * Certificates by cert-manager.
   *
   * @default - the server makes its own
   */
  readonly certManager?: CertManagerProps;

  /**
   * Seconds that the server answers on after it was told to stop, until every API server knows.
   *
   * @default 5
   */
  readonly drainSeconds?: number;

  /**
   * How much is logged: `debug`, `info`, `warn` or `error`. No level logs a Pod or a secret.
   *
   * @default "info"
   */
  readonly logLevel?: string;

  /**
   * Requests and limits of the server.
   *
   * @default - requests of 100m CPU and 96Mi memory, a limit of 320Mi memory
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * PriorityClass of the replicas; empty for the cluster's default.
   *
   * @default "system-cluster-critical"
   */
  readonly priorityClassName?: string;

  /**
   * Labels of the nodes that may run the replicas.
   *
   * @default - all Linux nodes
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Taints that the replicas tolerate.
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
   * @default - replicas on different nodes
   */
  readonly affinity?: k8s.Affinity;

  /**
   * How the replicas spread over the cluster.
   *
   * @default - over zones, where that is possible
   */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];

  /**
   * More annotations of the replicas' Pods.
   *
   * @default - none
   */
  readonly podAnnotations?: Record<string, string>;

  /**
   * More labels of the replicas' Pods.
   *
   * @default - none
   */
  readonly podLabels?: Record<string, string>;

  /**
   * How many replicas a drain of nodes may take away at once.
   *
   * @default - one
   */
  readonly podDisruptionBudget?: WebhookDisruptionBudgetProps;

  /**
   * Who may connect to the server.
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
   * Let the Prometheus operator raise alerts.
   *
   * @default - no alerts
   */
  readonly alerts?: WebhookAlertsProps;
}
