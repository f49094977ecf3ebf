import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sidecarNames } from '../../../injection/names';
import type { Cluster, CommandResult } from '../cluster';
import { secretText } from '../confidential/clients';
import { claimModel } from '../confidential/model-claim';
import { confidentialPod, documentOptions, modelPath } from '../confidential/pods';
import { RunningPod } from '../confidential/running-pod';
import { trusteeWithKey } from '../confidential/trustee-with-key';
import { confidentialNeeds, installWebhook } from '../confidential/webhook';
import { eventually, expectEqual, expectText } from '../expectation';
import { toolsImage } from '../images/images';
import { withEditor } from '../policy/editor';
import { expectAnswers, ObjectAdmission } from '../policy/pod-admission';
import type { Scenario, ScenarioContext } from '../scenario';

/** A tenant who may add debug containers reads the model where the application does, and nothing else, by no body. */
const scenario: Scenario = {
  name: 'debug containers',
  ...confidentialNeeds,
  async run(context) {
    await installWebhook(context);
    const trustee = await trusteeWithKey(context);
    await claimModel(context);
    const pod = await RunningPod.create(context, confidentialPod('debugged', documentOptions(trustee.address)));
    await pod.untilReady();
    await withEditor(context.cluster, [context.namespace], async (editor) => {
      await forgedBodies(context, editor, pod.name);
      await kubectlDebug(context, editor, pod);
    });
    await pod.delete(60);
    await trustee.stop();
  },
};

export default scenario;

const plaintext = { name: 'cai-plaintext-0', mountPath: modelPath };
const toRead = { ...plaintext, readOnly: true, mountPropagation: 'HostToContainer' };
const carried = {
  volumeMounts: [{ ...plaintext, mountPropagation: 'Bidirectional' }],
  securityContext: { privileged: true },
};

/** The webhook would be shown a Pod that does not concern it. */
async function forgedBodies({ namespace, say }: ScenarioContext, editor: Cluster, name: string): Promise<void> {
  const pods = new ObjectAdmission(editor, namespace);
  const shell = { name: 'forged', image: toolsImage.reference, imagePullPolicy: 'Never' };
  const scenes: readonly (readonly [what: string, container: Record<string, unknown>, says: string])[] = [
    ['the encrypted claim', { volumeMounts: [{ name: 'model', mountPath: '/raw' }] }, 'CAI5410'],
    ['decrypted files, to change and carry on', carried, 'CAI5411'],
    ['the key', { volumeMounts: [{ name: 'cai-key', mountPath: '/key' }] }, 'CAI5108'],
    ['the processes of a sidecar', { targetContainerName: sidecarNames.cachefs }, 'CAI5118'],
    ['all rights', { securityContext: { capabilities: { add: ['all'] } } }, 'CAI5412'],
  ];
  for (const [what, container, says] of scenes) {
    const asked = pods.debug(name, { ...shell, ...container }, ({ metadata, spec }) => ({
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: metadata.name, namespace } },
      spec: { containers: spec.containers, ephemeralContainers: spec.ephemeralContainers },
    }));
    await expectAnswers([[what, asked, says]]);
  }
  say(`by a forged body nobody gets ${scenes.map(([what]) => what).join('; ')}`);
}

async function kubectlDebug({ namespace, say }: ScenarioContext, editor: Cluster, pod: RunningPod): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'debug-profile-'));
  const debug = (target: string, custom: unknown, profile = 'baseline'): Promise<CommandResult> => {
    const file = join(scratch, 'profile.json');
    writeFileSync(file, JSON.stringify({ imagePullPolicy: 'Never', ...(custom as object) }));
    const how = [`--target=${target}`, `--custom=${file}`, `--profile=${profile}`];
    const command = ['sh', '-c', `cat ${modelPath}/*/config.json; sleep 600`];
    const what = ['debug', `pod/${pod.name}`, `--image=${toolsImage.reference}`, ...how, '--', ...command];
    return editor.run('kubectl', ['-n', namespace, ...what]);
  };
  const refusals: readonly (readonly [Promise<CommandResult>, ...string[]])[] = [
    [debug(sidecarNames.cachefs, {}), 'CAI5118', sidecarNames.cachefs],
    [debug('inference-service', {}, 'sysadmin'), 'CAI5412', '--profile=baseline'],
  ];
  for (const [answer, ...says] of refusals) {
    const { code, stderr } = await answer;
    if (code === 0) throw new Error(`kubectl debug is not refused with ${says.join(', ')}`);
    expectText(stderr, ...says);
  }
  const raw = await debug('inference-service', { volumeMounts: [{ name: 'model', mountPath: modelPath }] });
  // it says what to mount instead
  expectText(raw.stderr, 'CAI5410', 'cai-plaintext-0', 'HostToContainer');
  const joined = await debug('inference-service', { volumeMounts: [toRead] });
  expectEqual(joined.code, 0, `the exit code of kubectl debug (${joined.stderr})`);
  const name = await editor.kubectl(
    ...['get', 'pod', pod.name, '-n', namespace],
    ...['-o', 'jsonpath={.spec.ephemeralContainers[0].name}'],
  );
  await eventually('plaintext in the debugger', 30, async () => {
    expectText(await pod.kubectl('logs', pod.name, '-c', name), secretText);
    return true;
  });
  say(
    'kubectl debug is refused on a sidecar, with rights and with the claim, and reads the model as the application does',
  );
  rmSync(scratch, { recursive: true });
}
