import { modeLabel, modeLabelValue, optionsAnnotation, sidecarNames, statusAnnotation } from '../../../injection/names';
import { decide, goldenPods } from '../../injection/golden-pods';
import { startApiServer, type Cluster } from '../cluster';
import { closedNamespace, installPolicies, makeNamespaces, namespace } from '../policy/chart-parts';
import { withEditor } from '../policy/editor';
import { expectAnswers, ObjectAdmission } from '../policy/pod-admission';
import {
  hollowed,
  injectedPod,
  optedIn,
  plainPod,
  withLabels,
  withMount,
  without,
  withSidecar,
  withSource,
  withSpec,
  type PodManifest,
} from '../policy/pods';
import type { Scenario } from '../scenario';

const versions = ['1.33', '1.36'] as const;
const { aa, cdh, tng, cachefs } = sidecarNames;

/**
 * Pods that only look protected, made by a tenant while no webhook is there, and Pods that get our keys later on any way that the
 * API server has.
 */
const scenario: Scenario = {
  name: 'hollow pods',
  apiServers: versions,
  async run({ apiServers, say }) {
    for (const version of apiServers) {
      const server = await startApiServer(version);
      try {
        await makeNamespaces(server);
        const before = new ObjectAdmission(server, namespace);
        const labelled = withLabels(plainPod('labelled'), { [modeLabel]: modeLabelValue });
        await expectAnswers([['the label alone, before the policy', before.create(labelled)]]);
        await installPolicies(server);
        await withEditor(server, [namespace, closedNamespace], async (editor) => {
          await hollow(new ObjectAdmission(editor, namespace));
          await expectGoldens(editor);
          await relabelled(server, editor);
        });
        say(`Pods in name only are refused, and no key comes later, on Kubernetes ${server.kubernetesVersion}`);
      } finally {
        await server.stop();
      }
    }
  },
};

export default scenario;

const full = (): PodManifest => injectedPod('hollow');

async function hollow(pods: ObjectAdmission): Promise<void> {
  const scenes: [what: string, pod: PodManifest, says: string][] = [
    ['pause containers', hollowed(full()), 'CAI5409 hollow-injection'],
    ['pause containers, all told', hollowed(full()), `${aa}, ${cdh}, ${tng}, ${cachefs}`],
    ['another program', withSidecar(full(), tng, (one) => ({ ...one, command: ['/bin/sh', '-c', 'sleep 9'] })), tng],
    [
      'nobody waits for it',
      withSidecar(full(), aa, (one) => ({ ...one, startupProbe: undefined })),
      `real ones: ${aa};`,
    ],
    ['AA without its file', withSidecar(full(), aa, without('env', 'CAI_AA_CONFIG')), `real ones: ${aa};`],
    ['CDH without the key', withSidecar(full(), cdh, without('volumeMounts', 'cai-key')), `real ones: ${cdh};`],
    ['TNG without ports', withSidecar(full(), tng, without('env', 'CAI_SECURED_PORTS')), `real ones: ${tng};`],
    ['TNG without rights', withSidecar(full(), tng, (one) => ({ ...one, securityContext: {} })), `real ones: ${tng};`],
    ['cachefs without the claim', withSidecar(full(), cachefs, without('volumeMounts', 'model')), cachefs],
    ['a folder instead of the claim', withSource(full(), 'model', { emptyDir: {} }), `real ones: ${cachefs};`],
    ['the key on a disk', withSource(full(), 'cai-key', { emptyDir: {} }), 'real ones: cai-key;'],
    ['the key on the node', withSource(full(), 'cai-key', { hostPath: { path: '/tmp' } }), 'real ones: cai-key;'],
    ['the label alone', withLabels(plainPod('a'), { [modeLabel]: modeLabelValue }), 'CAI5102'],
    ["the node's network", withSpec(full(), { hostNetwork: true }), 'CAI5112'],
    ["the node's processes", withSpec(full(), { hostPID: true }), 'CAI5114'],
    ['shared processes', withSpec(full(), { shareProcessNamespace: true }), 'CAI5114'],
    ['the encrypted volume', withMount(full(), { name: 'model', readOnly: true }), 'cachefs: extra;'],
    [
      'the same claim again',
      withMount(
        withSpec(full(), {
          volumes: [...(full().spec.volumes ?? []), { name: 'again', persistentVolumeClaim: { claimName: 'pvc-oss' } }],
        }),
        { name: 'again' },
      ),
      'CAI5410',
    ],
    ['decrypted files for writing', withMount(full(), { name: 'cai-plaintext-0' }), 'CAI5411'],
  ];
  // one name: they must not be told to exist
  for (const [what, pod, says] of scenes) await expectAnswers([[what, pods.create(pod), says]]);
  const plaintext = { name: 'cai-plaintext-0', readOnly: true, mountPropagation: 'HostToContainer' };
  await expectAnswers([
    ['what the webhook makes', pods.create(full())],
    ['decrypted files to read', pods.create(withMount(injectedPod('reader'), plaintext))],
    ['no key of ours', pods.create(plainPod('plain'))],
    ['a Pod with thousands of variables', pods.create(withThousands(injectedPod('large')))],
  ]);
}

/** Whatever the webhook lets through, the policy does. */
async function expectGoldens(editor: Cluster): Promise<void> {
  const made = goldenPods()
    .filter(({ kind }) => kind === 'pod')
    .map(decide)
    .filter(({ decision }) => decision !== 'denied')
    .map(({ object }, index) => {
      const { apiVersion, kind, metadata, spec } = object as PodManifest & Record<string, unknown>;
      return { apiVersion, kind, metadata: { ...metadata, namespace, name: `golden-${index}` }, spec };
    });
  let passed = 0;
  // one at a time, as some are no Pods that Kubernetes takes
  for (const pod of made) {
    const input = JSON.stringify(pod);
    const { code, stderr } = await editor.run('kubectl', ['create', '--dry-run=server', '-f', '-'], { input });
    if (stderr.includes('ValidatingAdmissionPolicy')) throw new Error(`the policy refuses ${input}: ${stderr}`);
    if (code === 0) passed += 1;
  }
  if (passed < 25) throw new Error(`only ${passed} of ${made.length} goldens are Pods that Kubernetes takes`);
}

function withThousands(pod: PodManifest): PodManifest {
  const env = Array.from({ length: 5000 }, (_, index) => ({ name: `V${index}`, value: 'x' }));
  const volumeMounts = Array.from({ length: 2000 }, (_, index) => ({ name: 'more', mountPath: `/m/${index}` }));
  const extra = { name: 'extra', image: 'registry.example.com/app:1', env, volumeMounts };
  const volumes = [...(pod.spec.volumes ?? []), { name: 'more', emptyDir: {} }];
  return withSpec(pod, { containers: [...pod.spec.containers, extra], volumes });
}

/** Options, status and label are what they were when the Pod was made, whoever asks in which way. */
async function relabelled(server: Cluster, editor: Cluster): Promise<void> {
  const [pods, admins] = [editor, server].map((user) => new ObjectAdmission(user, namespace)) as [
    ObjectAdmission,
    ObjectAdmission,
  ];
  const label = { labels: { [modeLabel]: modeLabelValue } };
  const options = { annotations: optedIn(plainPod('any')).metadata.annotations };
  const status = { annotations: { [statusAnnotation]: '{}' } };
  for (const [what, metadata] of Object.entries({ label, options, status })) {
    await expectAnswers([
      [`${what} put on later`, pods.change('pod', 'plain', { metadata }), 'CAI5406'],
      [`${what} by the status`, admins.changeStatus('plain', { metadata }), 'CAI5406'],
      [`${what} by a Binding`, admins.bind('plain', metadata), 'CAI5406'],
    ]);
  }
  const gone = { metadata: { annotations: { [optionsAnnotation]: null, [statusAnnotation]: null } } };
  await expectAnswers([
    ['the label of a protected Pod', pods.change('pod', 'hollow', { metadata: label }), 'CAI5406'],
    ['another value', pods.change('pod', 'labelled', { metadata: { labels: { [modeLabel]: 'x' } } }), 'CAI5406'],
    ['options removed by the status', admins.changeStatus('hollow', gone), 'CAI5406'],
    ['a Pod that was labelled before lives on', pods.change('pod', 'labelled', { metadata: { labels: { x: 'y' } } })],
    ['a status of the kubelet', admins.changeStatus('hollow', { status: { message: 'x' } })],
    ['a status of the kubelet for a Pod of before', admins.changeStatus('labelled', { status: { message: 'x' } })],
    ['another label by a Binding', admins.bind('plain', { labels: { more: 'x' } })],
    ['a Binding of a protected Pod', admins.bind('hollow', {})],
  ]);
}
