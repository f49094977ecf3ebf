import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster';
import type { Scenario } from './scenario';
import { runScenarios, type ScenarioResult } from './schedule';

/** A cluster that obeys and remembers what it was told; no node is behind it. */
function obedientCluster(): { cluster: Cluster; told: string[] } {
  const told: string[] = [];
  const cluster: Cluster = {
    kubeconfig: 'nowhere',
    kubernetesVersion: '1.35.0',
    run: (program, args) => {
      told.push([program, ...args].join(' '));
      return Promise.resolve({ code: 0, stdout: '', stderr: '' });
    },
    kubectl: (...args) => {
      told.push(['kubectl', ...args].join(' '));
      return Promise.resolve('');
    },
    stop: () => Promise.resolve(),
  };
  return { cluster, told };
}

function run(
  scenarios: Scenario[],
  { atOnce = 2, keep = false, allVersions = false, cluster = obedientCluster().cluster } = {},
): Promise<ScenarioResult[]> {
  return runScenarios(scenarios, { cluster, atOnce, keep, allVersions, helm3: '', helm4: '', say: () => undefined });
}

const passing = (name: string): Scenario => ({ name, run: () => Promise.resolve() });
const failing = (name: string): Scenario => ({ name, run: () => Promise.reject(new Error('no reason\nat all')) });

test('a failure stops nobody else, and says why', async () => {
  const results = await run([failing('a'), passing('b'), failing('c'), passing('d')]);
  expect(results.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
    'a failed',
    'b passed',
    'c failed',
    'd passed',
  ]);
  expect(results[0]?.reason).toBe('Error: no reason');
});

test('API servers of other versions are started where all versions are asked for, and else the one of the cluster', async () => {
  const started: (readonly string[])[] = [];
  const judge = (apiServers: Scenario['apiServers'], allVersions: boolean): Promise<unknown> =>
    run(
      [
        {
          name: 'judging',
          apiServers,
          run: (context) => {
            started.push(context.apiServers);
            return Promise.resolve();
          },
        },
      ],
      { allVersions },
    );
  await judge(['1.33', '1.37'], true);
  await judge(['1.33', '1.37'], false);
  await judge(undefined, true);
  expect(started).toEqual([['1.33', '1.37'], ['1.35'], []]);
});

test('no more run at once than allowed, and as many as allowed', async () => {
  let running = 0;
  let most = 0;
  const counting = (name: string): Scenario => ({
    name,
    run: async () => {
      most = Math.max(most, (running += 1));
      await sleep(5);
      running -= 1;
    },
  });
  await run(['a', 'b', 'c', 'd', 'e', 'f'].map(counting), { atOnce: 3 });
  expect(most).toBe(3);
});

test('stages follow one another, and the last has one scenario at a time', async () => {
  const diary: string[] = [];
  const writing = (name: string, stage?: Scenario['stage']): Scenario => ({
    name,
    stage,
    run: async () => {
      diary.push(`${name} begins`);
      await sleep(5);
      diary.push(`${name} ends`);
    },
  });
  const results = await run(
    [writing('a', 'alone'), writing('b', 'alone'), writing('c', 'webhook'), writing('d', 'webhook'), writing('e')],
    { atOnce: 4 },
  );
  expect(results.map(({ name }) => name).join('')).toBe('abcde');
  const [together, inTurn] = [diary.slice(2, 6), diary.slice(6)];
  expect(diary.slice(0, 2)).toEqual(['e begins', 'e ends']);
  expect(together.slice(0, 2)).toEqual(['c begins', 'd begins']);
  expect(inTurn).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('what needs a node is not applicable without one, and touches nothing', async () => {
  const obedient = obedientCluster();
  const results = await run(
    [
      { ...passing('a'), needs: ['node'] },
      { ...passing('b'), images: [] },
    ],
    { cluster: obedient.cluster },
  );
  expect(results.map(({ outcome }) => outcome)).toEqual(['not applicable', 'not applicable']);
  expect(obedient.told).toEqual([]);
});

test('a scenario that does not end fails when its time is up', async () => {
  const endless: Scenario = { name: 'endless', timeoutSeconds: 0.01, run: () => new Promise(() => undefined) };
  expect((await run([endless]))[0]).toMatchObject({ outcome: 'failed', reason: 'Error: not finished within 0.01 s' });
});

test.each([
  { keep: false, name: 'passing', removed: true },
  { keep: true, name: 'passing', removed: true },
  { keep: false, name: 'failing', removed: true },
  { keep: true, name: 'failing', removed: false },
])('the namespace of a $name scenario, keep $keep: removed $removed', async ({ keep, name, removed }) => {
  const obedient = obedientCluster();
  await run([name === 'passing' ? passing(name) : failing(name)], { keep, cluster: obedient.cluster });
  const namespace = `e2e-${name}-${process.pid}`;
  expect(obedient.told[0]).toBe(`kubectl create namespace ${namespace}`);
  expect(obedient.told.some((line) => line.startsWith(`kubectl delete namespace ${namespace}`))).toBe(removed);
});
