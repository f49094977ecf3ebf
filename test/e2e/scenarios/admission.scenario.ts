import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modeLabel, modeLabelValue, optionsAnnotation, sidecarNames } from '../../../injection/names';
import type { CommandResult } from '../cluster';
import { confidentialPod, documentOptions, modelPath, modelPod, type PodChanges } from '../confidential/pods';
import { secretText } from '../confidential/clients';
import { claimModel, claimName } from '../confidential/model-claim';
import { RunningPod, tryCreate } from '../confidential/running-pod';
import { trusteeWithKey } from '../confidential/trustee-with-key';
import { confidentialNeeds, installWebhook } from '../confidential/webhook';
import { eventually, expectEqual, expectText } from '../expectation';
import { toolsImage } from '../images/images';
import type { Scenario, ScenarioContext } from '../scenario';

const options = documentOptions('http://203.0.113.10:8081/api');

interface Refusal {
  readonly what: string;
  readonly object: unknown;
  readonly says: readonly string[];
}

const misspelt = { ...options, 'tng-http-secure-port': [{ port: 8080 }], 'tng-http-secure-ports': undefined };
const manyWrong = { 'cipher-text-volume': 'PVC', 'trustee-address': 'ftp://x', 'tdx-ra-enable': 'yes', surprise: 1 };

const refusals: readonly Refusal[] = [
  {
    what: 'a misspelt option, with what was meant',
    object: confidentialPod('bad', misspelt),
    says: ['CAI5003', '/tng-http-secure-port', 'did you mean', '"tng-http-secure-ports"'],
  },
  {
    what: 'all problems in one answer',
    object: confidentialPod('bad', manyWrong),
    says: ['cipher-text-volume', 'model-decryption-key-id', 'trustee-address', 'tdx-ra-enable', 'surprise'],
  },
  { what: 'options that are no JSON', object: confidentialPod('bad', '{"cipher-text-volume": '), says: ['CAI500'] },
  {
    what: 'a claim that no volume uses, with the one it does',
    object: confidentialPod('bad', { ...options, 'cipher-text-volume': 'pvc-os' }),
    says: ['CAI5109', 'pvc-os', 'did you mean', 'pvc-oss'],
  },
  {
    what: 'a misspelt annotation',
    object: modelPod('bad', { annotations: { 'trustiflux.alibaba.com/ack-cai-option': '{}' } }),
    says: ['CAI5104', optionsAnnotation],
  },
  { what: 'the label alone', object: modelPod('bad', { labels: { [modeLabel]: modeLabelValue } }), says: ['CAI5102'] },
  { what: 'the network of the node', object: asks({ spec: { hostNetwork: true } }), says: ['CAI5112', 'hostNetwork'] },
  {
    what: 'a container that takes a name of ours',
    object: asks({ container: { name: sidecarNames.tng } }),
    says: ['CAI5107', sidecarNames.tng],
  },
  {
    what: 'options on a Deployment instead of its Pods, when it is applied',
    object: deployment(modelPod('bad'), { [optionsAnnotation]: JSON.stringify(options) }),
    says: ['CAI5302', 'spec/template/metadata'],
  },
  {
    what: 'wrong options in a Deployment, when it is applied',
    object: deployment(confidentialPod('bad', misspelt)),
    says: ['CAI5003', 'did you mean'],
  },
  {
    what: 'wrong options in a CronJob, when it is applied',
    object: cronJob(confidentialPod('bad', misspelt)),
    says: ['CAI5003', 'did you mean'],
  },
];

/** What cannot be protected is refused in words that say what to change. */
const scenario: Scenario = {
  name: 'admission',
  ...confidentialNeeds,
  async run(context) {
    await installWebhook(context);
    for (const { what, object, says } of refusals) {
      const { code, stderr } = await tryCreate(context, object);
      if (code === 0) throw new Error(`not refused: ${what}`);
      expectText(stderr, ...says);
      context.say(`refused: ${what}`);
    }
    await warnings(context);
    await ephemeralContainers(context);
  },
};

export default scenario;

function asks(changes: PodChanges): unknown {
  return confidentialPod('bad', options, changes);
}

function deployment({ metadata, spec }: Record<string, unknown>, annotations?: Record<string, string>): unknown {
  const { labels } = metadata as { labels: unknown };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'bad', annotations },
    spec: { replicas: 0, selector: { matchLabels: labels }, template: { metadata, spec } },
  };
}

function cronJob({ metadata, spec }: Record<string, unknown>): unknown {
  const template = { metadata, spec: { ...(spec as object), restartPolicy: 'Never' } };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'bad' },
    spec: { schedule: '0 0 * * *', suspend: true, jobTemplate: { spec: { template } } },
  };
}

/** What is legal and risky is created, and kubectl shows why it should not. */
async function warnings(context: ScenarioContext): Promise<void> {
  const volumeMounts = [{ name: 'model', mountPath: modelPath }];
  const container = { volumeMounts, readinessProbe: { httpGet: { path: '/healthz', port: 8080 } } };
  const volumes = [{ name: 'model', persistentVolumeClaim: { claimName } }];
  const pod = confidentialPod('risky', options, { container, spec: { volumes } });
  const { code, stderr } = await tryCreate(context, pod, '--dry-run=server');
  expectEqual(code, 0, `the exit code of kubectl (${stderr})`);
  expectText(stderr, 'Warning: ', 'CAI5154', '/healthz', 'CAI5156', 'http://203.0.113.10');
  context.say('kubectl shows warnings for a plaintext Trustee, an open probe and a mount that becomes read-only');
}

/** kubectl debug gets what an application container would get, and no more. */
async function ephemeralContainers(context: ScenarioContext): Promise<void> {
  const trustee = await trusteeWithKey(context);
  await claimModel(context);
  const pod = await RunningPod.create(context, confidentialPod('debugged', documentOptions(trustee.address)));
  await pod.untilReady();
  const scratch = mkdtempSync(join(tmpdir(), 'debug-profile-'));
  const debug = (target: string, profile: unknown): Promise<CommandResult> => {
    const file = join(scratch, 'profile.json');
    writeFileSync(file, JSON.stringify(profile));
    const what = [`pod/${pod.name}`, `--image=${toolsImage.reference}`, `--target=${target}`, `--custom=${file}`];
    const command = ['sh', '-c', `cat ${modelPath}/*/config.json; sleep 600`];
    return context.cluster.run('kubectl', ['-n', context.namespace, 'debug', ...what, '--', ...command]);
  };
  const never = { imagePullPolicy: 'Never' };
  const refused = await debug(sidecarNames.cachefs, never);
  if (refused.code === 0) throw new Error('kubectl debug may join a sidecar');
  expectText(refused.stderr, 'CAI5118', sidecarNames.cachefs);
  const secret = await debug('inference-service', { ...never, volumeMounts: [{ name: 'cai-key', mountPath: '/key' }] });
  if (secret.code === 0) throw new Error('kubectl debug may mount the key');
  expectText(secret.stderr, 'CAI5108', 'cai-key');
  const volumeMounts = [{ name: 'model', mountPath: modelPath }];
  const joined = await debug('inference-service', { ...never, volumeMounts });
  expectEqual(joined.code, 0, `the exit code of kubectl debug (${joined.stderr})`);
  const added = (field: string): Promise<string> =>
    pod.kubectl('get', 'pod', pod.name, '-o', `jsonpath={.spec.ephemeralContainers[0].${field}}`);
  expectEqual(await added('volumeMounts[0].name'), 'cai-plaintext-0', 'the volume that the debugger mounts');
  const name = await added('name');
  await eventually('plaintext in the debugger', 30, async () => {
    expectText(await pod.kubectl('logs', pod.name, '-c', name), secretText);
    return true;
  });
  context.say('kubectl debug is refused on a sidecar and with the key, and reads the model where the application does');
  rmSync(scratch, { recursive: true });
  await pod.delete(60);
  await trustee.stop();
}
