import { z } from 'zod';
import { props, section, type Input } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { identity } from '../kubernetes/schema';

/** The claim of the seed document. */
export const defaultClaimName = 'pvc-oss';

const credential = z.string().optional();

/** What the document's values have where the reader puts something in. */
export const ossPlaceholders = { bucket: '<bucket>', url: 'https://oss-<region>-internal.aliyuncs.com' } as const;

const ossFields = {
  bucket: z
    .string()
    .regex(
      /^(<[^<>]*>|[a-z0-9][-a-z0-9]{1,61}[a-z0-9])$/,
      'the name of a bucket: 3 to 63 lower-case letters, digits and dashes, no dash at either end',
    )
    .default(ossPlaceholders.bucket)
    .meta({ description: 'Name of the bucket with the encrypted model.', mustBeGiven: true }),
  path: z
    .string()
    .min(1)
    .default('/')
    .meta({ description: "The model's folder within the bucket. Begins with a slash." }),
  url: z.string().min(1).default(ossPlaceholders.url).meta({
    description:
      'The OSS endpoint, without the bucket, such as https://oss-cn-beijing-internal.aliyuncs.com. Any host that the driver takes: of a region, a VPC, an accelerator, a cloud of your own.',
    mustBeGiven: true,
  }),
  authType: z
    .enum(['ak', 'rrsa', 'sts', 'csi-secret-store', 'agent-identity', 'public'])
    .default('ak')
    .meta({
      enumeration: 'OssAuthType',
      about: 'How the OSS driver proves to the bucket who it is.',
      words: {
        ak: 'With an access key from a Secret.',
        rrsa: 'With a RAM role for service accounts (RRSA): no key is stored.',
        sts: "With a RAM role that the nodes may take; without roleName with the nodes' own.",
        'csi-secret-store': 'With an access key that the Secrets Store CSI driver fetches.',
        'agent-identity': 'With the identity of an agent; `volumeAttributes` say of which.',
        public: 'Not at all: the bucket is public to read.',
      },
      description:
        'How the driver proves to the bucket who it is: "ak" with an access key, "rrsa" with a RAM role of a service account, "sts" with one of the nodes, "csi-secret-store" with a key from the Secrets Store CSI driver, "agent-identity" with one that volumeAttributes describe, "public" not at all.',
    }),
  akId: credential.meta({
    description: 'AccessKey id. Stored in a Secret that is made of it. Goes with akSecret.',
    example: 'xxxxx',
    without: 'none',
    secret: true,
  }),
  akSecret: credential.meta({
    description: 'AccessKey secret. It becomes part of the manifests and of the release: prefer existingSecret.',
    example: 'xxxxx',
    without: 'none',
    secret: true,
  }),
  existingSecret: kubernetes.secretName.optional().meta({
    description: 'A Secret with the keys akId and akSecret, in the namespace of the claim, instead of the two above.',
    example: 'oss-key',
    without: 'a Secret is made of akId and akSecret',
  }),
  roleName: z.string().optional().meta({
    description: 'RAM role for authType rrsa or sts, by name.',
    example: 'model-reader',
    without: 'the role is given by roleArn',
  }),
  roleArn: z.string().optional().meta({
    description: 'RAM role for authType rrsa, by ARN. Goes with oidcProviderArn.',
    example: 'acs:ram::1234567890123456:role/model-reader',
    without: 'the role is given by roleName',
  }),
  oidcProviderArn: z.string().optional().meta({
    description: "The cluster's OIDC provider. Goes with roleArn.",
    example: 'acs:ram::1234567890123456:oidc-provider/ack-rrsa-c0123456789',
    without: 'found by the driver',
  }),
  secretProviderClass: kubernetes.dnsSubdomain.optional().meta({
    description: 'SecretProviderClass with the access key, for authType csi-secret-store.',
    example: 'oss-key',
    without: 'none',
  }),
  otherOpts: z.string().optional().meta({
    description: 'Mount options for the program that mounts the bucket, each after -o.',
    example: '-o umask=022',
    without:
      '"-o umask=022" for ossfs, so that the server, which is not root, can read its model; the driver\'s own for ossfs2',
  }),
  capacity: kubernetes.storageSize
    .default('20Gi')
    .meta({ description: 'Size that volume and claim state. OSS does not enforce it.' }),
  volumeAttributes: z
    .record(
      z
        .string()
        .regex(
          /^[A-Za-z0-9][-A-Za-z0-9._/]*$/,
          'the name of an attribute: letters, digits, dots, dashes, underscores and slashes',
        ),
      z.string(),
    )
    .default({})
    .meta({
      description: 'More attributes for the driver, as {sigVersion: v4, region: cn-beijing}.',
      propType: 'Record<string, string>',
    }),
  fuseType: z
    .enum(['ossfs', 'ossfs2'])
    .default('ossfs')
    .meta({
      enumeration: 'OssFuseType',
      about: 'The program that mounts the bucket.',
      words: {
        ossfs: 'The older program, close to POSIX.',
        ossfs2: 'Made for reading large files. Knows other `otherOpts` than ossfs.',
      },
      description: 'The program that mounts the bucket.',
    }),
};

/** Where the encrypted model lies in OSS. */
export const oss = section(ossFields, {
  interface: 'OssProps',
  about: 'Where the encrypted model lies in Alibaba Cloud OSS and how it is reached.',
  description: 'Where the encrypted model lies in OSS and how it is reached.',
  without: '`existingClaim` is given',
});

/** Where the encrypted model of a service may lie: one of these. */
export const modelStorages = z.strictObject({
  oss,
  existingClaim: kubernetes.claimName.optional().meta({
    description:
      'An existing claim with the encrypted model, of any CSI driver, instead of `oss`. The option cipher-text-volume must name it.',
    example: 'model-nas',
    without: 'a claim is made for the bucket of `oss`',
  }),
});

/** A volume over a bucket. */
export const ossModelVolume = props(
  {
    ...ossFields,
    claimName: kubernetes.dnsSubdomain
      .default(defaultClaimName)
      .meta({ description: 'Name of the PersistentVolumeClaim. The option `cipher-text-volume` names it.' }),
    ...identity('First part of the name of the Secret.', { defaultName: 'cai-vllm', maxLength: 58 }),
  },
  {
    interface: 'OssModelVolumeProps',
    extends: ['OssProps'],
    description: 'A volume over a bucket of Alibaba Cloud OSS with the encrypted model.',
  },
);

/** What a service was told of its storage, settled. */
export type StorageInputs = Input<z.infer<typeof modelStorages>>;

/** The settled props of a volume over a bucket. */
export type OssInputs = Input<z.infer<typeof ossModelVolume>>;
