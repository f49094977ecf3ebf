import { z } from 'zod';
import { client, cluster, versions, vllm, webhook } from './cluster-sections';
import { attestation, bucket, model, trustee } from './outside-sections';

/** Everything that the six steps need to know of one deployment: the content of cai.yaml. */
export const description = z
  .strictObject({
    version: z.literal(1).default(1).meta({ description: 'Version of this format.' }),
    model,
    bucket,
    trustee,
    attestation,
    cluster,
    versions,
    webhook,
    vllm,
    client,
  })
  .meta({ description: 'A confidential inference service, from the model to the client.' });

/** A description with every default filled in. */
export type Description = z.infer<typeof description>;
