import { isObject, sidecarOrder, type JsonObject } from '../../injection';

// Written again from the promise, with nothing of the code that keeps it.

const list = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const nameOf = ({ name }: JsonObject): string => (typeof name === 'string' ? name : '');

const agent = 'cai-sidecar-attestation-agent';
const hub = 'cai-sidecar-confidential-data-hub';
const tng = 'cai-sidecar-tng';
const cachefs = 'cai-sidecar-cachefs';

/** Which containers may mount a volume, by what it holds. */
const mayMount: Readonly<Record<string, readonly string[]>> = {
  'cai-attestation': [agent, hub, tng],
  'cai-key': [hub, cachefs],
};

function envOf(container: JsonObject | undefined, name: string): string {
  const value = list(container?.env).find((entry) => entry.name === name)?.value;
  // as the kubelet expands it
  return typeof value === 'string' ? value.replaceAll('$$', () => '$') : '';
}

function mountViolations(container: JsonObject, ciphers: readonly string[], isOurs: boolean): string[] {
  const name = nameOf(container);
  const devices = list(container.volumeDevices).filter((device) => ciphers.includes(nameOf(device)));
  const mounts = list(container.volumeMounts).flatMap((mount) => {
    const volume = nameOf(mount);
    const owners = mayMount[volume];
    const told = `${name} mounts ${volume}`;
    if (owners !== undefined) return owners.includes(name) ? [] : [told];
    if (ciphers.includes(volume)) return name === cachefs && mount.readOnly === true ? [] : [told];
    if (!volume.startsWith('cai-plaintext-')) return [];
    if (isOurs) return name === cachefs || name === agent ? [] : [told];
    return mount.readOnly === true && mount.mountPropagation === 'HostToContainer' ? [] : [`${told} in a wrong way`];
  });
  return [...mounts, ...devices.map((device) => `${name} has the device ${nameOf(device)}`)];
}

interface Egress {
  readonly netfilter: { readonly capture_dst: { readonly port: number }; readonly listen_port: number };
  readonly direct_forward?: readonly { readonly http_path: string }[];
}

function portViolations(spec: JsonObject, options: JsonObject): string[] {
  const running = [
    ...list(spec.containers),
    ...list(spec.initContainers).filter((one) => one.restartPolicy === 'Always' && !sidecarOrder.includes(nameOf(one))),
  ];
  const declared = running
    .flatMap(({ ports }) => list(ports))
    .flatMap((port) => ((port.protocol ?? 'TCP') === 'TCP' ? [Number(port.containerPort)] : []));
  const listed = options['tng-http-secure-ports'];
  const wanted = new Set(Array.isArray(listed) ? list(listed).map(({ port }) => Number(port)) : declared);
  const gateway = list(spec.initContainers).find((one) => nameOf(one) === tng);
  if (gateway === undefined) return wanted.size === 0 ? [] : ['ports without TNG'];
  const config = JSON.parse(envOf(gateway, 'CAI_TNG_CONFIG')) as { add_egress: Egress[]; control_interface: unknown };
  const captured = config.add_egress.map(({ netfilter }) => netfilter.capture_dst.port);
  const ours = [
    ...config.add_egress.map(({ netfilter }) => netfilter.listen_port),
    (config.control_interface as { restful: { port: number } }).restful.port,
  ];
  const guarded = envOf(gateway, 'CAI_SECURED_PORTS').split(' ').map(Number);
  const loose = config.add_egress
    .flatMap(({ direct_forward = [] }) => direct_forward.map(({ http_path: path }) => path))
    .filter((path) => !Array.isArray(listed) && !/^\^.*\$$/s.test(path));
  return [
    ...[...wanted].filter((port) => !captured.includes(port)).map((port) => `${port} is not captured`),
    ...[...wanted].filter((port) => !guarded.includes(port)).map((port) => `${port} has no rule`),
    ...ours.filter((port) => declared.includes(port) || wanted.has(port)).map((port) => `${port} collides`),
    ...(new Set(ours).size < ours.length ? ['two listeners on one port'] : []),
    ...loose.map((path) => `${path} is not anchored`),
  ];
}

/** Every way in which an injected Pod breaks what it was promised; none when it is protected. */
export function violations(pod: unknown): string[] {
  const { spec, metadata } = pod as { spec: JsonObject; metadata: { annotations: Record<string, string> } };
  const options = JSON.parse(metadata.annotations['trustiflux.alibaba.com/ack-cai-options'] ?? '') as JsonObject;
  const ciphers = list(spec.volumes)
    .filter(({ persistentVolumeClaim: claim }) => isObject(claim) && claim.claimName === options['cipher-text-volume'])
    .map(nameOf);
  const init = list(spec.initContainers).map(nameOf);
  const sidecars = sidecarOrder.filter((name) => init.includes(name));
  const applications = [...list(spec.containers), ...list(spec.ephemeralContainers)];
  const readers = [...applications, ...list(spec.initContainers)]
    .filter((one) => !sidecarOrder.includes(nameOf(one)))
    .flatMap(({ volumeMounts }) => list(volumeMounts).map(nameOf))
    .filter((name) => name.startsWith('cai-plaintext-'));
  return [
    ...(init.slice(0, sidecars.length).join() === sidecars.join() ? [] : ['the sidecars are not first']),
    ...[agent, hub, cachefs].filter((name) => !sidecars.includes(name)).map((name) => `${name} is missing`),
    ...applications
      .filter((one) => sidecarOrder.includes(nameOf(one)))
      .map((one) => `${nameOf(one)} is an application`),
    ...sidecars.filter((name) => init.indexOf(name) !== init.lastIndexOf(name)).map((name) => `${name} is there twice`),
    ...(ciphers.length === 0 ? ['no encrypted volume'] : []),
    ...(readers.length === 0 ? ['nobody reads the model'] : []),
    ...['hostNetwork', 'hostPID', 'shareProcessNamespace'].filter((field) => spec[field] === true),
    ...[...applications, ...list(spec.initContainers)].flatMap((container) =>
      mountViolations(container, ciphers, sidecarOrder.includes(nameOf(container))),
    ),
    ...portViolations(spec, options),
  ];
}
