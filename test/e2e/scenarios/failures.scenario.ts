import type { ValuesMap } from '../../../helm/values/coalesce';
import { eventually, expectText } from '../expectation';
import { Release } from '../release';
import type { Scenario, ScenarioContext } from '../scenario';
import { prepareNode, servingNeeds } from '../serving/node';
import { servingValues } from '../serving/values';

interface Failure {
  readonly what: string;
  readonly values: ValuesMap;
  /** What the Pod's events, status or log say. */
  readonly says: string[];
}

const oss = servingValues().oss as ValuesMap;
const onCpu = { gpuCount: 0 };

const failures: readonly Failure[] = [
  {
    what: 'a wrong access key',
    values: { ...onCpu, oss: { ...oss, akSecret: 'not-the-key' } },
    says: ['FailedMount', 'invalid credentials'],
  },
  {
    what: 'a missing Secret',
    values: { ...onCpu, oss: withoutKey({ existingSecret: 'nobody' }) },
    says: ['FailedMount', 'nobody'],
  },
  {
    what: 'a folder that is not in the bucket',
    values: { ...onCpu, oss: { ...oss, path: '/nothing/' } },
    says: ['FailedMount', '/nothing'],
  },
  { what: 'a wrong model path', values: { ...onCpu, model: { path: 'Not-There' } }, says: ['/models/Not-There'] },
  {
    what: 'a too small memory limit',
    values: { ...onCpu, resources: { limits: { memory: '64Mi' } }, sharedMemory: '16Mi', temporaryStorage: '16Mi' },
    says: ['OOMKilled'],
  },
];

function withoutKey(other: ValuesMap): ValuesMap {
  const rest = Object.entries(oss).filter(([key]) => key !== 'akId' && key !== 'akSecret');
  return { ...Object.fromEntries(rest), ...other };
}

/** What goes wrong says so, in the Pod's events, status or log; `helm test` fails then. */
const scenario: Scenario = {
  name: 'failures',
  ...servingNeeds,
  async run(context) {
    await prepareNode(context.cluster, context.say);
    for (const failure of failures) await tryFailure(context, failure);
    await testFails(context);
  },
};

export default scenario;

async function tryFailure(context: ScenarioContext, { what, values, says }: Failure): Promise<void> {
  const release = new Release(context, context.helm4, 'broken');
  await release.install(servingValues(values));
  await eventually(`sign of ${what}`, 120, async () => {
    const signs = await signsOf(context);
    return says.every((text) => signs.includes(text)) ? true : undefined;
  });
  context.say(`${what} shows: ${says.join(', ')}`);
  await release.done('uninstall', '--wait', '--timeout', '120s');
}

async function signsOf({ cluster, namespace }: ScenarioContext): Promise<string> {
  const pods = await cluster.kubectl(
    'get',
    'pod',
    '-n',
    namespace,
    '-l',
    'app.kubernetes.io/instance=broken',
    '-o',
    'json',
  );
  const events = await cluster.kubectl('get', 'events', '-n', namespace, '-o', 'json');
  const logs = await cluster.run('kubectl', [
    'logs',
    '-n',
    namespace,
    '-l',
    'app.kubernetes.io/instance=broken',
    '--tail=-1',
  ]);
  return pods + events + logs.stdout;
}

/** Nobody answers behind the Service. */
async function testFails(context: ScenarioContext): Promise<void> {
  const release = new Release(context, context.helm4, 'silent');
  await release.install(servingValues({ ...onCpu, replicas: 0 }));
  const { code, stdout, stderr } = await release.run('test', 'silent', '--logs', '--timeout', '300s');
  if (code === 0) throw new Error('helm test passes though nobody serves');
  expectText(stdout + stderr, 'no completion from http://cai-vllm-svc');
  context.say('helm test fails where nobody serves');
  await release.done('uninstall', '--wait', '--timeout', '120s');
}
