import { z } from 'zod';
import { section } from '../../helm';
import { dnsSubdomain, quantityText } from '../../helm/kubernetes';

const credential = z.string().optional();

/** Where the encrypted model lies. */
export const oss = section(
  {
    bucket: z
      .string()
      .regex(/^(<[^<>]*>|[a-z0-9][-a-z0-9]{1,61}[a-z0-9])$/)
      .default('<bucket>')
      .meta({ description: 'Name of the bucket with the encrypted model.' }),
    path: z
      .string()
      .min(1)
      .default('/')
      .meta({ description: "The model's folder within the bucket. Begins with a slash." }),
    url: z.string().min(1).default('https://oss-<region>-internal.aliyuncs.com').meta({
      description: 'The OSS endpoint, with its scheme and without the bucket.',
    }),
    authType: z.enum(['ak', 'rrsa', 'public']).default('ak').meta({
      description:
        'How the driver proves to the bucket who it is: "ak" with an access key, "rrsa" with a RAM role, "public" not at all.',
    }),
    akId: credential.meta({ description: 'AccessKey id. Goes with akSecret.', example: 'xxxxx', secret: true }),
    akSecret: credential.meta({
      description: 'AccessKey secret. It becomes part of the release: prefer existingSecret.',
      example: 'xxxxx',
      secret: true,
    }),
    existingSecret: dnsSubdomain
      .optional()
      .meta({ description: 'A Secret with the keys akId and akSecret, instead of the two above.', example: 'oss-key' }),
    roleName: z
      .string()
      .optional()
      .meta({ description: 'RAM role for authType rrsa, by name.', example: 'model-reader' }),
    roleArn: z.string().optional().meta({
      description: 'RAM role for authType rrsa, by ARN. Goes with oidcProviderArn.',
      example: 'acs:ram::1234567890123456:role/model-reader',
    }),
    oidcProviderArn: z.string().optional().meta({
      description: "The cluster's OIDC provider. Goes with roleArn.",
      example: 'acs:ram::1234567890123456:oidc-provider/ack-rrsa-c0123456789',
    }),
    otherOpts: z.string().optional().meta({
      description:
        'Mount options, each after -o. Without it ossfs gets "-o umask=022", so that the server, which is not root, can read its model.',
      example: '-o umask=022',
    }),
    capacity: quantityText
      .default('20Gi')
      .meta({ description: 'Size that volume and claim state. OSS does not enforce it.' }),
    fuseType: z.enum(['ossfs', 'ossfs2']).default('ossfs').meta({ description: 'The program that mounts the bucket.' }),
  },
  'Where the encrypted model lies in OSS and how it is reached.',
);
