import { dotted, pointerOfDotted, ProblemsError, type Problem } from '../../problems';
import { clientChart } from '../../charts/tng-client/chart';
import { vllmChart } from '../../charts/vllm/chart';
import { webhookChart } from '../../charts/webhook/chart';
import { synthManifests, type ChartDefinition } from '../../helm';
import type { ReadDescription } from '../description/read';
import { saidTwice } from '../description/problems';
import { placeOf } from '../yaml-places';
import { leafPaths, merged, type ChartValues, type ValuesMap } from './chart-values';
import { clientValues } from './client-values';
import { vllmValues } from './vllm-values';
import { webhookValues } from './webhook-values';

/** A chart, and how its values come out of a description. */
interface ValuedChart {
  readonly values: ChartValues;
  readonly definition: ChartDefinition<unknown>;
}

const valuedCharts: ReadonlyMap<string, ValuedChart> = new Map([
  ['cai-vllm', { values: vllmValues, definition: vllmChart as unknown as ChartDefinition<unknown> }],
  [
    'cai-webhook',
    {
      values: webhookValues,
      // whether values are right does not depend on the program that the chart carries
      definition: webhookChart('// the server') as unknown as ChartDefinition<unknown>,
    },
  ],
  ['tng-client', { values: clientValues, definition: clientChart as unknown as ChartDefinition<unknown> }],
]);

/** Names of the charts. */
export const valuedChartNames: readonly string[] = [...valuedCharts.keys()];

type Read = Omit<ReadDescription, 'folder'>;

/** Values of one chart, and what is wrong with them. */
export interface MadeValues {
  readonly chart: string;
  readonly values: ValuesMap;
  readonly problems: readonly Problem[];
}

/** Makes the values of a chart, and asks the chart itself whether it takes them. */
export function makeValues(chart: string, read: Read): MadeValues {
  const valued = valuedCharts.get(chart);
  if (!valued) throw new RangeError(`there is no chart ${chart}`);
  const { values: maker, definition } = valued;
  const { description } = read;
  const more = description[maker.more[0]].values;
  const values = merged(maker.make(description), more);
  const twice = saidAgain(maker, more, read);
  const refused =
    twice.length > 0
      ? []
      : refusals(() => {
          synthManifests(definition, values, maker.release(description));
        });
  return { chart, values, problems: [...twice, ...refused.map((problem) => relocated(problem, maker, read))] };
}

function saidAgain({ more, madeFrom }: ChartValues, values: ValuesMap, { source }: Read): Problem[] {
  const owned = Object.entries(madeFrom);
  return leafPaths(values).flatMap((path) => {
    const [, owner] = owned.find(([made]) => isWithin(path, made) || isWithin(made, path)) ?? [];
    if (owner === undefined) return [];
    const at = [...more, path].join('.');
    const place = placeOf(source, [...more, ...path.split('.')], 'key');
    return [saidTwice.worded(pointerOfDotted(at), { says: `is already made from ${owner}` }).movedTo({ place })];
  });
}

function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`);
}

function refusals(synth: () => void): readonly Problem[] {
  try {
    synth();
    return [];
  } catch (error) {
    if (error instanceof ProblemsError) return error.problems;
    throw error;
  }
}

/** The same problem, at the place in cai.yaml that the value came from. */
function relocated(problem: Problem, maker: ChartValues, { source }: Read): Problem {
  const path = dotted(problem.at);
  const [, from] = Object.entries(maker.madeFrom).find(([made]) => isWithin(path, made)) ?? [];
  const at = from ?? [...maker.more, path].join('.');
  const place = placeOf(source, at.split('.'), from === undefined ? 'key' : 'value');
  return problem.movedTo({ place, at: pointerOfDotted(at), notation: 'dotted' });
}
