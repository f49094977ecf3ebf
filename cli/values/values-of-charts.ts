import { clientChart } from '../../charts/tng-client/chart';
import { vllmChart } from '../../charts/vllm/chart';
import { webhookChart } from '../../charts/webhook/chart';
import { synthManifests, type ChartDefinition, type Manifest, type ReleaseContext } from '../../helm';
import type { ValuesMap } from '../../helm/values/coalesce';
import { ProblemsError, type Problem } from '../../problems';
import { chartOfSection, type ChartSection } from '../description/section-names';
import { traced } from '../description/origins';
import type { Read } from '../description/read';

const definitions: Readonly<Record<ChartSection, ChartDefinition<unknown>>> = {
  vllm: vllmChart as unknown as ChartDefinition<unknown>,
  // whether values are right does not depend on the program that the chart carries
  webhook: webhookChart('// the server') as unknown as ChartDefinition<unknown>,
  client: clientChart as unknown as ChartDefinition<unknown>,
};

/** Values of one chart, and what is wrong with them. */
export interface MadeValues {
  readonly chart: string;
  readonly values: ValuesMap;
  readonly problems: readonly Problem[];
}

/** The values that a description gives a chart, and what the chart itself says of them. */
export function makeValues(section: ChartSection, read: Read): MadeValues {
  const origins = read.sections[section];
  const refused = refusals(section, origins.values, read);
  return {
    chart: chartOfSection[section],
    values: origins.values,
    problems: refused.map((problem) => traced(problem, origins)),
  };
}

/** What a chart makes of a description. */
export function objectsOf(section: ChartSection, { sections, description }: Read): Manifest[] {
  return synthManifests(definitions[section], sections[section].values, description.releases[section]).objects;
}

/**
 * The objects that a chart makes of values.
 *
 * @param server the webhook's program. @default - a text that stands in its place
 */
export function manifestsOf(
  section: ChartSection,
  values: ValuesMap,
  release: ReleaseContext,
  server?: string,
): Manifest[] {
  const definition =
    server === undefined ? definitions[section] : (webhookChart(server) as unknown as ChartDefinition<unknown>);
  return synthManifests(definition, values, release).objects;
}

/** What a chart says of values that stand in no description. */
export function refusalsOf(section: ChartSection, values: ValuesMap): readonly Problem[] {
  const release = { name: chartOfSection[section], namespace: 'default' };
  return problemsOf(() => synthManifests(definitions[section], values, release));
}

function refusals(section: ChartSection, values: ValuesMap, { description }: Read): readonly Problem[] {
  return problemsOf(() => synthManifests(definitions[section], values, description.releases[section]));
}

function problemsOf(synth: () => unknown): readonly Problem[] {
  try {
    synth();
    return [];
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}
