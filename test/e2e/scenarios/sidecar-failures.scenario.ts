import { components, sidecarNames, type Component } from '../../../injection/names';
import { secretText, serverUrl, TngClient } from '../confidential/clients';
import { claimModel } from '../confidential/model-claim';
import { confidentialPod, documentOptions } from '../confidential/pods';
import { RunningPod } from '../confidential/running-pod';
import { programOf, SidecarKiller } from '../confidential/sidecar-killer';
import { trusteeWithKey } from '../confidential/trustee-with-key';
import { confidentialNeeds, installWebhook } from '../confidential/webhook';
import { eventually, expectEqual, expectText } from '../expectation';
import type { Scenario, ScenarioContext } from '../scenario';

/** What is done to a sidecar, from the mildest to the worst. */
const blows = [
  { what: 'TERM of the program', signal: 'TERM', whole: false },
  { what: 'KILL of the program', signal: 'KILL', whole: false },
  { what: 'KILL of the container', signal: 'KILL', whole: true },
] as const;

/** Each sidecar is killed in each way, again and again into back-off, and its Pod deleted in that state. */
const scenario: Scenario = {
  name: 'sidecar failures',
  ...confidentialNeeds,
  async run(context) {
    await installWebhook(context);
    const trustee = await trusteeWithKey(context);
    await claimModel(context);
    const tng = await TngClient.start(context, trustee);
    const options = documentOptions(trustee.address);
    await Promise.all([
      ...components.map((component) => new Patient(context, tng, component).suffer(options)),
      endsCleanly(context, options),
    ]);
    await trustee.stop();
  },
};

export default scenario;

class Patient {
  constructor(
    private readonly context: ScenarioContext,
    private readonly tng: TngClient,
    private readonly component: Component,
  ) {}

  async suffer(options: Readonly<Record<string, unknown>>): Promise<void> {
    const sidecar = sidecarNames[this.component];
    const pod = await RunningPod.create(this.context, confidentialPod(`kill-${this.component}`, options));
    await pod.untilReady();
    const { metadata } = await pod.object();
    const killer = new SidecarKiller(this.context, pod);
    for (const { what, signal, whole } of blows) {
      const { restartCount } = await pod.container(sidecar);
      await killer.signal(signal, sidecar, whole ? undefined : programOf[this.component]);
      // between its one-shot programs CDH only sleeps, and sleeps again
      if (whole || this.component !== 'cdh') await this.untilRestarted(pod, restartCount);
      await this.untilWell(pod, what);
      this.context.say(`${sidecar} recovers from ${what}`);
    }
    await eventually(`back-off of ${sidecar}`, 60, async () => {
      const { state } = await pod.container(sidecar);
      if ('running' in state) await killer.trySignal('KILL', sidecar);
      return state.waiting?.reason === 'CrashLoopBackOff' ? true : undefined;
    });
    const seconds = (await pod.delete(60)) / 1000;
    await expectNoMount(killer, metadata.uid);
    this.context.say(
      `${sidecar}: the Pod deleted in back-off is gone within ${seconds.toFixed(0)} s, and no mount is left`,
    );
  }

  /** What works on without the sidecar proves nothing. TNG notices a new AA within seconds, and restarts by itself. */
  private async untilRestarted(pod: RunningPod, before: number): Promise<void> {
    const sidecar = sidecarNames[this.component];
    const tngSays = 'the attestation agent has started again';
    await eventually(`restart of ${sidecar}`, 90, async () => {
      const { restartCount, ready } = await pod.container(sidecar);
      if (restartCount <= before || !ready) return undefined;
      if (this.component !== 'aa') return true;
      const log = await pod.kubectl('logs', pod.name, '-c', sidecarNames.tng, '--tail=-1');
      return log.split(tngSays).length > before + 1 ? true : undefined;
    });
  }

  /** Everything works again. In between, the application must see the right files or none. */
  private async untilWell(pod: RunningPod, after: string): Promise<void> {
    await eventually(`recovery of ${pod.name} from ${after}`, 90, async () => {
      await pod.expectModel();
      const [v4 = ''] = (await pod.addresses()) ?? [];
      expectText(await this.tng.get(serverUrl(v4)), secretText);
      return (await pod.isReady()) || undefined;
    });
    expectEqual((await pod.container('inference-service')).restartCount, 0, 'restarts of the application');
  }
}

/** Without anything broken: a normal and a forced deletion. */
async function endsCleanly(context: ScenarioContext, options: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, flags] of [
    ['ends', []],
    ['forced', ['--force', '--grace-period=0']],
  ] as const) {
    const pod = await RunningPod.create(context, confidentialPod(name, options));
    await pod.untilReady();
    const { metadata } = await pod.object();
    await pod.delete(60, ...flags);
    await expectNoMount(new SidecarKiller(context, pod), metadata.uid);
  }
  context.say('a normal and a forced deletion leave no mount behind');
}

/** What the node has mounted for a Pod goes with it; the kubelet may take a moment after a forced deletion. */
async function expectNoMount({ processes }: SidecarKiller, uid: string): Promise<void> {
  let left: string[] = [];
  await eventually('end of the mounts', 60, async () => {
    left = (await processes.mounts()).filter((line) => line.includes(uid));
    return left.length === 0 ? true : undefined;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}; there are:\n${left.join('\n')}`);
  });
}
