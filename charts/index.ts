import { join } from 'node:path';
import type { ChartDefinition } from '../helm';
import { vllmChart } from './vllm/chart';

/** A chart that this project makes, and the values file that shows it at work. */
export interface ProductChart {
  readonly definition: ChartDefinition<unknown>;
  /** Path of the committed example. */
  readonly example: string;
}

/** The charts that this project makes, by name. */
export const charts: ReadonlyMap<string, ProductChart> = new Map([
  [
    vllmChart.name,
    { definition: vllmChart as unknown as ChartDefinition<unknown>, example: join(__dirname, 'vllm', 'example.yaml') },
  ],
]);
