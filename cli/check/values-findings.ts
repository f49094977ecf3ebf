import type { z } from 'zod';
import { isMap } from '../../helm/values/coalesce';
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
 * @returns nothing where they are those of no chart of ours
 */
export function findingsInValues({ source, data }: ManifestDocument, chart?: string): Findings | undefined {
  const values = isMap(data) ? data : {};
  const section = chart === undefined ? likeliest(Object.keys(values)) : sectionOfChart(chart);
  if (section === undefined) return undefined;
  const problems = refusalsOf(section, values).map((problem) => placed(problem, source));
  return { checked: 'values', chart: chartOfSection[section], problems, warnings: [] };
}

/** Keys of cai-vllm that other charts of servers do not have as well. */
const telling = ['caiOptions', 'oss', 'existingClaim', 'model'];

/** The chart that knows most of the keys; nothing where it knows too few of them to be the one. */
function likeliest(keys: readonly string[]): ChartSection | undefined {
  const count = (section: ChartSection): number => {
    const known = keysOfChart(section);
    return keys.filter((key) => known.includes(key)).length;
  };
  const [first] = [...chartSections].sort((one, other) => count(other) - count(one));
  if (first === undefined || count(first) === 0) return undefined;
  const tells = first !== 'vllm' || telling.some((key) => keys.includes(key));
  return count(first) === keys.length || (tells && count(first) >= keys.length / 2) ? first : undefined;
}

function keysOfChart(section: ChartSection): readonly string[] {
  return Object.keys(fieldsOf(shapeOf(description.shape[section] as z.ZodType)) ?? {});
}
