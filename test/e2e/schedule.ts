import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster';
import { diagnosis } from './diagnosis';
import { seconds, type Say } from './progress';
import { apiServersOf, stages, type Scenario, type ScenarioContext } from './scenario';

export interface ScenarioResult {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'not applicable';
  readonly milliseconds: number;
  /** Why it failed, or is not applicable. */
  readonly reason?: string;
}

interface Settings extends Pick<ScenarioContext, 'cluster' | 'helm3' | 'helm4'> {
  readonly say: Say;
  readonly atOnce: number;
  /** Leave the namespaces of failed scenarios, to be looked at. */
  readonly keep: boolean;
  /** Not only the version of the cluster is tried by API servers alone. */
  readonly allVersions: boolean;
}

const open = new Map<string, Cluster>();

/** Runs scenarios on one cluster, stage by stage, a bounded number at once. */
export async function runScenarios(scenarios: readonly Scenario[], settings: Settings): Promise<ScenarioResult[]> {
  const results = new Map<Scenario, ScenarioResult>();
  for (const stage of stages) {
    const waiting = scenarios.filter((scenario) => (scenario.stage ?? 'bare') === stage);
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) results.set(next, await runOne(next, settings));
    };
    await Promise.all(Array.from({ length: stage === 'alone' ? 1 : settings.atOnce }, worker));
  }
  return scenarios.flatMap((scenario) => results.get(scenario) ?? []);
}

async function runOne(scenario: Scenario, settings: Settings): Promise<ScenarioResult> {
  const { name } = scenario;
  const { cluster } = settings;
  if (!cluster.node && (scenario.needs?.includes('node') || scenario.images)) {
    // said, and not counted as passed: nobody can put our images and plugins on the nodes of such a cluster
    const reason = 'it needs images or plugins on the node, and the cluster of KUBECONFIG has none of ours';
    return { name, outcome: 'not applicable', milliseconds: 0, reason };
  }
  const say: Say = (text) => {
    settings.say(`${name}: ${text}`);
  };
  const start = performance.now();
  say('begins');
  const failure = await failureOf(scenario, { ...settings, say });
  const milliseconds = performance.now() - start;
  say(
    failure === undefined ? `passed in ${seconds(milliseconds)}` : `FAILED after ${seconds(milliseconds)}\n${failure}`,
  );
  return { name, milliseconds, outcome: failure === undefined ? 'passed' : 'failed', reason: failure?.split('\n')[0] };
}

async function failureOf(scenario: Scenario, settings: Settings): Promise<string | undefined> {
  const { cluster, helm3, helm4, say } = settings;
  const apiServers = apiServersOf(scenario, settings.allVersions);
  const namespace = namespaceOf(scenario);
  try {
    for (const artefact of scenario.artefacts ?? []) await artefact.ensure(settings.say);
    for (const image of scenario.images ?? []) await cluster.node?.importImage(image.archive);
    await cluster.kubectl('create', 'namespace', namespace);
  } catch (error) {
    return textOf(error);
  }
  open.set(namespace, cluster);
  let failure: string | undefined;
  try {
    await inTime(scenario.run({ cluster, namespace, apiServers, helm3, helm4, say }), scenario.timeoutSeconds ?? 600);
  } catch (error) {
    failure = `${textOf(error)}\n${await diagnosis(cluster, namespace)}`;
  }
  if (failure === undefined || !settings.keep) await removeNamespace(cluster, namespace);
  open.delete(namespace);
  return failure;
}

/** For a run that is broken off: a cluster that is not ours keeps none of our namespaces. */
export async function removeOpenNamespaces(): Promise<void> {
  const foreign = [...open].filter(([, cluster]) => !cluster.node);
  await Promise.all(foreign.map(([namespace, cluster]) => removeNamespace(cluster, namespace)));
}

// names on a cluster of somebody's own must not meet those of another run
function namespaceOf({ name }: Scenario): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return `e2e-${slug}-${process.pid}`.replace(/-+/g, '-');
}

async function inTime(work: Promise<void>, limit: number): Promise<void> {
  const clock = new AbortController();
  const end = sleep(limit * 1000, undefined, { signal: clock.signal }).then(() => {
    throw new Error(`not finished within ${limit} s`);
  });
  // whichever of the two comes second has no listener any more
  end.catch(() => undefined);
  try {
    await Promise.race([work, end]);
  } finally {
    clock.abort();
  }
}

async function removeNamespace(cluster: Cluster, namespace: string): Promise<void> {
  // a cluster of ours goes as a whole; in another one nothing may stay
  const wait = cluster.node ? '--wait=false' : '--timeout=180s';
  await cluster.run('kubectl', ['delete', 'namespace', namespace, '--ignore-not-found', wait]);
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
