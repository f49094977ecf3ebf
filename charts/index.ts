import { join } from 'node:path';
import type { ChartDefinition } from '../helm';
import { clientChart } from './tng-client/chart';
import { vllmChart } from './vllm/chart';
import { webhookChart } from './webhook/chart';
import { bundledServer } from './webhook/server-bundle';

/** A chart that this project makes, and the values file that shows it at work. */
export interface ProductChart {
  readonly definition: ChartDefinition<unknown>;
  /** Path of the committed example. */
  readonly example: string;
}

let webhook: ChartDefinition<unknown> | undefined;

/** The charts that this project makes, by name. */
export const charts: ReadonlyMap<string, ProductChart> = new Map<string, ProductChart>([
  [
    vllmChart.name,
    { definition: vllmChart as unknown as ChartDefinition<unknown>, example: join(__dirname, 'vllm', 'example.yaml') },
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
    },
  ],
  [
    clientChart.name,
    {
      definition: clientChart as unknown as ChartDefinition<unknown>,
      example: join(__dirname, 'tng-client', 'example.yaml'),
    },
  ],
]);
