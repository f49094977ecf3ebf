import { parseArgs } from 'node:util';
import { existingCluster, startCluster, stopAllClusters, type Cluster } from './cluster';
import { removeLeftovers } from './cluster/run-folder';
import { helmBinaries, publishedKubectl } from './helm';
import { killRunningPrograms } from './program';
import { seconds, stopwatch } from './progress';
import { buildLater, installMissing, missing, type Needs } from './requirements';
import { apiServersOf, loadScenarios, type Scenario } from './scenario';
import { removeOpenNamespaces, runScenarios, type ScenarioResult } from './schedule';

const usage = `npm run e2e -- [options]

Runs the scenarios of test/e2e/scenarios against the cluster of KUBECONFIG or, without one, against a Kubernetes that
it starts on this machine and takes down again. A cluster of KUBECONFIG cannot be given images and plugins: scenarios
that need them are then listed as not applicable and counted as skipped, not as passed.

  --install    install and build what is missing first
  --versions   scenarios that judge by API servers alone start every version of Kubernetes that is supported, not just the
               one of the cluster; each is built first. For releases
  -t NAME      only the scenarios whose name holds NAME
  --keep       leave the cluster up and say how to talk to it
  --down       take down the clusters that were left up, and nothing else
  --jobs N     scenarios at once (4)
  --help       this text`;

const say = stopwatch();

interface CommandLine {
  readonly install: boolean;
  readonly versions: boolean;
  readonly test?: string;
  readonly keep: boolean;
  readonly down: boolean;
  readonly jobs: string;
  readonly help: boolean;
}

function commandLine(): CommandLine {
  return parseArgs({
    options: {
      install: { type: 'boolean', default: false },
      versions: { type: 'boolean', default: false },
      test: { type: 'string', short: 't' },
      keep: { type: 'boolean', default: false },
      down: { type: 'boolean', default: false },
      jobs: { type: 'string', default: '4' },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

async function main(): Promise<number> {
  let options: CommandLine;
  let scenarios: readonly Scenario[];
  try {
    options = commandLine();
    scenarios = await loadScenarios(options.test);
    if (!/^[1-9]\d*$/.test(options.jobs)) throw new Error(`--jobs takes a number, not ${options.jobs}`);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    console.log(usage);
    return 0;
  }
  await removeLeftovers(say, options.down);
  if (options.down) return 0;

  const needs: Needs = {
    ownCluster: !process.env.KUBECONFIG,
    apiServers: [...new Set(scenarios.flatMap((scenario) => apiServersOf(scenario, options.versions)))],
    images: [...new Set(scenarios.flatMap(({ images = [] }) => images))],
    artefacts: [...new Set(scenarios.flatMap(({ artefacts = [] }) => artefacts))],
  };
  if (options.install) await installMissing(needs, say);
  if (!(await everythingIsThere(needs, { later: !options.install }))) return 1;

  const { cluster, leave } = await openCluster(options.keep);
  if (options.install) void buildLater(needs, say);
  const settings = { cluster, ...helmBinaries(), say, keep: options.keep, allVersions: options.versions };
  const results = await runScenarios(scenarios, { ...settings, atOnce: Number(options.jobs) });
  const broken = await leave();
  for (const text of broken) console.log(`in the cluster itself, ${text}`);
  return closingLines(results) && broken.length === 0 ? 0 : 1;
}

async function everythingIsThere(needs: Needs, which: { later: boolean }): Promise<boolean> {
  const lacks = await missing(needs, which);
  if (lacks.length === 0) return true;
  console.log('This machine lacks:');
  for (const { text, install } of lacks) console.log(`  ${text}\n      ${install}`);
  console.log('npm run e2e -- --install does what of it can be done by itself.');
  return false;
}

/** A cluster, and what to do with it after the scenarios: that answers what went wrong with it meanwhile. */
interface Ground {
  readonly cluster: Cluster;
  readonly leave: () => Promise<readonly string[]>;
}

async function openCluster(keep: boolean): Promise<Ground> {
  const { KUBECONFIG: kubeconfig } = process.env;
  if (kubeconfig) {
    const cluster = await existingCluster(kubeconfig, publishedKubectl());
    say(`the cluster of KUBECONFIG runs Kubernetes ${cluster.kubernetesVersion}`);
    return { cluster, leave: () => Promise.resolve([]) };
  }
  const cluster = await startCluster({ say, keep });
  const leave = async (): Promise<readonly string[]> => {
    const { ended } = cluster;
    if (keep) {
      console.log(`The cluster stays up until npm run e2e -- --down:\n${cluster.leaveUp()}`);
      return ended;
    }
    await cluster.stop();
    say('the cluster is down');
    return ended;
  };
  return { cluster, leave };
}

/** Answers whether the run has proved something, and nothing failed. */
function closingLines(results: readonly ScenarioResult[]): boolean {
  const count = (outcome: ScenarioResult['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  console.log('');
  for (const { name, outcome, milliseconds, reason } of results) {
    console.log(`${seconds(milliseconds).padStart(8)}  ${outcome.padEnd(14)}  ${name}${reason ? `: ${reason}` : ''}`);
  }
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('not applicable')];
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return passed > 0 && failed === 0;
}

let ending: Promise<never> | undefined;

function end(code: number): Promise<never> {
  ending ??= stopEverything().then(
    () => process.exit(code),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
  return ending;
}

async function stopEverything(): Promise<void> {
  killRunningPrograms();
  await Promise.all([removeOpenNamespaces(), stopAllClusters()]);
}

const signals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
for (const [signal, number] of Object.entries(signals)) {
  process.on(signal, () => {
    say(`${signal}: stopping`);
    void end(128 + number);
  });
}

function failed(error: unknown): void {
  // what fails because everything is being stopped is no news
  if (ending) return;
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  void end(1);
}

process.on('uncaughtException', failed);
main().then((code) => {
  if (!ending) process.exit(code);
}, failed);
