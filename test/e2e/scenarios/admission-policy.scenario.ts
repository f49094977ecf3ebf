import { optionsAnnotation, statusAnnotation } from '../../../injection';
import { objectsOf } from '../chart';
import { startApiServer, type Cluster } from '../cluster';
import { eventually } from '../expectation';
import { expectAnswers, ObjectAdmission } from '../policy/pod-admission';
import {
  debugContainer,
  injectedPod,
  optedIn,
  plainPod,
  withContainer,
  withEarlyContainer,
  withMortalSidecar,
  withStatus,
  withVolume,
} from '../policy/pods';
import type { Scenario } from '../scenario';
import { applyStrictly } from '../strict-apply';

const versions = ['1.33', '1.37'] as const;
const namespace = 'space';

/**
 * The admission policy, and the conditions of the webhooks, in API servers that can reach no webhook: what would be sent to one
 * is refused, and what passes was never sent.
 */
const scenario: Scenario = {
  name: 'policy without webhook',
  apiServers: versions,
  async run({ say }) {
    for (const version of versions) {
      const server = await startApiServer(version);
      try {
        await prepare(server);
        await policyScenes(server);
        say(`the policy alone judges Pods on Kubernetes ${server.kubernetesVersion}`);
        await conditionScenes(server);
        say(`only what concerns the webhooks is sent to them by Kubernetes ${server.kubernetesVersion}`);
      } finally {
        await server.stop();
      }
    }
  },
};

export default scenario;

async function prepare(server: Cluster): Promise<void> {
  for (const name of [namespace, 'kube-system', 'cai-system']) {
    await server.run('kubectl', ['create', 'namespace', name]);
    await server.run('kubectl', ['create', 'serviceaccount', 'default', '--namespace', name]);
  }
}

/** Installs a part of the chart, and waits until the API server acts on it. */
async function install(server: Cluster, kinds: readonly string[], refusal: string): Promise<void> {
  const objects = objectsOf('cai-webhook', {}, { name: 'cai-webhook', namespace: 'cai-system' });
  const wanted = objects.filter(({ kind }) => kinds.includes(String(kind)));
  if (wanted.length !== kinds.length) throw new Error(`the chart does not make all of ${kinds.join(', ')}`);
  await applyStrictly(server, wanted);
  const pods = new ObjectAdmission(server, namespace);
  await eventually(`effect of ${kinds.join(', ')}`, 30, async () => {
    const said = await pods.create(optedIn(plainPod('canary')), '--dry-run=server');
    return said?.includes(refusal) === true ? true : undefined;
  });
}

async function policyScenes(server: Cluster): Promise<void> {
  const pods = new ObjectAdmission(server, namespace);
  const system = new ObjectAdmission(server, 'kube-system');
  await expectAnswers([
    ['bare, before the policy', pods.create(optedIn(plainPod('bare')))],
    ['full, before the policy', pods.create(injectedPod('full'))],
  ]);
  await install(server, ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'], 'CAI5119');
  await expectAnswers([
    ['no key of ours', pods.create(plainPod('plain'))],
    ['injected', pods.create(injectedPod('injected'))],
    ['injected without TNG', pods.create(injectedPod('open', { 'tng-http-secure-ports': [] }))],
    ['not injected', pods.create(optedIn(plainPod('a'))), 'CAI5119'],
    ['not injected, in a system namespace', system.create(optedIn(plainPod('a'))), 'CAI5119'],
    ['status alone', pods.create(withStatus(plainPod('b'))), 'CAI5402'],
    ['name of a sidecar', pods.create(withContainer(plainPod('c'), 'cai-sidecar-tng')), 'names: cai-sidecar-tng;'],
    ['name of a volume', pods.create(withVolume(plainPod('d'), 'cai-plaintext-0')), 'CAI5107'],
    ['something before the sidecars', pods.create(withEarlyContainer(injectedPod('e'))), 'CAI5404'],
    ['a sidecar that ends', pods.create(withMortalSidecar(injectedPod('f'))), 'CAI5404'],
    ['the key mounted', pods.create(withContainer(injectedPod('g'), 'thief', 'cai-key')), 'cai-attestation: thief;'],
    ['the socket mounted', pods.create(withContainer(injectedPod('h'), 'spy', 'cai-attestation')), 'CAI5108'],
  ]);
  // whatever existing Pods are, they live on; what they were promised does not change
  const held = { metadata: { labels: { more: 'x' }, finalizers: ['example.com/hold'] } };
  const other = { metadata: { annotations: { [optionsAnnotation]: '{}' } } };
  const without = { metadata: { annotations: { [optionsAnnotation]: null, [statusAnnotation]: null } } };
  for (const name of ['bare', 'full']) {
    // one after the other: what is asked in one list is asked at once
    await expectAnswers([[`label and finalizer of ${name}`, pods.change('pod', name, held)]]);
    await expectAnswers([[`other options of ${name}`, pods.change('pod', name, other), 'CAI5406']]);
    const released = { metadata: { finalizers: null } };
    await expectAnswers([[`finalizer of ${name} removed`, pods.change('pod', name, released)]]);
  }
  const otherImage = 'registry.example.com/other:1';
  await expectAnswers([
    [
      'another image of a sidecar',
      pods.changeImage('full', 'cai-sidecar-tng', otherImage),
      'sidecars: cai-sidecar-tng;',
    ],
    ['another image of the application', pods.changeImage('full', 'app', otherImage)],
  ]);
  const mounting = { volumeMounts: [{ name: 'cai-key', mountPath: '/x' }] };
  await expectAnswers([
    ['options and status removed', pods.change('pod', 'full', without), 'CAI5406'],
    ['options for an old Pod', pods.change('pod', 'plain', other), 'CAI5406'],
  ]);
  const debugging: [name: string, container: Record<string, unknown>, says?: string][] = [
    ['plain', debugContainer('shell')],
    ['full', debugContainer('shell', { targetContainerName: 'app' })],
    ['full', debugContainer('cai-sidecar-tng-2')],
    ['plain', debugContainer('cai-sidecar-tng'), 'CAI5107'],
    ['full', debugContainer('thief', mounting), 'CAI5108'],
    ['full', debugContainer('spy', { targetContainerName: 'cai-sidecar-cachefs' }), 'CAI5118'],
    ['bare', debugContainer('shell'), 'CAI5119'],
  ];
  // one after the other: each sends the whole Pod back
  for (const [name, container, says] of debugging) {
    await expectAnswers([[`${String(container.name)} in ${name}`, pods.debug(name, container), says]]);
  }
  for (const name of ['bare', 'full', 'plain', 'injected', 'open']) {
    await expectAnswers([[`deletion of ${name}`, pods.remove(name)]]);
  }
}

const sent = 'failed calling webhook';

function deployment(name: string, metadata: object, template: object): { metadata: { name: string } } {
  const labels = { app: name };
  const { spec } = plainPod(name);
  const own = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, ...metadata } };
  return {
    ...own,
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels, ...template }, spec } },
  } as never;
}

async function conditionScenes(server: Cluster): Promise<void> {
  const objects = new ObjectAdmission(server, namespace);
  const system = new ObjectAdmission(server, 'kube-system');
  const marked = (key: string): object => ({ annotations: { [key]: '{}' } });
  const old = deployment('old', {}, marked(optionsAnnotation));
  await expectAnswers([['a workload of before', objects.create(old)]]);
  await install(server, ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'], sent);
  const pod = (name: string, annotation: string) => ({
    ...plainPod(name),
    metadata: { name, annotations: { [annotation]: '{}' } },
  });
  await expectAnswers([['no key of ours', objects.create(plainPod('plain'))]]);
  await expectAnswers([
    ['the options', objects.create(optedIn(plainPod('a'))), `${sent} "pods.trustiflux.alibaba.com"`],
    ['a misspelt key', objects.create(pod('b', 'trustiflux.alibaba.com/ack-cai-option')), sent],
    ['a misspelt prefix', objects.create(pod('c', 'Trustiflux.aliyun.com/ack-cai-options')), sent],
    ['no prefix', objects.create(pod('d', 'ack-cai-options')), sent],
    ['another key', objects.create(pod('e', 'example.com/my-ack-cai-options'))],
    ['a reserved name', objects.create(withVolume(plainPod('f'), 'cai-key')), sent],
    ['a debugger of a reserved name', objects.debug('plain', debugContainer('cai-sidecar-tng')), sent],
    ['a debugger', objects.debug('plain', debugContainer('shell'))],
    ['a system namespace, which the policy guards', system.create(optedIn(plainPod('g'))), 'CAI5119'],
    ['a plain workload', objects.create(deployment('plain', {}, {}))],
    ['options in the template', objects.create(deployment('in', {}, marked(optionsAnnotation))), sent],
    ['options beside the template', objects.create(deployment('on', marked(optionsAnnotation), {})), sent],
    ['revision and replicas of an old one', objects.change('deployment', 'old', { ...held, spec: { replicas: 3 } })],
    ['another template of an old one', objects.change('deployment', 'old', newImage), sent],
  ]);
}

const held = { metadata: { annotations: { 'deployment.kubernetes.io/revision': '2' } } };
const newImage = { spec: { template: { metadata: { annotations: { more: 'x' } } } } };
