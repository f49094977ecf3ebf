import { modeLabel, modeLabelValue, optionsAnnotation, sidecarNames } from '../../../injection/names';
import { confidentialPod, documentOptions, modelPath, modelPod, type PodChanges } from '../confidential/pods';
import { claimName } from '../confidential/model-claim';
import { tryCreate } from '../confidential/running-pod';
import { confidentialNeeds, installWebhook } from '../confidential/webhook';
import { expectEqual, expectText } from '../expectation';
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
    says: ['CAI1001', '/tng-http-secure-port', 'did you mean', '"tng-http-secure-ports"'],
  },
  {
    what: 'all problems in one answer',
    object: confidentialPod('bad', manyWrong),
    says: ['cipher-text-volume', 'model-decryption-key-id', 'trustee-address', 'tdx-ra-enable', 'surprise'],
  },
  {
    what: 'options that are no JSON',
    object: confidentialPod('bad', '{"cipher-text-volume": '),
    says: ['CAI1010 unreadable-text', 'line 1'],
  },
  {
    what: 'a claim that no volume uses, with the one it does',
    object: confidentialPod('bad', { ...options, 'cipher-text-volume': 'pvc-os' }),
    says: ['CAI5109', 'pvc-os', 'did you mean', 'pvc-oss'],
  },
  {
    what: 'a misspelt annotation',
    object: modelPod('bad', { annotations: { 'trustiflux.alibaba.com/ack-cai-option': '{}' } }),
    says: ['CAI1001', optionsAnnotation],
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
    says: ['CAI1001', 'did you mean'],
  },
  {
    what: 'wrong options in a CronJob, when it is applied',
    object: cronJob(confidentialPod('bad', misspelt)),
    says: ['CAI1001', 'did you mean'],
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
