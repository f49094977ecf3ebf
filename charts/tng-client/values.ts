import type { z } from 'zod';
import { tngClient } from '../../constructs/tng-client/schema';

const { name } = tngClient.shape;

/** Everything that the chart tng-client can be told: what the construct can, under the names that charts have. */
export const values = tngClient.omit({ name: true, instance: true }).extend({
  fullnameOverride: name.meta({
    ...name.meta(),
    description: 'Name of the Deployment and the Service. A second release in one namespace needs it.',
    example: 'qwen-client',
  }),
});

/** The values of the chart tng-client. */
export type Values = z.infer<typeof values>;
