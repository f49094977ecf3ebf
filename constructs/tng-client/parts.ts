import type { IConfigMap, ISecret, k8s } from 'cdk8s-plus-27';

/** Certificates in PEM form that lie in a ConfigMap or a Secret. */
export interface CertificateSourceProps {
  /**
   * The ConfigMap.
   *
   * @default - none
   */
  readonly configMap?: IConfigMap;

  /**
   * The Secret.
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
  /** Base URL, as the options of the Pods have it: `https://trustee.example.com:8081/api`. */
  readonly address: string;

  /**
   * Attestation policies that the Pods must satisfy.
   *
   * @default - the policy "default"
   */
  readonly policyIds?: string[];

  /**
   * Who may sign what Trustee says of a Pod. Without them the connection to Trustee alone decides whom the client believes.
   *
   * @default - any signer
   */
  readonly trustedCertificates?: CertificateSourceProps;

  /**
   * Authorities of the certificate that Trustee shows with https, instead of those in the image.
   *
   * @default - the authorities in the image
   */
  readonly authorities?: CertificateSourceProps;
}

/** The image of TNG. */
export interface ClientImageProps {
  /**
   * Host of the registry.
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
   * Tag of the image, which also tells the protocol that TNG speaks: it must be of the version set of the Pods.
   *
   * @default "2.2.4"
   */
  readonly tag?: string;

  /**
   * Digest, as in `sha256:…`. Then the tag is only told, and what runs is the digest.
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
}

/** An HTTP proxy that takes requests to any confidential service. */
export interface ClientProxyProps {
  /**
   * Whether there is a proxy at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Port of the proxy, 1 to 65535.
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

  /** Port of the confidential service, 1 to 65535. */
  readonly port: number;

  /** Port on which the client takes requests to it, 1 to 65535. */
  readonly servicePort: number;
}

/** How applications reach the client. */
export interface ClientServiceProps {
  /**
   * `ClusterIP`, `NodePort` or `LoadBalancer`. Requests are in plaintext up to the client.
   *
   * @default "ClusterIP"
   */
  readonly type?: string;

  /**
   * Annotations, by which clouds configure load balancers.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;
}

/** How many replicas a drain of nodes may take away at once. */
export interface ClientDisruptionBudgetProps {
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

/** Who may connect to the client. */
export interface ClientNetworkPolicyProps {
  /**
   * Whether there is a policy at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Who may connect to the proxy and the upstreams' ports. Every other port is closed to all.
   *
   * @default - everybody
   */
  readonly ingressFrom?: k8s.NetworkPolicyPeer[];
}
