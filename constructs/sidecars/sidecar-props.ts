import type { k8s } from 'cdk8s-plus-27';

/** How one sidecar is made. */
export interface SidecarProps {
  /**
   * Image without a tag: a name below the `registry`, or a whole one such as `registry.example.com/team/tng`.
   *
   * @default - the vendor's name: attestation-agent, confidential-data-hub, tng or cachefs
   */
  readonly image?: string;

  /**
   * Digest, as in `sha256:…`. Then the version is only told, and what runs is the digest.
   *
   * @default - the tag alone
   */
  readonly digest?: string;

  /**
   * Tag used where the options of a Pod name none. AA, CDH and TNG must come from one version set.
   *
   * @default - AA and CDH 1.3.1, TNG 2.2.4, cachefs 1.0.7-2.6.1
   */
  readonly version?: string;

  /**
   * When the node fetches the image: `Always`, `IfNotPresent` or `Never`.
   *
   * @default "IfNotPresent"
   */
  readonly imagePullPolicy?: string;

  /**
   * The program that the sidecar's script starts, and arguments that come before the script's own.
   *
   * @default - the vendor's program, by its name
   */
  readonly command?: string[];

  /**
   * Requests and limits of the sidecar.
   *
   * @default - a small request, no limit
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * Security context, laid over what the sidecar needs.
   *
   * @default - what the sidecar needs
   */
  readonly securityContext?: k8s.SecurityContext;
}

/** How the four sidecars are made. */
export interface SidecarSetProps {
  /**
   * Registry, and path within it, of images that name no registry of their own.
   *
   * @default "confidential-ai-registry.cn-shanghai.cr.aliyuncs.com/product"
   */
  readonly registry?: string;

  /**
   * The attestation agent.
   *
   * @default - the vendor's
   */
  readonly aa?: SidecarProps;

  /**
   * The confidential data hub.
   *
   * @default - the vendor's
   */
  readonly cdh?: SidecarProps;

  /**
   * The trusted network gateway.
   *
   * @default - the vendor's
   */
  readonly tng?: SidecarProps;

  /**
   * The sidecar that decrypts the model.
   *
   * @default - the vendor's
   */
  readonly cachefs?: SidecarProps;

  /**
   * Let Pods switch off both attestations. The model's key is then released on evidence that anybody can make: for
   * tests without the hardware only.
   *
   * @default false
   */
  readonly unsafeAllowSampleEvidence?: boolean;
}
