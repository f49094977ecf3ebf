import type { k8s } from 'cdk8s-plus-27';
import type {
  ClientDisruptionBudgetProps,
  ClientImageProps,
  ClientNetworkPolicyProps,
  ClientProxyProps,
  ClientServiceProps,
  ClientTrusteeProps,
  ClientUpstream,
} from './parts';

/** A TNG client inside of a cluster. */
export interface TngClientProps {
  /** The Trustee that verifies the Pods for the client. */
  readonly trustee: ClientTrusteeProps;

  /**
   * Name of the Deployment and the Service, and first part of the other names.
   *
   * @default "tng-client"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`.
   *
   * @default - the `name`
   */
  readonly instance?: string;

  /**
   * An HTTP proxy that takes requests to any confidential service.
   *
   * @default - a proxy on port 41000
   */
  readonly proxy?: ClientProxyProps;

  /**
   * Confidential services that get a plain base URL, so that their clients need no proxy.
   *
   * @default - none
   */
  readonly upstreams?: ClientUpstream[];

  /**
   * The image of TNG.
   *
   * @default - the vendor's, of version 2.2.4
   */
  readonly image?: ClientImageProps;

  /**
   * Version set of the Pods, `A` or `B`, for an image whose tag does not tell it.
   *
   * @default - what the tag belongs to
   */
  readonly versionSet?: string;

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
   * Seconds that a replica answers on after it was told to stop. Requests that last longer are cut off.
   *
   * @default 15
   */
  readonly drainSeconds?: number;

  /**
   * Requests and limits of a replica.
   *
   * @default - requests of 100m CPU and 64Mi memory, a limit of 256Mi memory
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * How applications reach the client.
   *
   * @default - a ClusterIP
   */
  readonly service?: ClientServiceProps;

  /**
   * Labels of the nodes that may run replicas.
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
   * Affinity of the replicas.
   *
   * @default - replicas avoid one node
   */
  readonly affinity?: k8s.Affinity;

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
   * How many replicas a drain of nodes may take away at once.
   *
   * @default - one
   */
  readonly podDisruptionBudget?: ClientDisruptionBudgetProps;

  /**
   * Who may connect to the client.
   *
   * @default - everybody
   */
  readonly networkPolicy?: ClientNetworkPolicyProps;
}
