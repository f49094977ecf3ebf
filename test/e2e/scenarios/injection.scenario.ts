import { sidecarNames, sidecarOrder, statusAnnotation } from '../../../injection/names';
import { secretText } from '../confidential/clients';
import { claimModel } from '../confidential/model-claim';
import { NodeProcesses } from '../confidential/node-processes';
import { confidentialPod, documentOptions, modelPath } from '../confidential/pods';
import { RunningPod } from '../confidential/running-pod';
import { trusteeWithKey } from '../confidential/trustee-with-key';
import { confidentialNeeds, installWebhook, webhookNamespace } from '../confidential/webhook';
import { expectEqual, expectText } from '../expectation';
import { modelKey } from '../images/encrypted-model';
import { toolsImage } from '../images/images';
import type { Scenario, ScenarioContext } from '../scenario';

// the document's command, to the letter
const documentFormat = String.raw`jsonpath={range .status.initContainerStatuses[*]}{.name}{"\t"}{range .state.running}Running{end}{.state.*.reason}{"\n"}{end}{range .status.containerStatuses[*]}{.name}{"\t"}{range .state.running}Running{end}{.state.*.reason}{"\n"}{end}`;

/** The document's Pod gets its sidecars, and its application alone sees the model. */
const scenario: Scenario = {
  name: 'injection',
  ...confidentialNeeds,
  async run(context) {
    await installWebhook(context);
    const trustee = await trusteeWithKey(context);
    await claimModel(context);
    const options = documentOptions(trustee.address);
    const pod = await RunningPod.create(context, confidentialPod('cai-vllm', options));
    const neighbours = await RunningPod.create(context, withNeighbours('neighbours', options));

    await pod.untilReady();
    expectEqual(
      await pod.kubectl('get', 'pod', pod.name, '-o', documentFormat),
      [...sidecarOrder, 'inference-service'].map((name) => `${name}\tRunning\n`).join(''),
      "what the document's command prints",
    );
    expectText(await pod.kubectl('get', 'pod', pod.name, '-o', 'yaml'), statusAnnotation);
    context.say("the document's command shows its five containers in their order, all running");

    await pod.expectModel();
    expectEqual((await pod.exec('inference-service', 'id', '-u')).stdout.trim(), '1000', "the application's user");
    await expectReadOnly(pod, 'inference-service');
    context.say('the application reads the plaintext of every file through FUSE, and is not root');

    await neighbours.untilReady();
    await neighbours.expectModel('second-reader');
    expectText((await neighbours.kubectl('logs', neighbours.name, '-c', 'first-look')).trim(), secretText);
    await expectHidden(context, pod, ['inference-service']);
    await expectHidden(context, neighbours, ['inference-service', 'second-reader']);
    context.say('containers that mount the model read it, from the first init container on; no other container can');

    await expectKeyNowhere(context, [pod, neighbours]);
    context.say('the key is in no log, no object, no environment and no argument; it lies in memory only');

    await Promise.all([pod.delete(60), neighbours.delete(60)]);
    await trustee.stop();
  },
};

export default scenario;

/** Beside the application: an init container and a container that mount the model, and a native sidecar and a container that do not. */
function withNeighbours(name: string, options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const tools = { image: toolsImage.reference, imagePullPolicy: 'Never', securityContext: { runAsUser: 1001 } };
  const waits = { ...tools, command: ['sh', '-c', 'trap "exit 0" TERM; sleep 3600 & wait'] };
  const volumeMounts = [{ name: 'model', mountPath: modelPath, readOnly: true }];
  const pod = confidentialPod(name, options, {
    spec: {
      initContainers: [
        { ...waits, name: 'foreign-sidecar', restartPolicy: 'Always' },
        {
          ...tools,
          name: 'first-look',
          command: ['sh', '-c', `cat ${modelPath}/*/config.json`],
          volumeMounts,
        },
      ],
    },
  });
  const spec = pod.spec as { containers: unknown[] };
  spec.containers.push({ ...waits, name: 'second-reader', volumeMounts }, { ...waits, name: 'bystander' });
  return pod;
}

async function expectReadOnly(pod: RunningPod, container: string): Promise<void> {
  const write = `echo x >"${modelPath}/x" || echo x >"${modelPath}/Qwen2.5-3B-Instruct/config.json" || rm ${modelPath}/*/config.json`;
  const { code, stderr } = await pod.exec(container, 'sh', '-c', write);
  if (code === 0) throw new Error('the application can write to the model');
  expectText(stderr, 'Read-only file system');
}

/** Neither by its files nor by its mounts. cachefs makes the plaintext, and is left out. */
async function expectHidden({ cluster }: ScenarioContext, pod: RunningPod, readers: readonly string[]): Promise<void> {
  if (!cluster.node) throw new Error('the cluster has no node of this harness');
  const processes = new NodeProcesses(cluster.node);
  const hidden = (await pod.containers())
    .filter(({ name, state }) => 'running' in state && name !== sidecarNames.cachefs && !readers.includes(name))
    .map(({ name }) => name);
  if (hidden.length < 3) throw new Error(`only ${hidden.join(', ')} are looked at`);
  for (const name of [...hidden, ...readers]) {
    const all = await processes.ofContainer(await pod.containerId(name));
    // the one that stays: the others may be gone by now
    const first = all.find(({ innerPid }) => innerPid === 1);
    if (first === undefined) throw new Error(`${name} has no first process`);
    // by the node: nobody enters a sidecar
    const search =
      'cd "/proc/$1/root" && grep -rlsF --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev "$2" . | head -n 3; true';
    const found = (await processes.sh(search, String(first.pid), secretText)).trim();
    const mounts = (await processes.mounts(first.pid)).filter((line) => line.includes('fuse'));
    const sees = found !== '' || mounts.length > 0;
    if (sees !== readers.includes(name)) throw new Error(`${name} sees ${found} ${mounts.join('\n') || 'nothing'}`);
  }
}

async function expectKeyNowhere({ cluster, namespace }: ScenarioContext, pods: readonly RunningPod[]): Promise<void> {
  if (!cluster.node) throw new Error('the cluster has no node of this harness');
  const processes = new NodeProcesses(cluster.node);
  const texts: [where: string, text: string][] = [
    ['the objects', await cluster.kubectl('get', 'pods,events,configmaps,secrets', '-n', namespace, '-o', 'yaml')],
    [
      'the log of the webhook',
      await cluster.kubectl('logs', '-n', webhookNamespace, '-l', 'app.kubernetes.io/name=cai-webhook', '--tail=-1'),
    ],
  ];
  for (const pod of pods) {
    texts.push([`the logs of ${pod.name}`, await pod.kubectl('logs', pod.name, '--all-containers', '--tail=-1')]);
    for (const { name } of (await pod.containers()).filter(({ state }) => 'running' in state)) {
      for (const { pid, command } of await processes.ofContainer(await pod.containerId(name))) {
        const environment = await processes.sh('tr "\\0" "\\n" <"/proc/$1/environ" || true', String(pid));
        texts.push([`a process of ${name}`, `${command}\n${environment}`]);
      }
    }
  }
  const forms = [modelKey, Buffer.from(modelKey).toString('base64'), Buffer.from(`${modelKey}\n`).toString('base64')];
  const found = texts.filter(([, text]) => forms.some((form) => text.includes(form))).map(([where]) => where);
  expectEqual(found, [], 'where the key is');
  for (const pod of pods) {
    const { metadata } = await pod.object();
    const search =
      'cd "/var/lib/kubelet/pods/$1" && grep -rlsF "$2" volumes | while read -r file; do stat -f -c "$file %T" "$file"; done';
    const files = await processes.sh(search, metadata.uid, modelKey);
    expectEqual(files.trim(), 'volumes/kubernetes.io~empty-dir/cai-key/key tmpfs', `where the key of ${pod.name} lies`);
  }
}
