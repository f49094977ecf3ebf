import type { Container, Json, JsonObject } from '../../../injection/json/json-object';
import { kubernetesExpansion } from '../../support/kubernetes-expansion';

/** A container of a Pod, with the volumes and the network that it has on the node. */
export interface RunRequest {
  /** As Kubernetes has it. */
  readonly container: Container;
  /** Folder with the files of the image. */
  readonly root: string;
  /** Folders by the name of the volume. */
  readonly volumes: Readonly<Record<string, string>>;
  /** Network namespace of the Pod. */
  readonly network: string;
}

/** What a container has for itself. */
export interface RunPlace {
  readonly rootfs: string;
  /** Control group. */
  readonly cgroup: string;
}

const allCapabilities = (
  'AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER ' +
  'KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW SETFCAP ' +
  'SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO ' +
  'SYS_TIME SYS_TTY_CONFIG WAKE_ALARM'
).split(' ');

interface SecurityContext {
  readonly privileged?: boolean;
  readonly runAsUser?: number;
  readonly capabilities?: { readonly add?: readonly string[] };
}

interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly mountPropagation?: string;
}

interface EnvEntry {
  readonly name: string;
  readonly value: string;
}

const fuse = { path: '/dev/fuse', type: 'c', major: 10, minor: 229, fileMode: 0o666, uid: 0, gid: 0 };

function volumeMount({ name, mountPath, readOnly, mountPropagation }: VolumeMount, request: RunRequest): JsonObject {
  const source = request.volumes[name];
  if (source === undefined) throw new Error(`there is no volume ${name}`);
  const propagation = { Bidirectional: 'rshared', HostToContainer: 'rslave' }[mountPropagation ?? ''] ?? 'rprivate';
  return {
    destination: mountPath,
    type: 'bind',
    source,
    options: ['rbind', propagation, readOnly === true ? 'ro' : 'rw'],
  };
}

// as containerd does it
function rootPropagation(mounts: readonly VolumeMount[]): JsonObject {
  const wanted = mounts.map(({ mountPropagation }) => mountPropagation);
  if (wanted.includes('Bidirectional')) return { rootfsPropagation: 'rshared' };
  return wanted.includes('HostToContainer') ? { rootfsPropagation: 'rslave' } : {};
}

// services of systemd and containerd have none as a rule, and containers inherit that
const unlimitedCore = 2 ** 50;

/** The configuration of runc for a container, made as the kubelet and containerd make it. */
export function ociConfiguration(request: RunRequest, place: RunPlace): JsonObject {
  const { container } = request;
  const mounts = (container['volumeMounts'] ?? []) as unknown as VolumeMount[];
  const { privileged, runAsUser = 0, capabilities } = (container['securityContext'] ?? {}) as SecurityContext;
  const granted = (privileged === true ? allCapabilities : (capabilities?.add ?? [])).map((name) => `CAP_${name}`);
  const variables = new Map<string, string>();
  for (const { name, value } of (container['env'] ?? []) as unknown as EnvEntry[]) {
    variables.set(name, kubernetesExpansion(value, variables));
  }
  const command = (container['command'] as string[]).map((text) => kubernetesExpansion(text, variables));
  return {
    ociVersion: '1.0.2',
    hostname: 'pod',
    root: { path: place.rootfs },
    process: {
      user: { uid: runAsUser, gid: runAsUser },
      args: command,
      env: [
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        ...[...variables].map((e) => e.join('=')),
      ],
      cwd: '/',
      capabilities: { bounding: granted, effective: granted, permitted: granted },
      noNewPrivileges: privileged !== true,
      rlimits: [{ type: 'RLIMIT_CORE', soft: unlimitedCore, hard: unlimitedCore }],
    },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755', 'size=65536k'] },
      ...mounts.map((mount) => volumeMount(mount, request)),
    ] as Json,
    linux: {
      ...rootPropagation(mounts),
      cgroupsPath: place.cgroup,
      devices: privileged === true ? [fuse] : [],
      resources: { devices: [{ allow: true, access: 'rwm' }] },
      namespaces: [
        { type: 'mount' },
        { type: 'pid' },
        { type: 'ipc' },
        { type: 'uts' },
        { type: 'network', path: request.network },
      ],
    },
  };
}
