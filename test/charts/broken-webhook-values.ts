import * as fc from 'fast-check';
import { valuePaths } from '../../helm';
import { webhookValues } from './arbitrary-webhook-values';
import { changesOf, junkAtKey, junkSomewhere, spoilt, typo } from './mistakes';
import type { Values } from './product-chart';
import { webhook } from './products';
import { refusedWebhookValues } from './refused-webhook-values';

// as near to a broken rule as can be
const nearMisses: readonly Values[] = [
  { podLabels: { 'a.trustiflux.alibaba.com/x': 'y', 'app.kubernetes.io/names': 'z' } },
  { podAnnotations: { trustiflux: 'y' } },
  { certManager: { enabled: true, issuerRef: { name: 'ours', kind: 'ClusterIssuer' } } },
  { certManager: { enabled: false, issuerRef: { name: '' } } },
  { sidecars: { cachefs: { version: 'latest' } } },
  { sidecars: { aa: { digest: '' }, tng: { image: 'localhost/tng' } } },
  { image: { repository: 'mirror/node', includesServer: true } },
  { image: { repository: 'team/nodes' } },
  { priorityClassName: '' },
];

const images = [
  'tng:2.2.4',
  'registry.example.com:5000/team/tng',
  'Registry/tng',
  '-0/tng',
  'localhost/tng',
  'a.b/tng',
  'tng@sha256:00',
  '/tng',
  'a//b',
  'team/tng',
];
const amounts = ['5', '+5', '.5', '1.', '1Gi', '1gi', '5n', -1, 0.5, 1e21, true];
const templates: readonly Values[] = [
  ...images.map((image): Values => ({ sidecars: { tng: { image } } })),
  ...amounts.map((memory): Values => ({ sidecars: { cachefs: { resources: { limits: { memory } } } } })),
  ...[[], [''], ['a', ' b'], ['a\u0000'], 'tng', [1]].map((command): Values => ({ sidecars: { aa: { command } } })),
  ...[{ privileged: 'yes' }, { runAsUser: 0 }, { runasuser: 0 }].map((securityContext): Values => ({
    sidecars: { cdh: { securityContext } },
  })),
  ...['sha256:', `sha256:${'0'.repeat(64)}`, `sha512:${'0'.repeat(64)}`].map((digest): Values => ({
    sidecars: { aa: { digest } },
  })),
  ...['5', '5s', '05m', '5 m', '1w', '9999999999s'].map((lifetime): Values => ({ certificates: { lifetime } })),
];

const mistake = fc.oneof(typo, junkSomewhere, junkAtKey(valuePaths(webhook.schema)), changesOf(templates), {
  weight: 2,
  arbitrary: changesOf([...nearMisses, ...refusedWebhookValues.map(({ change }) => change)]),
});

/** Values of the chart cai-webhook with one to three mistakes. */
export const brokenWebhookValues: fc.Arbitrary<Values> = spoilt(webhookValues, mistake);
