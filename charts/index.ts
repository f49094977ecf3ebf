import type { ChartDefinition } from '../helm';
import { vllmChart } from './vllm/chart';

/** The charts that this project makes, by name. */
export const charts: ReadonlyMap<string, ChartDefinition<unknown>> = new Map(
  [vllmChart as unknown as ChartDefinition<unknown>].map((chart) => [chart.name, chart]),
);
