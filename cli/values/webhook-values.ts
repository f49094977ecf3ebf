import { versionsOf } from '../description/derived';
import type { Description } from '../description/description';
import { present, type ChartValues } from './chart-values';

/** Values of the chart cai-webhook. */
export const webhookValues: ChartValues = {
  more: ['webhook', 'values'],
  release: ({ webhook }: Description) => ({ name: webhook.release, namespace: webhook.namespace }),
  make: (described: Description) => {
    const { aa, cdh, tng, cachefs } = versionsOf(described);
    return present({
      replicas: described.webhook.replicas,
      unsafeAllowSampleEvidence: described.attestation.unsafeAllowSampleEvidence,
      sidecars: { aa: { version: aa }, cdh: { version: cdh }, tng: { version: tng }, cachefs: { version: cachefs } },
    });
  },
  madeFrom: {
    replicas: 'webhook.replicas',
    unsafeAllowSampleEvidence: 'attestation.unsafeAllowSampleEvidence',
    'sidecars.aa.version': 'versions.aa',
    'sidecars.cdh.version': 'versions.cdh',
    'sidecars.tng.version': 'versions.tng',
    'sidecars.cachefs.version': 'versions.cachefs',
  },
};
