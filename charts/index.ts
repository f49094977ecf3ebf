import { join } from 'node:path';
import type { ChartDefinition, ReleaseContext } from '../helm';
import { clientChart } from './tng-client/chart';
import { vllmChart } from './vllm/chart';
import { webhookChart } from './webhook/chart';
import { bundledServer } from './webhook/server-bundle';

/** A chart that this project makes, and the values file that shows it at work. */
export interface ProductChart {
  readonly definition: ChartDefinition<unknown>;
  /** Path of the committed example. */
  readonly example: string;
  /** What the example is a release of. Its name also orders the manifests: see {@link exampleManifests}. */
  readonly release: ReleaseContext;
  /** The Pod Security Standard of the namespace of the example. */
  readonly podSecurity: 'privileged' | 'restricted';
}

let webhook: ChartDefinition<unknown> | undefined;

/** The charts that this project makes, by name. */
export const charts: ReadonlyMap<string, ProductChart> = new Map<string, ProductChart>([
  [
    vllmChart.name,
    {
      definition: vllmChart as unknown as ChartDefinition<unknown>,
      example: join(__dirname, 'vllm', 'example.yaml'),
      release: { name: 'vllm', namespace: 'cai-inference' },
      // sidecars open the TDX device, mount and redirect traffic
      podSecurity: 'privileged',
    },
  ],
  [
    'cai-webhook',
    {
      // the server is bundled for those alone who ask for this chart
      get definition() {
        webhook ??= webhookChart(bundledServer()) as unknown as ChartDefinition<unknown>;
        return webhook;
      },
      example: join(__dirname, 'webhook', 'example.yaml'),
      release: { name: 'cai-webhook', namespace: 'cai-system' },
      podSecurity: 'restricted',
    },
  ],
  [
    clientChart.name,
    {
      definition: clientChart as unknown as ChartDefinition<unknown>,
      example: join(__dirname, 'tng-client', 'example.yaml'),
      release: { name: 'tng-client', namespace: 'cai-client' },
      podSecurity: 'restricted',
    },
  ],
]);
