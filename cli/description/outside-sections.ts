import { z } from 'zod';
import { section } from '../../helm';
import { dnsSubdomain } from '../../helm/kubernetes';
import { defaultClaimName } from '../../constructs/storage/schema';
import { optionField } from './option-fields';

const path = z.string().min(1).max(4096);

/** The model, from the plaintext directory to its name and its key. */
export const model = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.:/-]*$/)
      .meta({ description: 'Name by which clients ask for the model.', example: 'qwen2.5-3b-instruct' }),
    source: path.optional().meta({
      description:
        'Directory with the plaintext model, for the encryption. Relative paths start at the folder of this file.',
      example: './Qwen2.5-3B-Instruct',
    }),
    encrypted: path
      .default('./encrypted-model')
      .meta({ description: 'Directory for the encrypted model, which is uploaded.' }),
    keyFile: path.default('./model.key').meta({
      description: 'File with the passphrase of the encrypted model. It belongs to Trustee and to nobody else.',
    }),
    keyId: optionField('model-decryption-key-id', 'Under which id Trustee holds the passphrase.'),
    path: z
      .string()
      .regex(/^([A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*)?$/)
      .default('')
      .meta({
        description:
          "The model's directory within the decrypted volume; empty for the volume itself, where `cai model encrypt` puts it.",
      }),
  })
  .meta({ description: 'The model, as files and as clients see it.' });

/** Where the encrypted model is kept. */
export const bucket = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][-a-z0-9]{1,61}[a-z0-9]$/)
      .meta({ description: 'Name of the bucket.', example: 'examplebucket' }),
    path: z
      .string()
      .regex(/^\/[^\s]*$/)
      .default('/')
      .meta({ description: "The model's folder within the bucket. Begins with a slash." }),
    endpoint: z
      .string()
      .regex(/^https?:\/\/[A-Za-z0-9.-]+(:[0-9]+)?\/?$/)
      .meta({
        description: 'OSS endpoint that the nodes use, with its scheme and without the bucket.',
        example: 'https://oss-cn-beijing-internal.aliyuncs.com',
      }),
    auth: z.enum(['existingSecret', 'rrsa', 'public']).default('existingSecret').meta({
      description:
        'How nodes prove to the bucket who they are: with an access key in a Secret, with a RAM role, or not at all.',
    }),
    secret: dnsSubdomain.optional().meta({
      description:
        'Secret with the keys akId and akSecret, for auth existingSecret. You make it once, in the namespace.',
      example: 'oss-key',
    }),
    roleName: z.string().min(1).optional().meta({
      description: 'RAM role by name, for auth rrsa.',
      example: 'model-reader',
    }),
    roleArn: z.string().min(1).optional().meta({
      description: 'RAM role by ARN, for auth rrsa. Goes with oidcProviderArn.',
      example: 'acs:ram::1234567890123456:role/model-reader',
    }),
    oidcProviderArn: z.string().min(1).optional().meta({
      description: "The cluster's OIDC provider. Goes with roleArn.",
      example: 'acs:ram::1234567890123456:oidc-provider/ack-rrsa-c0123456789',
    }),
    claim: dnsSubdomain.default(defaultClaimName).meta({
      description:
        'Name of the PersistentVolumeClaim that stands for the bucket. Another bucket or path needs another name.',
    }),
  })
  .meta({ description: 'The OSS bucket with the encrypted model.' });

/** The server that verifies and holds the key. */
export const trustee = z
  .strictObject({
    address: optionField(
      'trustee-address',
      'Base URL of Trustee, as the cluster and the clients reach it. With https the runbook sets up a reverse proxy.',
    ),
    hosting: z.enum(['ecs', 'on-premises']).default('ecs').meta({
      description:
        'Where Trustee runs: on an ECS instance outside of the cluster, or on a server of your own. With the latter the cloud has no part in the root of trust.',
    }),
    policyIds: z
      .array(z.string().regex(/^[A-Za-z0-9_.-]+$/))
      .min(1)
      .max(16)
      .default(['default'])
      .meta({ description: 'Attestation policies that clients ask for.' }),
  })
  .meta({ description: 'Trustee, which verifies the Pods and gives them the key.' });

/** What the Pods must prove. */
export const attestation = section(
  {
    tdx: z.boolean().default(true).meta({ description: 'Whether evidence of Intel TDX is part of the attestation.' }),
    gpu: z
      .boolean()
      .default(true)
      .meta({ description: 'Whether evidence of the GPU is part of the attestation. It travels inside that of TDX.' }),
    unsafeAllowSampleEvidence: z.boolean().default(false).meta({
      description:
        'Accept Pods without any evidence. Anybody can then get the key: for tests without the hardware only.',
    }),
  },
  'What a Pod must prove before it gets the key.',
);
