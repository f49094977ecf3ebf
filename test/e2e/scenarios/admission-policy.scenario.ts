import { optionsAnnotation, sidecarNames, sidecarOrder, statusAnnotation } from '../../../injection';
import { startApiServer, type Cluster } from '../cluster';
import { closedNamespace, installParts, installPolicies, makeNamespaces, namespace } from '../policy/chart-parts';
import { withEditor } from '../policy/editor';
import { expectAnswers, ObjectAdmission, type StoredPod } from '../policy/pod-admission';
import {
  debugContainer,
  injectedPod,
  optedIn,
  plainPod,
  withContainer,
  withEarlyContainer,
  withHostPath,
  withMortalSidecar,
  withStatus,
  withVolume,
} from '../policy/pods';
import type { Scenario } from '../scenario';

const versions = ['1.33', '1.37'] as const;

/**
 * The admission policy, and the conditions of the webhooks, in API servers that can reach no webhook: what would be sent to one
 * is refused, and what passes was never sent.
 */
const scenario: Scenario = {
  name: 'policy without webhook',
  apiServers: versions,
  async run({ apiServers, say }) {
    for (const version of apiServers) {
      const server = await startApiServer(version);
      try {
        await makeNamespaces(server);
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

async function policyScenes(server: Cluster): Promise<void> {
  const pods = new ObjectAdmission(server, namespace);
  const system = new ObjectAdmission(server, 'kube-system');
  await expectAnswers([
    ['bare, before the policy', pods.create(optedIn(plainPod('bare')))],
    ['full, before the policy', pods.create(injectedPod('full'))],
    ['with files of the node, before the policy', pods.create(withHostPath(injectedPod('node')))],
  ]);
  await installPolicies(server);
  await expectAnswers([
    ['no key of ours', pods.create(plainPod('plain'))],
    ['injected', pods.create(injectedPod('injected'))],
    ['injected without TNG', pods.create(injectedPod('open', { 'tng-http-secure-ports': [] }))],
    ['not injected', pods.create(optedIn(plainPod('a'))), 'CAI5119'],
    ['not injected, in a system namespace', system.create(optedIn(plainPod('a'))), 'CAI5119'],
    ['status alone', pods.create(withStatus(plainPod('b'))), 'CAI5402'],
    ['name of a sidecar', pods.create(withContainer(plainPod('c'), 'cai-sidecar-tng')), 'names: cai-sidecar-tng;'],
    ['name of a sidecar of the future', pods.create(withContainer(plainPod('c'), 'cai-sidecar-next')), 'CAI5107'],
    ['a sidecar too many', pods.create(withContainer(injectedPod('c'), 'cai-sidecar-next')), 'CAI5107'],
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
      'CAI5408 sidecar-image-changed: the Pod exists, and other images are to run in its sidecars: cai-sidecar-tng;',
    ],
    ['another image of the application', pods.changeImage('full', 'app', otherImage)],
  ]);
  await expectAnswers([
    ['options and status removed', pods.change('pod', 'full', without), 'CAI5406'],
    ['options for an old Pod', pods.change('pod', 'plain', other), 'CAI5406'],
  ]);
  await withEditor(server, [namespace, closedNamespace], async (editor) => {
    await debugScenes(new ObjectAdmission(editor, namespace));
    await entryScenes(editor);
  });
  for (const name of ['bare', 'full', 'node', 'plain', 'injected', 'open']) {
    await expectAnswers([[`deletion of ${name}`, pods.remove(name)]]);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** What a tenant adds to Pods that exist, by an honest body and by a forged one. */
async function debugScenes(pods: ObjectAdmission): Promise<void> {
  const mount = (name: string, more: Fields = {}): Fields => ({ volumeMounts: [{ name, mountPath: '/x', ...more }] });
  const powers = (securityContext: Fields): Fields => ({ securityContext });
  const adding = (name: string): Fields => powers({ capabilities: { add: [name] } });
  const readOnly = { readOnly: true, mountPropagation: 'HostToContainer' };
  const scenes: [pod: string, container: Record<string, unknown>, says?: string][] = [
    ['plain', debugContainer('shell')],
    ['plain', debugContainer('strong', powers({ privileged: true }))],
    ['full', debugContainer('shell', { targetContainerName: 'app' })],
    ['full', debugContainer('harmless', adding('NET_BIND_SERVICE'))],
    ['full', debugContainer('reader', mount('cai-plaintext-0', readOnly))],
    ['full', debugContainer('cai-sidecar-next'), 'CAI5107'],
    ['plain', debugContainer('cai-sidecar-tng'), 'CAI5107'],
    ['full', debugContainer('thief', mount('cai-key')), 'CAI5108'],
    ['full', debugContainer('thief', mount('cai-attestation', { readOnly: true })), 'CAI5108'],
    ['full', debugContainer('raw', mount('model')), 'CAI5410'],
    ['full', debugContainer('raw', mount('model', readOnly)), 'CAI5410'],
    ['full', debugContainer('raw', { volumeDevices: [{ name: 'model', devicePath: '/dev/x' }] }), 'CAI5410'],
    ['full', debugContainer('writer', mount('cai-plaintext-0')), 'CAI5411'],
    ['full', debugContainer('writer', mount('cai-plaintext-0', { mountPropagation: 'HostToContainer' })), 'CAI5411'],
    [
      'full',
      debugContainer('carrier', {
        ...mount('cai-plaintext-0', { readOnly: true, mountPropagation: 'Bidirectional' }),
        ...powers({ privileged: true }),
      }),
      'CAI5411',
    ],
    ['full', debugContainer('spy', { targetContainerName: sidecarNames.cachefs }), 'CAI5118'],
    ['full', debugContainer('strong', powers({ privileged: true })), 'containers that are privileged'],
    ...['SYS_ADMIN', 'sys_admin', 'CAP_SYS_PTRACE', 'all', 'DAC_READ_SEARCH', 'NET_ADMIN'].map(
      (name): [string, Record<string, unknown>, string] => ['full', debugContainer('strong', adding(name)), 'CAI5412'],
    ),
    ['full', debugContainer('strong', powers({ seccompProfile: { type: 'Unconfined' } })), 'CAI5412'],
    ['full', debugContainer('strong', powers({ appArmorProfile: { type: 'Unconfined' } })), 'CAI5412'],
    ['full', debugContainer('strong', powers({ seLinuxOptions: { type: 'spc_t' } })), 'CAI5412'],
    ['node', debugContainer('opener', mount('node', { readOnly: true })), 'CAI5412'],
    ['bare', debugContainer('shell'), 'CAI5119'],
  ];
  // one after the other: each sends the whole Pod back
  for (const [name, container, says] of scenes) {
    const what = `${JSON.stringify(container)} in ${name}`;
    if (says !== undefined) {
      for (const [how, forge] of Object.entries(forgeries)) {
        await expectAnswers([[`${what}, ${how}`, pods.debug(name, container, forge), says]]);
      }
    }
    await expectAnswers([[what, pods.debug(name, container), says]]);
  }
}

const claimless = { name: 'model', emptyDir: {} };

/** Bodies that show another Pod than the one that is stored. */
const forgeries: Readonly<Record<string, (pod: StoredPod) => unknown>> = {
  'without annotations': ({ metadata, ...pod }) => ({ ...pod, metadata: { ...metadata, annotations: {} } }),
  'without sidecars': ({ spec, ...pod }) => ({ ...pod, spec: { ...spec, initContainers: [] } }),
  'with an empty volume of the name': ({ spec, ...pod }) => ({
    ...pod,
    spec: {
      ...spec,
      volumes: [...(spec.volumes as { name: string }[]).filter(({ name }) => name !== 'model'), claimless],
    },
  }),
  'with nothing else': ({ metadata: { name, namespace: where }, spec: { ephemeralContainers, containers } }) => ({
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: where } },
    spec: { containers, ephemeralContainers },
  }),
};

/** Who enters a Pod that was never given a node is told so, where no policy forbids it. */
async function entryScenes(editor: Cluster): Promise<void> {
  const [pods, closed] = [namespace, closedNamespace].map((where) => new ObjectAdmission(editor, where)) as [
    ObjectAdmission,
    ObjectAdmission,
  ];
  const passed = 'does not have a host assigned';
  for (const how of ['exec', 'attach'] as const) {
    const scenes = [...sidecarOrder, 'cai-sidecar-next'].map((name) => [name, 'CAI5413'] as const);
    for (const [container, says] of [...scenes, ['app', passed], [undefined, passed]] as const) {
      await expectAnswers([
        [`${how} into ${container ?? 'the only container'}`, pods.enter('full', how, container), says],
      ]);
    }
  }
  await expectAnswers([
    ['port-forward', pods.enter('full', 'portforward'), passed],
    ['a Pod for the closed namespace', closed.create(plainPod('closed'))],
  ]);
  for (const how of ['exec', 'attach', 'portforward'] as const) {
    await expectAnswers([[`${how} in the closed namespace`, closed.enter('closed', how, 'app'), 'CAI5414']]);
  }
  await expectAnswers([
    ['a debugger in the closed namespace', closed.debug('closed', debugContainer('shell')), 'CAI5414'],
    ['a sidecar in the closed namespace', closed.enter('closed', 'exec', sidecarNames.tng), 'CAI541'],
  ]);
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
  // options beside the template reach no Pod: nothing asks for their workload later
  const astray = deployment('astray', marked(optionsAnnotation), {});
  await installParts(
    server,
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    [
      ['the mutating webhook', () => objects.create(optedIn(plainPod('canary')), '--dry-run=server'), sent],
      ['the validating webhook', () => objects.create(astray, '--dry-run=server'), sent],
    ],
  );
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
    ['a name of the future', objects.create(withContainer(plainPod('f'), 'cai-sidecar-next')), sent],
    ['another key', objects.create(pod('e', 'example.com/my-ack-cai-options'))],
    ['a reserved name', objects.create(withVolume(plainPod('f'), 'cai-key')), sent],
    ['a debugger, which the policy guards', objects.debug('plain', debugContainer('cai-sidecar-tng')), 'CAI5107'],
    ['a system namespace, which the policy guards', system.create(optedIn(plainPod('g'))), 'CAI5119'],
    ['a plain workload', objects.create(deployment('plain', {}, {}))],
    ['options in the template, whose Pods wait', objects.create(deployment('in', {}, marked(optionsAnnotation)))],
    ['a misspelt key in the template', objects.create(deployment('mis', {}, marked(`${optionsAnnotation}z`))), sent],
    ['options beside the template', objects.create(deployment('on', marked(optionsAnnotation), {})), sent],
    ['revision and replicas of an old one', objects.change('deployment', 'old', { ...held, spec: { replicas: 3 } })],
    ['another template of an old one, whose Pods wait', objects.change('deployment', 'old', newImage)],
    ['an old one whose Pods no longer ask', objects.change('deployment', 'old', noLongerAsking), sent],
  ]);
}

const held = { metadata: { annotations: { 'deployment.kubernetes.io/revision': '2' } } };
// the options are gone, and what is there instead is misspelt
const noLongerAsking = {
  spec: { template: { metadata: { annotations: { [optionsAnnotation]: null, [`${optionsAnnotation}z`]: '{}' } } } },
};
const newImage = { spec: { template: { metadata: { annotations: { more: 'x' } } } } };
