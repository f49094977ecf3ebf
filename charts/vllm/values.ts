import { z } from 'zod';
import { confidentialVllm } from '../../constructs/inference/schema';
import { section } from '../../helm';

const placeholderOptions = `{
  "cipher-text-volume": "pvc-oss",
  "model-decryption-key-id": "kbs:///default/aliyun/model-decryption-key",
  "trustee-address": "http://<trustee-ip>:8081/api"
}
`;

const { name } = confidentialVllm.shape;

/** Everything that the chart cai-vllm can be told: what the construct can, under the names that charts have. */
export const values = z.strictObject({
  caiOptions: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .default(placeholderOptions)
    .meta({
      description: `How the Pods are made confidential: the options of the document, as JSON text or as a map. Replace <trustee-ip>.
cipher-text-volume is also the name of the claim that the chart makes: to move to another bucket or path, rename it with them.`,
    }),
  unsafeAllowSampleEvidence: z.boolean().default(false).meta({
    description:
      'Accept caiOptions without attestation of TDX and GPU. Anybody can then get the key: for tests without the hardware only.',
  }),
  ...confidentialVllm.omit({ caiOptions: true, name: true, instance: true }).shape,
  test: section(
    {
      image: z
        .string()
        .regex(/^([A-Za-z0-9][A-Za-z0-9._:/@-]*)?$/)
        .optional()
        .meta({
          description: 'Image with tng and curl.',
          example: 'registry.example.com/tng:2.2.4',
          without: 'TNG of the version in caiOptions, from the vendor',
        }),
    },
    'What `helm test` runs: it asks the service for a completion, through TNG.',
  ),
  fullnameOverride: name.meta({
    ...name.meta(),
    description:
      'Name of the Deployment and first part of the other names. A second release in one namespace needs it, and a cipher-text-volume of its own.',
    example: 'qwen',
  }),
});

/** The values of the chart cai-vllm. */
export type Values = z.infer<typeof values>;
