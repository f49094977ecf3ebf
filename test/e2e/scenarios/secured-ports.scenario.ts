import { sidecarNames } from '../../../injection/names';
import { PlainClient, secretText, serverUrl, TngClient } from '../confidential/clients';
import { claimModel } from '../confidential/model-claim';
import { confidentialPod, documentOptions, modelPod, pythonCommand, securedPort } from '../confidential/pods';
import { RunningPod } from '../confidential/running-pod';
import { programOf, SidecarKiller } from '../confidential/sidecar-killer';
import { trusteeWithKey } from '../confidential/trustee-with-key';
import { confidentialNeeds, installWebhook } from '../confidential/webhook';
import { eventually, expectEqual, expectText } from '../expectation';
import type { Scenario, ScenarioContext } from '../scenario';

const probe = { httpGet: { path: '/healthz', port: securedPort }, periodSeconds: 1 };

/** Nothing but TNG is answered on a secured port, from before the Pod's first breath to after its last. */
const scenario: Scenario = {
  name: 'secured ports',
  ...confidentialNeeds,
  async run(context) {
    const { say } = context;
    await installWebhook(context);
    const trustee = await trusteeWithKey(context);
    await claimModel(context);
    // without the key the Pod waits at its second sidecar: TNG has not started
    trustee.deny();
    const [open, tng] = await Promise.all([openPod(context), TngClient.start(context, trustee)]);
    const pod = await RunningPod.create(
      context,
      confidentialPod('server', documentOptions(trustee.address), {
        container: { readinessProbe: probe, startupProbe: probe },
      }),
    );
    expectText(pod.warnings, 'Warning', 'CAI5154', '/healthz');
    const [v4, v6] = await eventually('addresses of the server', 60, () => pod.addresses());
    const plain = await PlainClient.start(context, 'plain-client', {
      // what is not protected is seen over both: the client knows the secret, and the servers listen on IPv6
      open: serverUrl(open[0]),
      open6: serverUrl(open[1]),
      v4: serverUrl(v4),
      v6: serverUrl(v6),
    });
    const has = (outcome: string): Promise<true> =>
      eventually(outcome, 60, async () => ((await plain.outcomes())[outcome] ? true : undefined));

    await Promise.all(
      ['open PLAINTEXT', 'open6 PLAINTEXT', 'v4 ConnectionRefusedError', 'v6 ConnectionRefusedError'].map(has),
    );
    expectEqual((await pod.container(sidecarNames.tng)).restartCount, 0, 'how often TNG has started');
    await eventually('reason of CDH', 60, async () => {
      const log = await pod.kubectl('logs', pod.name, '-c', sidecarNames.cdh);
      return log.includes('PolicyDeny') && log.includes('no key') ? true : undefined;
    });
    await plain.expectNoPlaintext('open', 'open6');
    say('refused before TNG is up; without the key nothing starts, and the log says why');

    trustee.allow();
    await pod.untilReady();
    expectText(await tng.get(serverUrl(v4)), secretText);
    await has('v4 status 403');
    say("a client with TNG is answered, one without gets 403; the kubelet's probes pass");
    await expectExactPaths(context, pod, [v4, v6]);

    const killer = new SidecarKiller(context, pod);
    for (const signal of ['TERM', 'KILL'] as const) {
      await killer.signal(signal, sidecarNames.tng, programOf.tng);
      await eventually(`answer after ${signal}`, 60, async () =>
        (await tng.reaches(serverUrl(v4))) ? true : undefined,
      );
      await plain.expectNoPlaintext('open', 'open6');
      say(`after ${signal} of TNG: closed until it runs again, and then answered by TNG alone`);
    }
    await killer.signal('KILL', sidecarNames.tng);
    await eventually('back-off of TNG', 30, async () =>
      'waiting' in (await pod.container(sidecarNames.tng)).state ? true : undefined,
    );
    const before = await plain.outcomes();
    await pod.delete(60);
    await eventually('requests after the end', 20, async () =>
      total(await plain.outcomes()) > total(before) + 20 ? true : undefined,
    );
    await plain.expectNoPlaintext('open', 'open6');
    const outcomes = await plain.outcomes();
    const v6Outcomes = Object.keys(outcomes).filter((outcome) => outcome.startsWith('v6 status'));
    expectEqual(v6Outcomes, [], 'answers over IPv6');
    say(`no plaintext came in ${total(outcomes)} requests, over IPv4 or IPv6, while TNG was down or the Pod ended`);
    await trustee.stop();
  },
};

export default scenario;

function total(outcomes: Readonly<Record<string, number>>): number {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}

/** A server of the same secret without protection. Answers its addresses. */
async function openPod(context: ScenarioContext): Promise<readonly [v4: string, v6: string]> {
  const make = `mkdir -p /tmp/Qwen2.5-3B-Instruct && echo ${secretText} >/tmp/Qwen2.5-3B-Instruct/config.json && exec "$@"`;
  const pod = await RunningPod.create(
    context,
    modelPod('open', {
      spec: { volumes: [{ name: 'model', emptyDir: {} }] },
      container: {
        command: ['sh', '-c', make, 'sh', ...pythonCommand('application.py', '/tmp', String(securedPort))],
        volumeMounts: [{ name: 'model', mountPath: '/tmp' }],
      },
    }),
  );
  await pod.untilReady();
  return eventually('addresses of the open server', 30, () => pod.addresses());
}

/** The path of the probes is open to everybody, over IPv4, and no other path is. */
async function expectExactPaths(
  { cluster, say }: ScenarioContext,
  pod: RunningPod,
  [v4, v6]: readonly [string, string],
): Promise<void> {
  const ask = async (address: string, path: string): Promise<string> => {
    const curl = ['-s', '-m', '5', '--path-as-is', '-o', '/dev/null', '-w', '%{http_code}', serverUrl(address, path)];
    return (await cluster.run('curl', curl)).stdout;
  };
  const answers = await Promise.all(
    ['healthz', 'healthz?x', 'healthz/', 'healthzz', 'x/healthz', 'healthz/../Qwen2.5-3B-Instruct/config.json'].map(
      (path) => ask(v4, path),
    ),
  );
  expectEqual(
    answers,
    ['200', '200', '403', '403', '403', '403'],
    'answers to plain requests for paths near the probe',
  );
  expectEqual(await ask(v6, 'healthz'), '000', 'the answer over IPv6');
  expectEqual((await pod.container('inference-service')).restartCount, 0, 'restarts of the application');
  say('only the exact path of the probes passes TNG in plaintext');
}
