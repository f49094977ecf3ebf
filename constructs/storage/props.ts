// Generated from schema.ts beside it by npm run docs; do not edit.
import type { Size } from 'cdk8s';
import type { ISecret } from 'cdk8s-plus-27';

/** How the OSS driver proves to the bucket who it is. */
export enum OssAuthType {
  /** With an access key from a Secret. */
  AK = 'ak',
  /** With a RAM role for service accounts (RRSA): no key is stored. */
  RRSA = 'rrsa',
  /** With a RAM role that the nodes may take; without roleName with the nodes' own. */
  STS = 'sts',
  /** With an access key that the Secrets Store CSI driver fetches. */
  CSI_SECRET_STORE = 'csi-secret-store',
  /** With the identity of an agent; `volumeAttributes` say of which. */
  AGENT_IDENTITY = 'agent-identity',
  /** Not at all: the bucket is public to read. */
  PUBLIC = 'public',
}

/** The program that mounts the bucket. */
export enum OssFuseType {
  /** The older program, close to POSIX. */
  OSSFS = 'ossfs',
  /** Made for reading large files. Knows other `otherOpts` than ossfs. */
  OSSFS2 = 'ossfs2',
}

/** Where the encrypted model lies in Alibaba Cloud OSS and how it is reached. */
export interface OssProps {
  /** Name of the bucket with the encrypted model. */
  readonly bucket: string;

  /**
   * The model's folder within the bucket. Begins with a slash.
   *
   * @default "/"
   */
  readonly path?: string;

  /**
   * The OSS endpoint, without the bucket, such as https://oss-cn-beijing-internal.aliyuncs.com. Any host that the
   * driver takes: of a region, a VPC, an accelerator, a cloud of your own.
   */
  readonly url: string;

  /**
   * How the driver proves to the bucket who it is: "ak" with an access key, "rrsa" with a RAM role of a service
   * account, "sts" with one of the nodes, "csi-secret-store" with a key from the Secrets Store CSI driver,
   * "agent-identity" with one that volumeAttributes describe, "public" not at all.
   *
   * @default OssAuthType.AK
   */
  readonly authType?: OssAuthType;

  /**
   * AccessKey id. Stored in a Secret that is made of it. Goes with akSecret.
   *
   * @default - none
   */
  readonly akId?: string;

  /**
   * AccessKey secret. It becomes part of the manifests and of the release: prefer existingSecret.
   *
   * @default - none
   */
  readonly akSecret?: string;

  /**
   * A Secret with the keys akId and akSecret, in the namespace of the claim, instead of the two above.
   *
   * @default - a Secret is made of akId and akSecret
   */
  readonly existingSecret?: ISecret;

  /**
   * RAM role for authType rrsa or sts, by name.
   *
   * @default - the role is given by roleArn
   */
  readonly roleName?: string;

  /**
   * RAM role for authType rrsa, by ARN. Goes with oidcProviderArn.
   *
   * @default - the role is given by roleName
   */
  readonly roleArn?: string;

  /**
   * The cluster's OIDC provider. Goes with roleArn.
   *
   * @default - found by the driver
   */
  readonly oidcProviderArn?: string;

  /**
   * SecretProviderClass with the access key, for authType csi-secret-store.
   *
   * @default - none
   */
  readonly secretProviderClass?: string;

  /**
   * Mount options for the program that mounts the bucket, each after -o.
   *
   * @default - "-o umask=022" for ossfs, so that the server, which is not root, can read its model; the driver's own
   * for ossfs2
   */
  readonly otherOpts?: string;

  /**
   * Size that volume and claim state. OSS does not enforce it.
   *
   * @default Size.gibibytes(20)
   */
  readonly capacity?: Size;

  /**
   * More attributes for the driver, as {sigVersion: v4, region: cn-beijing}.
   *
   * @default - none
   */
  readonly volumeAttributes?: Record<string, string>;

  /**
   * The program that mounts the bucket.
   *
   * @default OssFuseType.OSSFS
   */
  readonly fuseType?: OssFuseType;
}

/** A volume over a bucket of Alibaba Cloud OSS with the encrypted model. */
export interface OssModelVolumeProps extends OssProps {
  /**
   * Name of the PersistentVolumeClaim. The option `cipher-text-volume` names it.
   *
   * @default "pvc-oss"
   */
  readonly claimName?: string;

  /**
   * First part of the name of the Secret.
   *
   * @default - "cai-vllm"
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
