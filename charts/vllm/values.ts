import { z } from 'zod';
import { confidentialVllm } from '../../constructs/inference/schema';
import { section } from '../../helm';
import { testResources } from '../test-pod';

/** What stands in the place of options that nobody gave, to be refused by name. */
export const placeholderOptions = `{
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
    // a default would be a text or a map, and Helm warns whenever the user writes the other
    .optional()
    .meta({
      description: `How the Pods are made confidential: the options of the document, as JSON text or as a map. Replace <trustee-ip>.
cipher-text-volume is also the name of the claim that the chart makes: whatever of \`oss\` changes, but for the keys in the Secret, rename it too.`,
      example: placeholderOptions,
      without: 'nothing works: it must be given',
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
        .regex(/^([A-Za-z0-9][A-Za-z0-9._:/@-]*)?$/, 'the name of an image, such as registry.example.com/tng:2.2.4')
        .optional()
        .meta({
          description: 'Image with tng and curl.',
          example: 'registry.example.com/tng:2.2.4',
          without: 'TNG of the version in caiOptions, from the vendor',
        }),
      ...testResources,
    },
    'What `helm test` runs: it asks the service for a completion, through TNG, in a Pod that is scheduled as those of the service.',
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
