import type { z } from 'zod';
import { section } from '../../helm';
import { testResources } from '../test-pod';
import { tngClient } from '../../constructs/tng-client/schema';

const { name } = tngClient.shape;

/** Everything that the chart tng-client can be told: what the construct can, under the names that charts have. */
export const values = tngClient.omit({ name: true, instance: true }).extend({
  test: section(testResources, 'What `helm test` runs: it connects to each port of the client.'),
  fullnameOverride: name.meta({
    ...name.meta(),
    description: 'Name of the Deployment and the Service. A second release in one namespace needs it.',
    example: 'qwen-client',
  }),
});

/** The values of the chart tng-client. */
export type Values = z.infer<typeof values>;
