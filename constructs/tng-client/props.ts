// Generated from schema.ts beside it by npm run docs; do not edit.
import type { Duration } from 'cdk8s';
import type { IConfigMap, ISecret, ImagePullPolicy, ServiceType, k8s } from 'cdk8s-plus-27';

/** Certificates in PEM form: as text, or in a ConfigMap or a Secret of the same namespace. */
export interface CertificateSourceProps {
  /**
   * The certificates themselves, as PEM, one after the other. Never a key.
   *
   * @default - none
   */
  readonly pem?: string;

  /**
   * The ConfigMap with them, instead.
   *
   * @default - none
   */
  readonly configMap?: IConfigMap;

  /**
   * The Secret with them, instead.
   *
   * @default - none
   */
  readonly secret?: ISecret;

  /**
   * Key of the ConfigMap or Secret.
   *
   * @default "ca.crt"
   */
  readonly key?: string;
}

/** The Trustee that verifies the Pods for the client. */
export interface ClientTrusteeProps {
  /** Base URL of Trustee, as the options of the Pods have it: https://trustee.example.com:8081/api. */
  readonly address: string;

  /**
   * Attestation policies that the Pods must satisfy.
   *
   * @default ["default"]
   */
  readonly policyIds?: string[];

  /**
   * Who may sign what Trustee says of a Pod, as PEM. Without them the connection to Trustee alone decides whom the
   * client believes.
   *
   * @default - any signer
   */
  readonly trustedCertificates?: CertificateSourceProps;

  /**
   * Authorities of the certificate that Trustee shows with https, as PEM, instead of those in the image.
   *
   * @default - those in the image
   */
  readonly authorities?: CertificateSourceProps;
}

/** An HTTP proxy that takes requests to any confidential service: http_proxy=http://tng-client:41000. */
export interface ClientProxyProps {
  /**
   * Offer an HTTP proxy, as in the document.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Port of the proxy. A whole number from 1 to 65535.
   *
   * @default 41000
   */
  readonly port?: number;
}

/** A confidential service that gets a plain base URL: `http://<client>:<servicePort>`. */
export interface ClientUpstream {
  /** Name of the port in the client's Service: lower-case letters, digits and dashes, at most 15. */
  readonly name: string;

  /** Host of the confidential service: a name or an IPv4 address. TNG from 2.8.0 on takes no names. */
  readonly host: string;

  /** Port of the confidential service, 1 to 65535. A whole number from 1 to 65535. */
  readonly port: number;

  /** Port on which the client takes requests to it, 1 to 65535. A whole number from 1 to 65535. */
  readonly servicePort: number;
}

/** The image of TNG. */
export interface ClientImageProps {
  /**
   * Registry, and path within it where it mirrors others.
   *
   * @default "confidential-ai-registry.cn-shanghai.cr.aliyuncs.com"
   */
  readonly registry?: string;

  /**
   * Repository within the registry.
   *
   * @default "product/tng"
   */
  readonly repository?: string;

  /**
   * Tag of the image. It tells which protocol TNG speaks: it must be of the version set of the Pods.
   *
   * @default "2.2.4"
   */
  readonly tag?: string;

  /**
   * Digest of the image. Then the tag is only told, and what runs is the digest.
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
}

/** Versions of the components that work together. Across the sets nothing does. */
export enum VersionSet {
  /** AA and CDH up to 1.3.1, TNG 2.0.0 to 2.2.4, Trustee up to 1.5.2. */
  A = 'A',
  /** AA and CDH 1.4.0 or later, TNG 2.2.6 or later, Trustee 1.6.0 or later. */
  B = 'B',
}

/** How applications reach the client. */
export interface ClientServiceProps {
  /**
   * Type of the Service. Requests are in plaintext up to the client: keep it inside of the cluster. One of "ClusterIP",
   * "NodePort", "LoadBalancer".
   *
   * @default ServiceType.CLUSTER_IP
   */
  readonly type?: ServiceType;

  /**
   * Annotations, by which clouds configure load balancers.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;

  /**
   * Which controller makes the load balancer, as alibabacloud.com/nlb does on ACK. A Service keeps the one that it was
   * made with.
   *
   * @default - the cluster's default
   */
  readonly loadBalancerClass?: string;

  /**
   * Networks that may use the load balancer, as CIDRs; all without it.
   *
   * @default - all
   */
  readonly loadBalancerSourceRanges?: string[];

  /**
   * Whether a load balancer gets node ports, too. One that reaches Pods directly needs none.
   *
   * @default - the cluster's (true)
   */
  readonly allocateLoadBalancerNodePorts?: boolean;

  /**
   * SingleStack, PreferDualStack or RequireDualStack.
   *
   * @default - the cluster's (SingleStack)
   */
  readonly ipFamilyPolicy?: string;

  /**
   * IPv4, IPv6 or both, the first first.
   *
   * @default - the cluster's
   */
  readonly ipFamilies?: string[];
}

/** How many replicas a drain of nodes may take away at once. */
export interface ClientDisruptionBudgetProps {
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

/** Who may use the client. Whoever can, can use the services behind it. */
export interface ClientNetworkPolicyProps {
  /**
   * Make a NetworkPolicy: only the proxy and the ports of the upstreams stay open.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Who may connect; everybody without it.
   *
   * @default - everybody
   */
  readonly ingressFrom?: k8s.NetworkPolicyPeer[];
}

/** A TNG client inside of a cluster. */
export interface TngClientProps {
  /** The Trustee that verifies the Pods for the client. */
  readonly trustee: ClientTrusteeProps;

  /**
   * An HTTP proxy that takes requests to any confidential service: http_proxy=http://tng-client:41000.
   *
   * @default - a proxy on port 41000
   */
  readonly proxy?: ClientProxyProps;

  /**
   * Confidential services that get a plain base URL, as [{name: qwen, host: inference.example.com, port: 8080,
   * servicePort: 80}].
   * An OpenAI client then takes http://tng-client:80/v1 and needs no proxy.
   *
   * @default - none
   */
  readonly upstreams?: ClientUpstream[];

  /**
   * The image of TNG.
   *
   * @default - the vendor's
   */
  readonly image?: ClientImageProps;

  /**
   * Version set of the Pods, for an image whose tag does not tell it. A: AA and CDH up to 1.3.1, TNG 2.0.0 to 2.2.4,
   * Trustee up to 1.5.2. B: AA and CDH 1.4.0 or later, TNG 2.2.6 or later, Trustee 1.6.0 or later.
   *
   * @default - what the tag belongs to
   */
  readonly versionSet?: VersionSet;

  /**
   * Secrets for private registries, as [{name: …}].
   *
   * @default - none
   */
  readonly imagePullSecrets?: k8s.LocalObjectReference[];

  /**
   * How many replicas answer. A whole number from 0 to 1000.
   *
   * @default 2
   */
  readonly replicas?: number;

  /**
   * Seconds that a replica answers on after it was told to stop. Requests that last longer are cut off. A whole number
   * from 0 to 3600.
   *
   * @default Duration.seconds(15)
   */
  readonly drainSeconds?: Duration;

  /**
   * What each replica gets.
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
   * PriorityClass of the replicas.
   *
   * @default - the cluster's default
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
   * Affinity of the replicas, instead of the one that keeps them on different nodes.
   *
   * @default - replicas on different nodes, where that is possible
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
   * Who may use the client. Whoever can, can use the services behind it.
   *
   * @default - everybody
   */
  readonly networkPolicy?: ClientNetworkPolicyProps;

  /**
   * Name of the Deployment and the Service, and first part of the other names.
   *
   * @default - "tng-client"
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
