import { z } from 'zod';
import { client, vllm, webhook } from './chart-sections';
import { cluster, releases, versions } from './cluster-sections';
import { metrics, model, trustee, unsafeAllowSampleEvidence } from './outside-sections';

/** Everything that the six steps need to know of one deployment: the content of cai.yaml. */
export const description = z
  .strictObject({
    version: z.literal(1).default(1).meta({ description: 'Version of this format.' }),
    model,
    trustee,
    metrics,
    unsafeAllowSampleEvidence,
    cluster,
    versions,
    releases,
    vllm,
    webhook,
    client,
  })
  .meta({ description: 'A confidential inference service, from the model to the client.' });

type Written = z.infer<typeof description>;

/** A description with every default filled in, and with everything that is derived in the values of the charts. */
export interface Description extends Omit<Written, 'vllm'> {
  readonly vllm: Omit<Written['vllm'], 'caiOptions'> & { readonly caiOptions: Readonly<Record<string, unknown>> };
}

/** What no chart knows: from it values of the charts are derived. */
export type OwnKeys = Omit<Written, 'vllm' | 'webhook' | 'client'>;
