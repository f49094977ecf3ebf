import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { admitPod, checkWorkload, defaultTemplates } from '../../injection';

/** A container or volume that a test changes as it likes. */
export interface LooseItem {
  name: string;
  [field: string]: unknown;
}

/** A container that a test changes as it likes. */
export interface LooseContainer extends LooseItem {
  env: LooseItem[];
  ports: Record<string, unknown>[];
  volumeMounts: LooseItem[];
}

/** A Pod that a test changes as it likes; only what its file has is there. */
export interface LoosePod {
  metadata: { annotations: Record<string, string> };
  spec: {
    initContainers: LooseContainer[];
    containers: LooseContainer[];
    ephemeralContainers: LooseItem[];
    volumes: LooseItem[];
  };
}

export const podsFolder = join(__dirname, 'pods');

/** The object in a file of the folder, as a copy of its own. */
export function readPodFile(name: string): LoosePod {
  return parse(readFileSync(join(podsFolder, `${name}.yaml`), 'utf8')) as LoosePod;
}

/** A Pod of the folder, injected, as a copy of its own. */
export function injectedPod(name: string): LoosePod {
  const { decision, pod } = admitPod(readPodFile(name), defaultTemplates);
  if (decision !== 'injected') throw new Error(`${name} is ${decision}`);
  return structuredClone(pod) as LoosePod;
}

const statusKey = 'trustiflux.alibaba.com/cai-status';

function changed(name: string, change: (pod: LoosePod) => void): LoosePod {
  const pod = injectedPod(name);
  change(pod);
  return pod;
}

function changeStatus(pod: LoosePod, fields: Record<string, unknown>): void {
  const status = JSON.parse(pod.metadata.annotations[statusKey] ?? '') as object;
  pod.metadata.annotations[statusKey] = JSON.stringify({ ...status, ...fields });
}

function find<T extends LooseItem>(items: T[], name: string): T {
  const item = items.find((one) => one.name === name);
  if (item === undefined) throw new Error(`${name} is not there`);
  return item;
}

function container(fields: Partial<LooseContainer>): LooseContainer {
  return { name: 'late', image: 'registry.example.com/late:1', env: [], ports: [], volumeMounts: [], ...fields };
}

const application = ({ spec }: LoosePod): LooseContainer => find(spec.containers, 'inference-service');
const sidecar = ({ spec }: LoosePod, name: string): LooseContainer => find(spec.initContainers, `cai-sidecar-${name}`);
const tokenMount = (): LooseItem => ({
  name: 'kube-api-access-x7k2p',
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
});

function asPluginsLeaveIt({ spec }: LoosePod): void {
  spec.volumes.push({ name: 'kube-api-access-x7k2p', projected: { defaultMode: 420, sources: [] } });
  for (const one of [...spec.initContainers, ...spec.containers]) {
    one.imagePullPolicy = 'Always';
    one.resources = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } };
    one.volumeMounts.push(tokenMount());
  }
}

const optionsKey = 'trustiflux.alibaba.com/ack-cai-options';

function withPorts(count: number, options: object = {}): LoosePod {
  const pod = readPodFile('minimal');
  const ports = Array.from({ length: count }, (_, index) => ({ containerPort: index + 1 }));
  find(pod.spec.containers, 'main').ports = ports;
  const written = JSON.parse(pod.metadata.annotations[optionsKey] ?? '') as object;
  pod.metadata.annotations[optionsKey] = JSON.stringify({ ...written, ...options });
  return pod;
}

/** The Pod of the seed document with as many environment variables. */
export function withEnv(count: number): LoosePod {
  const pod = readPodFile('seed-document');
  application(pod).env = Array.from({ length: count }, (_, index) => ({
    name: `VARIABLE_${index}`,
    value: `value ${index}`,
  }));
  return pod;
}

function debugging(fields: Record<string, unknown>): LoosePod {
  const debug = { name: 'debug', image: 'registry.example.com/debug:1', ...fields };
  return changed('seed-document', ({ spec }) => (spec.ephemeralContainers = [debug]));
}

const keyMount = { name: 'cai-key', mountPath: '/key', readOnly: true };

/** A Pod with so many containers more, each with so many mounts, and so many volumes, which may all use the claim. */
function withMany(many: { containers: number; volumes: number; mounts: number; claim?: string }): LoosePod {
  const pod = readPodFile('seed-document');
  const source = many.claim === undefined ? { emptyDir: {} } : { persistentVolumeClaim: { claimName: many.claim } };
  for (let index = 0; index < many.volumes; index++) pod.spec.volumes.push({ name: `many-${index}`, ...source });
  for (let index = 0; index < many.containers; index++) {
    const volumeMounts = Array.from({ length: many.mounts }, (_, count) => ({
      name: `many-${count % many.volumes}`,
      mountPath: `/m/${count}`,
    }));
    pod.spec.containers.push(container({ name: `many-${index}`, volumeMounts }));
  }
  return pod;
}

const tooLongForFiles: Readonly<Record<string, () => unknown>> = {
  'env-1500': () => withEnv(1500),
  'denied-too-many-ports': () => withPorts(65),
  'denied-too-large-ports': () => withPorts(1_001, { 'tng-http-secure-ports': [{ port: 8080 }] }),
  'denied-too-large-lists': () => withMany({ containers: 200, volumes: 1_001, mounts: 10 }),
  'denied-too-large-mounts': () => withMany({ containers: 20, volumes: 2, mounts: 100 }),
  'denied-too-large-metadata': () => {
    const { metadata, ...pod } = readPodFile('seed-document');
    const labels = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`label-${index}`, '']));
    const annotations = { ...metadata.annotations, large: 'x'.repeat(262_144) };
    return { ...pod, metadata: { ...metadata, labels, annotations } };
  },
  'denied-too-large-claims': () => withMany({ containers: 1, volumes: 40, mounts: 40, claim: 'pvc-oss' }),
  'denied-too-large-paths': () => {
    const pod = readPodFile('seed-document');
    const httpGet = { port: 8080, path: `/${'.'.repeat(40_000)}` };
    for (const one of pod.spec.containers) one.readinessProbe = { httpGet };
    return pod;
  },
  'all-mounts-of-the-model': () => withMany({ containers: 4, volumes: 1, mounts: 40, claim: 'pvc-oss' }),
};

/** As other webhooks and plugins, or a user, can leave a Pod that was injected. */
const injectedBefore: Readonly<Record<string, () => unknown>> = {
  reinjected: () => injectedPod('seed-document'),
  'reinjected-two-volumes': () => injectedPod('two-volumes-one-claim'),
  'reinjected-after-plugins': () => changed('seed-document', asPluginsLeaveIt),
  'reinjected-foreign-init-container': () =>
    changed('init-containers', ({ spec }) => spec.initContainers.unshift(container({ name: 'istio-init' }))),
  'reinjected-foreign-volume': () =>
    changed('seed-document', ({ spec }) => spec.volumes.push({ name: 'certs', emptyDir: {} })),
  'reinjected-new-mount': () =>
    changed('seed-document', ({ spec }) =>
      spec.containers.push(container({ volumeMounts: [{ name: 'model', mountPath: '/models' }] })),
    ),
  'reinjected-new-volume': () =>
    changed('seed-document', ({ spec }) => {
      spec.volumes.unshift({ name: 'before', persistentVolumeClaim: { claimName: 'pvc-oss' } });
      spec.containers.push(container({ volumeMounts: [{ name: 'before', mountPath: '/models', readOnly: true }] }));
    }),
  'reinjected-changed-sidecars': () =>
    changed('seed-document', (pod) => {
      const hub = sidecar(pod, 'confidential-data-hub');
      hub.image = 'registry.example.com/mine:1';
      hub.env.push({ name: 'LD_PRELOAD', value: '/mine.so' });
      sidecar(pod, 'cachefs').volumeMounts.push({ ...tokenMount(), name: 'model' });
      find(pod.spec.volumes, 'cai-key').emptyDir = {};
    }),
  // no creation has one, but `cai inject` may be given a Pod from a cluster
  'reinjected-ephemeral-container': () => debugging({ volumeMounts: [{ name: 'model', mountPath: '/models' }] }),
  'reinjected-changed-mount': () =>
    changed('seed-document', (pod) => {
      application(pod).volumeMounts = [{ name: 'cai-plaintext-0', mountPath: '/models' }];
    }),
  'reinjected-new-port': () =>
    changed('several-ports', ({ spec }) => find(spec.containers, 'main').ports.push({ containerPort: 41001 })),
  'deployment-injected': () => checkWorkload(readPodFile('deployment'), defaultTemplates).object,
};

const forged: Readonly<Record<string, () => unknown>> = {
  'forged-without-status': () =>
    changed('seed-document', ({ metadata }) => Reflect.deleteProperty(metadata.annotations, statusKey)),
  'forged-sidecar-missing': () => changed('seed-document', ({ spec }) => spec.initContainers.pop()),
  'forged-sidecar-twice': () =>
    changed('seed-document', (pod) => pod.spec.initContainers.push(sidecar(pod, 'attestation-agent'))),
  'forged-sidecar-untold': () =>
    changed('seed-document', (pod) => {
      const names = ['attestation-agent', 'confidential-data-hub', 'cachefs'];
      changeStatus(pod, { sidecars: names.map((name) => `cai-sidecar-${name}`) });
    }),
  'forged-sidecars-reordered': () =>
    changed('seed-document', (pod) => {
      changeStatus(pod, { sidecars: pod.spec.initContainers.map(({ name }) => name).reverse() });
    }),
  'forged-sidecar-of-the-future': () =>
    changed('seed-document', ({ spec }) => spec.containers.push(container({ name: 'cai-sidecar-next' }))),
  'forged-sidecar-as-application': () =>
    changed('no-secured-port', ({ spec }) => spec.containers.push(container({ name: 'cai-sidecar-tng' }))),
  'forged-status-without-lists': () =>
    changed('seed-document', (pod) => {
      changeStatus(pod, { volumes: 'cai-key' });
    }),
  'forged-volume-untold': () =>
    changed('seed-document', ({ spec }) => spec.volumes.push({ name: 'cai-plaintext-1', emptyDir: {} })),
  'forged-volume-missing': () => changed('seed-document', ({ spec }) => spec.volumes.pop()),
  'forged-plaintext-of-other-volume': () =>
    changed('other-claims', (pod) => {
      changeStatus(pod, { plaintext: { 'cai-plaintext-0': 'cache' } });
    }),
  'forged-plaintext-of-key': () =>
    changed('other-claims', (pod) => {
      changeStatus(pod, { plaintext: { 'cai-plaintext-0': 'cai-key' } });
    }),
  'forged-key-mount': () => changed('seed-document', (pod) => application(pod).volumeMounts.push({ ...keyMount })),
};

const verified: Readonly<Record<string, () => unknown>> = {
  'verified-injected': () => injectedPod('seed-document'),
  'verified-after-plugins': () => changed('seed-document', asPluginsLeaveIt),
  'verified-not-injected': () => readPodFile('seed-document'),
  'verified-changed-sidecar': () =>
    changed('seed-document', (pod) => {
      sidecar(pod, 'attestation-agent').image = 'registry.example.com/mine:1';
    }),
  'verified-bystander': () => readPodFile('bystander'),
};

/** Inputs that are made of others, because they hold what injection made, or are too long for a file. */
export const madePods = { ...tooLongForFiles, ...injectedBefore, ...forged, ...verified };
