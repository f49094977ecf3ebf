import { z } from 'zod';
import { sidecarFields, sidecars } from '../../constructs/sidecars/schema';
import { caiWebhook } from '../../constructs/webhook/schema';
import { section } from '../../helm';
import { testResources } from '../test-pod';

const { registry, unsafeAllowSampleEvidence } = sidecarFields;
const { name, ...server } = caiWebhook.omit({ sidecars: true, serverBundle: true, instance: true }).shape;

/** Everything that the chart cai-webhook can be told: what the construct can, under the names that charts have. */
export const values = z.strictObject({
  registry,
  sidecars: section(sidecars, 'The four sidecars. AA, CDH and TNG must come from one version set.'),
  unsafeAllowSampleEvidence,
  ...server,
  test: section(testResources, 'What `helm test` runs: it asks whether the webhook is ready.'),
  fullnameOverride: name.meta({
    ...name.meta(),
    description:
      'Name of the Deployment, the webhook configurations and the policy, and first part of the other names.',
    example: 'cai-webhook-canary',
  }),
});

/** The values of the chart cai-webhook. */
export type Values = z.infer<typeof values>;
