import type { z } from 'zod';
import { values as clientValues } from '../../charts/tng-client/values';
import { values as vllmValues } from '../../charts/vllm/values';
import { values as webhookValues } from '../../charts/webhook/values';

/** A section is the schema of its chart itself, with words of its own. */
function asSection<T extends z.ZodType>(values: T, description: string) {
  return values.prefault({} as never).meta({ description });
}

const { caiOptions } = vllmValues.shape;

/** Values of the inference service. */
export const vllm = asSection(
  vllmValues.extend({
    // the chart's default has placeholders, in whose place cai.yaml puts what it knows
    caiOptions: caiOptions.meta({
      description: `Options of the Pods beside those that are made from trustee.address, model.keyId and versions.
cipher-text-volume is the name of the claim: another bucket or path needs another name.`,
      example: { 'tng-http-secure-ports': [{ port: 8080, 'allow-insecure-request-regexes': ['^/metrics$'] }] },
    }),
  }),
  'The inference service: values of the chart cai-vllm.',
);

/** Values of the webhook. */
export const webhook = asSection(
  webhookValues,
  'The webhook that injects the sidecars: values of the chart cai-webhook.',
);

/** Values of the client. */
export const client = asSection(
  clientValues,
  'The TNG client, through which the service is asked: values of the chart tng-client. "cai client" starts one like it on a machine.',
);
