import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, expectEqual, expectText } from '../expectation';
import { Release } from '../release';
import type { Scenario, ScenarioContext } from '../scenario';
import { ClientPod } from '../serving/client-pod';
import { prepareNode, servingNeeds } from '../serving/node';
import { completionRequest, servingValues } from '../serving/values';

const readyTimeout = '--timeout=240s';

/** The real vLLM serves a model from the bucket: answers, an API key, a drain, and a rollout on the only GPU. */
const scenario: Scenario = {
  name: 'serving',
  ...servingNeeds,
  async run(context) {
    const { cluster, namespace, helm4, say } = context;
    await prepareNode(cluster, say);
    await makeApiKey(context);
    const release = new Release(context, helm4, 'vllm');
    const notes = await release.install(servingValues({ apiKey: { existingSecret: 'vllm-key' } }));
    await rollout(context);
    say('vLLM is ready on the only GPU');

    const client = new ClientPod(context);
    await client.start();
    await askForCompletion(client, namespace);
    say("the document's completion is answered through the Service, with the API key only");
    await checkEnvironment(context);
    await runNotes(context, notes);
    expectText(await release.done('test', '--logs'), 'the service answered');
    say('helm test passes');

    await probesFailAndRecover(context);
    say('a server that hangs gets no requests, and gets them again when it goes on');
    await drainFinishesRequest(context, client);
    say('a running request is finished when its Pod stops');
    await release.upgrade(servingValues({ apiKey: { existingSecret: 'vllm-key' }, maxModelLen: 256 }));
    await rollout(context);
    expectText(await modelList(client, namespace), '"max_model_len":256');
    say('an update is rolled out on the only GPU');
    await release.done('uninstall', '--wait', '--timeout', '180s');
  },
};

export default scenario;

// its beginning reads the same in JSON and in a log, where the quotes would be escaped
const keyStart = 'e2e-$key';
const apiKey = `${keyStart}"with'quotes`;

async function makeApiKey({ cluster, namespace }: ScenarioContext): Promise<void> {
  await cluster.kubectl('create', 'secret', 'generic', 'vllm-key', '-n', namespace, `--from-literal=api-key=${apiKey}`);
}

async function rollout({ cluster, namespace }: ScenarioContext): Promise<void> {
  await cluster.kubectl('rollout', 'status', 'deployment/cai-vllm', '-n', namespace, readyTimeout);
}

function url(namespace: string, path: string): string {
  return `http://cai-vllm-svc.${namespace}.svc:8080${path}`;
}

const authorization = ['--header', `Authorization: Bearer ${apiKey}`];

async function askForCompletion(client: ClientPod, namespace: string): Promise<void> {
  const answer = await client.post(url(namespace, '/v1/completions'), completionRequest, ...authorization);
  const { choices, usage } = JSON.parse(answer) as {
    choices: { text: string }[];
    usage: { completion_tokens: number };
  };
  if (!choices[0]?.text) throw new Error(`no text in ${answer}`);
  expectEqual(usage.completion_tokens, 7, 'the number of tokens');
  const refused = await client.post(url(namespace, '/v1/completions'), completionRequest).then(
    () => 'answered',
    (error: unknown) => String(error),
  );
  expectText(refused, '401');
}

async function modelList(client: ClientPod, namespace: string): Promise<string> {
  return client.curl(...authorization, url(namespace, '/v1/models'));
}

/** The Pod that serves, as `kubectl get` prints it in a format. */
function servingPod(
  { cluster, namespace }: Pick<ScenarioContext, 'cluster' | 'namespace'>,
  format: string,
): Promise<string> {
  return cluster.kubectl('get', 'pod', '-n', namespace, '-l', 'app.kubernetes.io/instance=vllm', '-o', format);
}

/** What the Pod is made of, seen from the inside. */
async function checkEnvironment({ cluster, namespace }: ScenarioContext): Promise<void> {
  const inside = (...args: string[]): Promise<string> =>
    cluster.kubectl('exec', '-n', namespace, 'deploy/cai-vllm', '-c', 'inference-service', '--', ...args);
  expectText(
    await inside('/bin/sh', '-c', 'id -u; touch /models/x 2>&1; touch /usr/x 2>&1; true'),
    '65532',
    'Read-only',
  );
  expectText(await inside('/bin/sh', '-c', 'grep -E " (/dev/shm|/tmp) " /proc/mounts'), '/dev/shm tmpfs', '/tmp tmpfs');
  const log = await cluster.kubectl('logs', '-n', namespace, 'deploy/cai-vllm', '-c', 'inference-service');
  const pod = await servingPod({ cluster, namespace }, 'json');
  expectText(pod, 'vllm-key');
  for (const text of [log, pod])
    if (text.includes(keyStart)) throw new Error('the API key is in the log or in the Pod');
}

/** The commands that the notes give, as they stand. */
async function runNotes({ cluster }: ScenarioContext, notes: string): Promise<void> {
  const commands = notes
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('kubectl') && !line.includes('--watch'));
  if (commands.length < 2) throw new Error(`the notes have ${commands.length} commands: ${notes}`);
  for (const command of commands) {
    const { code, stderr } = await cluster.run('/bin/sh', ['-c', command], { timeoutSeconds: 120 });
    if (code !== 0) throw new Error(`${command}: ${stderr}`);
  }
}

/** The server is stopped for a while by a signal from outside of its container. */
async function probesFailAndRecover({ cluster, namespace }: ScenarioContext): Promise<void> {
  const ready = (): Promise<string> =>
    cluster.kubectl('get', 'deployment', 'cai-vllm', '-n', namespace, '-o', 'jsonpath={.status.readyReplicas}');
  const signal = async (name: 'STOP' | 'CONT'): Promise<void> => {
    await cluster.node?.spawn('pkill', [`-${name}`, '-f', 'vllm serve /models/Qwen'], {
      log: `signal-${name}`,
    });
  };
  await signal('STOP');
  try {
    await eventually('server that is not ready', 90, async () => ((await ready()) === '' ? true : undefined));
  } finally {
    await signal('CONT');
  }
  await eventually('server that is ready again', 90, async () => ((await ready()) === '1' ? true : undefined));
  const restarts = await servingPod(
    { cluster, namespace },
    'jsonpath={.items[0].status.containerStatuses[0].restartCount}',
  );
  expectEqual(restarts, '0', 'the number of restarts');
}

// the tiny model makes several hundred tokens a second: this takes it a while
const longAnswer = 1900;
const answers = 16;

/** A long answer is under way when the Pod is deleted. */
async function drainFinishesRequest({ cluster, namespace }: ScenarioContext, client: ClientPod): Promise<void> {
  const pod = await servingPod({ cluster, namespace }, 'jsonpath={.items[0].metadata.name}');
  const address = await cluster.kubectl('get', 'pod', pod, '-n', namespace, '-o', 'jsonpath={.status.podIP}');
  // several answers to one prompt need a temperature
  const long = {
    ...completionRequest,
    max_tokens: longAnswer,
    n: answers,
    temperature: 1,
    ignore_eos: true,
    stream: true,
  };
  let ended = 0;
  // megabytes of chunks stay in the Pod: a stream through the API server may be reset
  const answer = client
    .postAndCount(
      `http://${address}:8080/v1/completions`,
      long,
      ['"finish_reason": *"length"', 'data: .DONE.'],
      ...authorization,
    )
    .finally(() => (ended = performance.now()));
  // its failure is heard where it is awaited
  answer.catch(() => undefined);
  await sleep(1000);
  const deleted = performance.now();
  await cluster.kubectl('delete', 'pod', pod, '-n', namespace, '--wait=false');
  const [whole, done] = await answer;
  // for five seconds the server would have stayed in any case
  if (ended - deleted < 6000) throw new Error('the request was over too early to prove anything');
  // each answer ends because it is as long as it was to be, and not because the server stopped
  expectEqual([whole, done], [answers, 1], 'the numbers of whole answers and of ends of the stream');
  await cluster.kubectl('wait', '-n', namespace, '--for=delete', `pod/${pod}`, '--timeout=120s');
  await cluster.kubectl('rollout', 'status', 'deployment/cai-vllm', '-n', namespace, readyTimeout);
}
