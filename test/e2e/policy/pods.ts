import { admitPod, defaultTemplates, optionsAnnotation, statusAnnotation } from '../../../injection';

type Container = Record<string, unknown> & { readonly name: string };

/** As much of a Pod as these scenes change. */
export interface PodManifest {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  };
}

const image = 'registry.example.com/app:1';
const options = {
  'cipher-text-volume': 'pvc-oss',
  'model-decryption-key-id': 'kbs:///default/aliyun/key',
  'trustee-address': 'https://203.0.113.10:8081/api',
};

/** A Pod that reads a claim and has nothing to do with us. */
export function plainPod(name: string): PodManifest {
  const mount = { name: 'model', mountPath: '/models', readOnly: true };
  const container = { name: 'app', image, ports: [{ containerPort: 8080 }], volumeMounts: [mount] };
  const volumes = [{ name: 'model', persistentVolumeClaim: { claimName: 'pvc-oss' } }];
  return { ...{ apiVersion: 'v1', kind: 'Pod' }, metadata: { name }, spec: { containers: [container], volumes } };
}

/** The Pod with options. */
export function optedIn(pod: PodManifest, more: Readonly<Record<string, unknown>> = {}): PodManifest {
  const annotations = { [optionsAnnotation]: JSON.stringify({ ...options, ...more }) };
  return { ...pod, metadata: { ...pod.metadata, annotations } };
}

/** A Pod as the webhook makes it. */
export function injectedPod(name: string, more: Readonly<Record<string, unknown>> = {}): PodManifest {
  const { decision, pod, problems } = admitPod(optedIn(plainPod(name), more), defaultTemplates);
  if (decision !== 'injected') throw new Error(problems.map(({ message }) => message).join('\n'));
  return pod as PodManifest;
}

/** The Pod with the status of an injection, and nothing else of it. */
export function withStatus(pod: PodManifest): PodManifest {
  const status = injectedPod('any').metadata.annotations?.[statusAnnotation] ?? '';
  return { ...pod, metadata: { ...pod.metadata, annotations: { [statusAnnotation]: status } } };
}

/** The Pod with one more container, which may mount a volume. */
export function withContainer(pod: PodManifest, name: string, volume?: string): PodManifest {
  const volumeMounts = volume === undefined ? [] : [{ name: volume, mountPath: '/stolen' }];
  return { ...pod, spec: { ...pod.spec, containers: [...pod.spec.containers, { name, image, volumeMounts }] } };
}

export function withVolume(pod: PodManifest, name: string): PodManifest {
  return { ...pod, spec: { ...pod.spec, volumes: [...(pod.spec.volumes ?? []), { name, emptyDir: {} }] } };
}

/** The Pod with an init container before all others. */
export function withEarlyContainer(pod: PodManifest): PodManifest {
  return {
    ...pod,
    spec: { ...pod.spec, initContainers: [{ name: 'early', image }, ...(pod.spec.initContainers ?? [])] },
  };
}

/** The Pod whose first sidecar is an init container like any other. */
export function withMortalSidecar(pod: PodManifest): PodManifest {
  const [first, ...rest] = pod.spec.initContainers ?? [];
  const kept = Object.entries(first ?? {}).filter(([key]) => !/^(restartPolicy|lifecycle|.*Probe)$/.test(key));
  const mortal = Object.fromEntries(kept) as Container;
  return { ...pod, spec: { ...pod.spec, initContainers: [mortal, ...rest] } };
}

/** A container to be added to a Pod that runs. */
export function debugContainer(name: string, more: Readonly<Record<string, unknown>> = {}): Container {
  return { name, image, ...more };
}

type Change = (sidecar: Container) => Container;

/** The Pod with one of its sidecars changed. */
export function withSidecar(pod: PodManifest, name: string, change: Change): PodManifest {
  const initContainers = (pod.spec.initContainers ?? []).map((one) => (one.name === name ? change(one) : one));
  return { ...pod, spec: { ...pod.spec, initContainers } };
}

/** The Pod with the names of the sidecars on containers that do nothing. */
export function hollowed(pod: PodManifest): PodManifest {
  const hollow = ({ name }: Container): Container => ({
    name,
    restartPolicy: 'Always',
    image: 'registry.example.com/pause',
  });
  return { ...pod, spec: { ...pod.spec, initContainers: (pod.spec.initContainers ?? []).map(hollow) } };
}

/** The sidecar without a variable, or without its mounts of a volume. */
export function without(what: 'env' | 'volumeMounts', name: string): Change {
  return (sidecar) => ({
    ...sidecar,
    [what]: (sidecar[what] as readonly { readonly name: string }[]).filter((one) => one.name !== name),
  });
}

/** The Pod with other sources for one of its volumes. */
export function withSource(pod: PodManifest, name: string, source: Readonly<Record<string, unknown>>): PodManifest {
  const volumes = (pod.spec.volumes ?? []).map((volume) => (volume.name === name ? { name, ...source } : volume));
  return { ...pod, spec: { ...pod.spec, volumes } };
}

/** The Pod with one more container that has this mount. */
export function withMount(pod: PodManifest, mount: Readonly<Record<string, unknown>>): PodManifest {
  const extra = { name: 'extra', image, volumeMounts: [{ mountPath: '/extra', ...mount }] };
  return { ...pod, spec: { ...pod.spec, containers: [...pod.spec.containers, extra] } };
}

export function withLabels(pod: PodManifest, labels: Readonly<Record<string, string>>): PodManifest {
  return { ...pod, metadata: { ...pod.metadata, labels } };
}

export function withSpec(pod: PodManifest, more: Readonly<Record<string, unknown>>): PodManifest {
  return { ...pod, spec: { ...pod.spec, ...more } };
}

/** The Pod with files of the node as a volume, which nothing mounts. */
export function withHostPath(pod: PodManifest): PodManifest {
  return withSpec(pod, { volumes: [...(pod.spec.volumes ?? []), { name: 'node', hostPath: { path: '/etc' } }] });
}
