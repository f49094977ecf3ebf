import { z } from 'zod';
import { certificateKey } from '../../constructs/kubernetes/certificate-source';
import { section } from '../../helm';
import { dnsSubdomain } from '../../helm/kubernetes';
import { optionField } from './option-fields';

const path = z.string().min(1).max(4096);

/** The model as files, and its key. */
export const model = z
  .strictObject({
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
  })
  .meta({ description: 'The model before it is in the bucket: its files and its key.' });

/** The server that verifies and holds the key. */
export const trustee = z
  .strictObject({
    address: optionField(
      'trustee-address',
      'Base URL of Trustee, as the cluster and the clients reach it. With https the runbook sets up a reverse proxy.',
    ),
    authorities: section(
      {
        pem: z.string().optional().meta({
          description: 'The certificates themselves, as PEM, one after the other. Never a key.',
          example: '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n',
        }),
        configMap: dnsSubdomain.optional().meta({
          description:
            'The ConfigMap with them, instead: one of this name in the namespaces of webhook and client, as trust-manager makes it.',
          example: 'trustee-certificates',
        }),
        key: certificateKey.meta({ description: 'Key of the ConfigMap.' }),
      },
      'Authorities of the certificate that Trustee shows with https, for sidecars and clients, instead of those in their images, which may be none. Also a public one must be named where the images bring none.',
    ),
    hosting: z.enum(['ecs', 'on-premises']).default('ecs').meta({
      description:
        'Where Trustee runs: on an ECS instance outside of the cluster, or on a server of your own. With the latter the cloud has no part in the root of trust.',
    }),
    policyIds: z
      .array(z.string().regex(/^[A-Za-z0-9_.-]+$/, 'the id of a policy: letters, digits, dots, dashes and underscores'))
      .min(1)
      .max(16)
      .default(['default'])
      .meta({ description: 'Attestation policies that clients ask for.' }),
  })
  .meta({ description: 'Trustee, which verifies the Pods and gives them the key.' });

/** The one word that lets metrics be read. */
export const metrics = z.boolean().default(false).meta({
  description:
    'Let whoever reaches the service read the metrics of vLLM, past TNG and in plaintext: a ServiceMonitor and the usual autoscaler need it. They tell how many requests run, never what they say.',
});

/** The one switch that two charts must agree on. */
export const unsafeAllowSampleEvidence = z.boolean().default(false).meta({
  description:
    'Accept Pods without any evidence, in service and webhook. Anybody can then get the key: for tests without the hardware only.',
});
