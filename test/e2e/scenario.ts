import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Artefact } from './artefact';
import type { Cluster } from './cluster';
import type { Image } from './images/image';
import { defaultVersion, type KubernetesVersion } from './kubernetes/versions';
import type { Say } from './progress';

/** What a scenario is given. */
export interface ScenarioContext {
  readonly cluster: Cluster;
  /** Made for this scenario, and removed after it. */
  readonly namespace: string;
  /** Of which versions it is to start API servers. */
  readonly apiServers: readonly KubernetesVersion[];
  /** The paths of the two Helms. */
  readonly helm3: string;
  readonly helm4: string;
  readonly say: Say;
}

/**
 * The stages of a run, one after the other. The scenarios of a stage run side by side on the cluster as it comes, or with
 * the webhook in it, which would stop the Pods of those before. In the last one each has the cluster to itself.
 */
export const stages = ['bare', 'webhook', 'alone'] as const;

/** The default export of a file scenarios/*.scenario.ts. */
export interface Scenario {
  readonly name: string;
  /** 'bare' where it says nothing. */
  readonly stage?: (typeof stages)[number];
  /** 'node': it uses `cluster.node`, which only a cluster of this harness has. */
  readonly needs?: readonly 'node'[];
  /** The Kubernetes versions that differ for it, oldest and newest of what is supported: it starts an API server of each. */
  readonly apiServers?: readonly KubernetesVersion[];
  /** What its Pods run: made before the run, and imported before it begins. Only for a cluster of this harness. */
  readonly images?: readonly Image[];
  /** What else it needs that takes long to make: made before the run, or before it begins where a compiler makes it. */
  readonly artefacts?: readonly Artefact[];
  /** Ten minutes where it says nothing. */
  readonly timeoutSeconds?: number;
  /** It has passed when this ends without throwing. */
  run(context: ScenarioContext): Promise<void>;
}

/**
 * Each further API server takes minutes to build and is the same code for the most part. A run has the version of the cluster,
 * which is built anyway; a release has them all.
 */
export function apiServersOf({ apiServers }: Pick<Scenario, 'apiServers'>, all: boolean): readonly KubernetesVersion[] {
  if (apiServers === undefined) return [];
  return all ? apiServers : [defaultVersion];
}

const folder = join(__dirname, 'scenarios');
const ending = '.scenario.ts';

/** All scenarios, or those whose name holds `selection`. */
export async function loadScenarios(selection: string | undefined): Promise<Scenario[]> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort();
  const scenarios = await Promise.all(files.map(load));
  const names = scenarios.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two scenarios are called ${twice}`);
  const selected = scenarios.filter(({ name }) => selection === undefined || name.includes(selection));
  if (selected.length === 0)
    throw new Error(`no scenario is called ${selection ?? ''}; there are:\n  ${names.join('\n  ')}`);
  return selected;
}

async function load(file: string): Promise<Scenario> {
  const module: unknown = await import(join(folder, file));
  const scenario = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  if (!isScenario(scenario)) throw new Error(`${file} exports no scenario as its default`);
  return scenario;
}

function isScenario(value: unknown): value is Scenario {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'run' in value &&
    typeof value.run === 'function'
  );
}
