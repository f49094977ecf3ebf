import type { z } from 'zod';
import { isMap, type ValuesMap } from '../../helm/values/coalesce';
import { fieldsOf, shapeOf } from '../../helm/values/shape';
import { chartOfSection, chartSections, sectionOfChart, type ChartSection } from '../description/section-names';
import { description } from '../description/description';
import { placed } from '../description/origins';
import type { ManifestDocument } from '../manifests/reading';
import { refusalsOf } from '../values/values-of-charts';
import type { Findings } from './findings';

/**
 * Checks a values file as its chart does.
 *
 * @param chart whose values they are. @default - the chart that has most of the keys
 * @returns nothing where no chart has any of the keys
 */
export function findingsInValues({ source, data }: ManifestDocument, chart?: string): Findings | undefined {
  const values = isMap(data) ? data : {};
  const section = chart === undefined ? likeliest(values) : sectionOfChart(chart);
  if (section === undefined) return undefined;
  const problems = refusalsOf(section, values).map((problem) => placed(problem, source));
  return { checked: 'values', chart: chartOfSection[section], problems, warnings: [] };
}

function likeliest(values: ValuesMap): ChartSection | undefined {
  const keys = Object.keys(values);
  const known = (section: ChartSection): number => {
    const fields = fieldsOf(shapeOf(description.shape[section] as z.ZodType)) ?? {};
    return keys.filter((key) => Object.hasOwn(fields, key)).length;
  };
  const [first] = [...chartSections].sort((one, other) => known(other) - known(one));
  return first !== undefined && known(first) > 0 ? first : undefined;
}
