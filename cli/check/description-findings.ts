import { chartSections } from '../description/section-names';
import { parseDescription } from '../description/read';
import { makeValues } from '../values/values-of-charts';
import type { Findings } from './findings';

/** Checks cai.yaml, and the values that the charts get from it. */
export function findingsInDescription(text: string, file: string): Findings {
  const { read, found, warnings } = parseDescription(text, file);
  const ofCharts = chartSections.flatMap((section) => makeValues(section, read).problems);
  // a chart finds again what its schema alone says
  const others = ofCharts.filter(({ code, at }) => !found.some((one) => one.code === code && one.at === at));
  return { checked: 'description', problems: [...found, ...others], warnings };
}
