// Generated from schema.ts beside it by npm run docs; do not edit.
import type { ImagePullPolicy, k8s } from 'cdk8s-plus-27';
import type { CaiOptions } from '../options/cai-options';

/** How one sidecar is made. */
export interface SidecarProps {
  /**
   * Image without a tag: a name below registry, or a whole one such as registry.example.com/team/tng.
   *
   * @default - the vendor's name: attestation-agent, confidential-data-hub, tng, cachefs
   */
  readonly image?: string;

  /**
   * Tag where the options of a Pod name none.
   *
   * @default - aa 1.3.1, cdh 1.3.1, tng 2.2.4, cachefs 1.0.7-2.6.1
   */
  readonly version?: string;

  /**
   * Digest of the image. Then the version is only told, and what runs is the digest.
   *
   * @default - the version decides
   */
  readonly digest?: string;

  /**
   * When nodes fetch the image. One of "Always", "IfNotPresent", "Never".
   *
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * The program, and arguments that come before the sidecar script's own.
   *
   * @default - the vendor's program, by its name
   */
  readonly command?: string[];

  /**
   * Requests and limits.
   *
   * @default - a small request, and a limit of the memory
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * Security context, laid over what the sidecar needs.
   *
   * @default - what the sidecar needs
   */
  readonly securityContext?: k8s.SecurityContext;
}

/** How the four sidecars are made. AA, CDH and TNG must come from one version set. */
export interface SidecarSetProps {
  /**
   * Registry, and path within it, of the sidecar images that name no registry of their own.
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
   * The confidential data hub, which fetches the key.
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
   * Let Pods switch off attestation of TDX and GPU. Anybody can then get their key: for tests without the hardware
   * only.
   *
   * @default false
   */
  readonly unsafeAllowSampleEvidence?: boolean;
}

/** How a workload is protected at synth time. */
export interface CaiInjectionProps {
  /**
   * The options of the Pods. They are put into the template's annotation, in the place of any that are there.
   *
   * @default - the annotation that the template has
   */
  readonly options?: CaiOptions;

  /**
   * How the sidecars are made.
   *
   * @default - the vendor's images
   */
  readonly sidecars?: SidecarSetProps;

  /**
   * Authorities of the certificate that Trustee shows with https, where a Pod names none: certificates as PEM, instead
   * of those in the sidecars' images, which may be none. Never a key.
   *
   * @default - those in the images
   */
  readonly trusteeAuthorities?: string;
}

/** The sidecars that a webhook injects. */
export interface SidecarTemplatesProps extends SidecarSetProps {
  /**
   * Authorities of the certificate that Trustee shows with https, where a Pod names none: certificates as PEM, instead
   * of those in the sidecars' images, which may be none. Never a key.
   *
   * @default - those in the images
   */
  readonly trusteeAuthorities?: string;

  /**
   * First part of the ConfigMap's name, which ends in `-templates`.
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
