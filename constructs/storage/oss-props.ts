import type { Size } from 'cdk8s';
import type { ISecret } from 'cdk8s-plus-27';
import type { OssAuthType, OssFuseType } from './oss-driver';

/** Where the encrypted model lies in Alibaba Cloud OSS and how it is reached. */
export interface OssModelVolumeProps {
  /** Name of the bucket. */
  readonly bucket: string;

  /**
   * The model's folder within the bucket. Begins with a slash.
   *
   * @default "/"
   */
  readonly path?: string;

  /**
   * The OSS endpoint, with its scheme and without the bucket, such as `https://oss-cn-beijing-internal.aliyuncs.com`.
   */
  readonly url: string;

  /**
   * How the driver proves to the bucket who it is.
   *
   * @default OssAuthType.AK
   */
  readonly authType?: OssAuthType;

  /**
   * AccessKey id. Stored in a Secret that the construct makes. Goes with `akSecret`.
   *
   * @default - none
   */
  readonly akId?: string;

  /**
   * AccessKey secret. It becomes part of the manifests: prefer `existingSecret`.
   *
   * @default - none
   */
  readonly akSecret?: string;

  /**
   * A Secret with the keys `akId` and `akSecret`, in the namespace of the claim.
   *
   * @default - a Secret is made of `akId` and `akSecret`
   */
  readonly existingSecret?: ISecret;

  /**
   * RAM role for `OssAuthType.RRSA`, by name.
   *
   * @default - the role is given by `roleArn`
   */
  readonly roleName?: string;

  /**
   * RAM role for `OssAuthType.RRSA`, by ARN. Goes with `oidcProviderArn`.
   *
   * @default - the role is given by `roleName`
   */
  readonly roleArn?: string;

  /**
   * The cluster's OIDC provider. Goes with `roleArn`.
   *
   * @default - found by the driver
   */
  readonly oidcProviderArn?: string;

  /**
   * Mount options for the fuse program, each after `-o`, such as `-o umask=022 -o allow_other`.
   *
   * @default "-o umask=022" for ossfs, so that a server that is not root can read; the driver's own for ossfs2
   */
  readonly otherOpts?: string;

  /**
   * The program that mounts the bucket.
   *
   * @default OssFuseType.OSSFS
   */
  readonly fuseType?: OssFuseType;

  /**
   * Size that the volume and the claim state. OSS does not enforce it.
   *
   * @default Size.gibibytes(20)
   */
  readonly capacity?: Size;

  /**
   * Name of the PersistentVolumeClaim. The option `cipher-text-volume` names it.
   *
   * @default "pvc-oss"
   */
  readonly claimName?: string;

  /**
   * First part of the name of the Secret.
   *
   * @default "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`.
   *
   * @default - the `name`
   */
  readonly instance?: string;
}
