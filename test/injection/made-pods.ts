import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { admitPod, checkWorkload, defaultTemplates } from '../../injection';

/** JSON that a test changes as it likes. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

export const podsFolder = join(__dirname, 'pods');

/** The object in a file of the folder. */
export function readPodFile(name: string): Loose {
  return parse(readFileSync(join(podsFolder, `${name}.yaml`), 'utf8'));
}

/** A Pod of the folder, injected, as a copy of its own. */
export function injectedPod(name: string): Loose {
  const { decision, pod } = admitPod(readPodFile(name), defaultTemplates);
  if (decision !== 'injected') throw new Error(`${name} is ${decision}`);
  return structuredClone(pod);
}

const statusKey = 'trustiflux.alibaba.com/cai-status';

function changed(name: string, change: (pod: Loose) => void): Loose {
  const pod = injectedPod(name);
  change(pod);
  return pod;
}

function changeStatus(pod: Loose, change: (status: Loose) => void): void {
  const status = JSON.parse(pod.metadata.annotations[statusKey]);
  change(status);
  pod.metadata.annotations[statusKey] = JSON.stringify(status);
}

const foreignInit = (): Loose => ({ name: 'istio-init', image: 'registry.example.com/istio:1' });
const tokenMount = (): Loose => ({
  name: 'kube-api-access-x7k2p',
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
});

function asPluginsLeaveIt(pod: Loose): void {
  pod.spec.volumes.push({ name: 'kube-api-access-x7k2p', projected: { defaultMode: 420, sources: [] } });
  for (const container of [...pod.spec.initContainers, ...pod.spec.containers]) {
    container.imagePullPolicy = 'Always';
    container.resources = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } };
    container.volumeMounts.push(tokenMount());
  }
}

function withPorts(count: number): Loose {
  const pod = readPodFile('minimal');
  pod.spec.containers[0].ports = Array.from({ length: count }, (_, index) => ({ containerPort: index + 1 }));
  return pod;
}

function withoutFreePorts(): Loose {
  const pod = withPorts(65_535);
  const options = JSON.parse(pod.metadata.annotations['trustiflux.alibaba.com/ack-cai-options']);
  options['tng-http-secure-ports'] = [{ port: 8080 }];
  pod.metadata.annotations['trustiflux.alibaba.com/ack-cai-options'] = JSON.stringify(options);
  return pod;
}

function withEnv(count: number): Loose {
  const pod = readPodFile('seed-document');
  pod.spec.containers[0].env = Array.from({ length: count }, (_, index) => ({
    name: `VARIABLE_${index}`,
    value: `value ${index}`,
  }));
  return pod;
}

function debugging(container: Loose): Loose {
  return changed('seed-document', (pod) => {
    pod.spec.ephemeralContainers = [{ name: 'debug', image: 'registry.example.com/debug:1', ...container }];
  });
}

/** Inputs that are made of others, because they hold what injection made, or are too long for a file. */
export const madePods: Readonly<Record<string, () => unknown>> = {
  'env-1500': () => withEnv(1500),
  'denied-too-many-ports': () => withPorts(65),
  'denied-no-free-port': withoutFreePorts,
  reinjected: () => injectedPod('seed-document'),
  'reinjected-after-plugins': () => changed('seed-document', asPluginsLeaveIt),
  'reinjected-two-volumes': () => injectedPod('two-volumes-one-claim'),
  'reinjected-foreign-init-container': () =>
    changed('init-containers', (pod) => pod.spec.initContainers.unshift(foreignInit())),
  'reinjected-foreign-volume': () =>
    changed('seed-document', (pod) => pod.spec.volumes.push({ name: 'certs', emptyDir: {} })),
  'reinjected-new-mount': () =>
    changed('seed-document', (pod) => {
      const mount = { name: 'model', mountPath: '/models' };
      pod.spec.containers.push({ name: 'late', image: 'registry.example.com/late:1', volumeMounts: [mount] });
    }),
  'reinjected-changed-sidecar': () =>
    changed('seed-document', (pod) => {
      pod.spec.initContainers[1].image = 'registry.example.com/mine:1';
      pod.spec.initContainers[1].env.push({ name: 'LD_PRELOAD', value: '/mine.so' });
      pod.spec.initContainers[3].volumeMounts.push({ ...tokenMount(), name: 'model' });
      pod.spec.volumes.find(({ name }: Loose) => name === 'cai-key').emptyDir = {};
    }),
  'reinjected-changed-mount': () =>
    changed('seed-document', (pod) => {
      pod.spec.containers[0].volumeMounts = [{ name: 'cai-plaintext-0', mountPath: '/models' }];
    }),
  'reinjected-new-port': () =>
    changed('several-ports', (pod) => pod.spec.containers[0].ports.push({ containerPort: 41001 })),
  'forged-without-status': () =>
    changed('seed-document', (pod) => {
      Reflect.deleteProperty(pod.metadata.annotations, statusKey);
    }),
  'forged-sidecar-missing': () => changed('seed-document', (pod) => pod.spec.initContainers.pop()),
  'forged-sidecar-twice': () =>
    changed('seed-document', (pod) => pod.spec.initContainers.push(pod.spec.initContainers[0])),
  'forged-sidecar-untold': () =>
    changed('seed-document', (pod) => {
      changeStatus(pod, (status) => status.sidecars.splice(2, 1));
    }),
  'forged-sidecar-as-application': () =>
    changed('no-secured-port', (pod) =>
      pod.spec.containers.push({ name: 'cai-sidecar-tng', image: 'registry.example.com/mine:1' }),
    ),
  'forged-volume-untold': () =>
    changed('seed-document', (pod) => pod.spec.volumes.push({ name: 'cai-plaintext-1', emptyDir: {} })),
  'forged-volume-missing': () => changed('seed-document', (pod) => pod.spec.volumes.pop()),
  'forged-plaintext-of-other-volume': () =>
    changed('other-claims', (pod) => {
      changeStatus(pod, (status) => (status.plaintext['cai-plaintext-0'] = 'cache'));
    }),
  'forged-plaintext-of-key': () =>
    changed('other-claims', (pod) => {
      changeStatus(pod, (status) => (status.plaintext['cai-plaintext-0'] = 'cai-key'));
    }),
  'forged-key-mount': () =>
    changed('seed-document', (pod) =>
      pod.spec.containers[0].volumeMounts.push({ name: 'cai-key', mountPath: '/key', readOnly: true }),
    ),
  'deployment-injected': () => checkWorkload(readPodFile('deployment'), defaultTemplates).object,
  'ephemeral-mount': () => debugging({ volumeMounts: [{ name: 'model', mountPath: '/models' }] }),
  'ephemeral-plaintext-mount': () => debugging({ volumeMounts: [{ name: 'cai-plaintext-0', mountPath: '/models' }] }),
  'ephemeral-without-mount': () => debugging({ targetContainerName: 'inference-service' }),
  'ephemeral-strong': () => debugging({ securityContext: { privileged: true } }),
  'ephemeral-denied': () =>
    debugging({
      targetContainerName: 'cai-sidecar-cachefs',
      volumeDevices: [{ name: 'model', devicePath: '/dev/model' }],
      volumeMounts: [
        { name: 'cai-key', mountPath: '/key' },
        { name: 'cai-attestation', mountPath: '/aa' },
      ],
    }),
  'ephemeral-denied-name': () => debugging({ name: 'cai-sidecar-tng' }),
  'ephemeral-denied-block-device': () => debugging({ volumeDevices: [{ name: 'model', devicePath: '/dev/model' }] }),
  'ephemeral-denied-key-mount': () => debugging({ volumeMounts: [{ name: 'cai-key', mountPath: '/key' }] }),
  'ephemeral-denied-malformed': () => debugging({ volumeMounts: 'model' }),
  'verified-injected': () => injectedPod('seed-document'),
  'verified-after-plugins': () => changed('seed-document', asPluginsLeaveIt),
  'verified-not-injected': () => readPodFile('seed-document'),
  'verified-changed-sidecar': () =>
    changed('seed-document', (pod) => {
      pod.spec.initContainers[0].image = 'registry.example.com/mine:1';
    }),
  'verified-bystander': () => readPodFile('bystander'),
};
