import { parseDescription } from '../description/read';
import { makeValues, valuedChartNames } from '../values/values-of-charts';
import type { Findings } from './findings';

/** Checks cai.yaml, and the values that the charts get from it. */
export function findingsInDescription(text: string, file: string): Findings {
  const { read, found, warnings } = parseDescription(text, file);
  const ofCharts = found.length > 0 ? [] : valuedChartNames.flatMap((chart) => makeValues(chart, read).problems);
  return { checked: 'description', problems: [...found, ...ofCharts], warnings };
}
