import type { Pointer, Problem } from '../../problems';
import { listAt, namedAt, objectAt, textAt, type JsonObject } from '../json/json-object';
import * as problems from './pod-problems';
import type { Application } from './pod-reading';

/** Capabilities with which a container can remove firewall rules, or reach the memory or the volumes of others. */
const strongCapabilities = [
  'ALL',
  'NET_ADMIN',
  'SYS_ADMIN',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'SYS_BOOT',
  'BPF',
  'PERFMON',
  'CHECKPOINT_RESTORE',
  // opens files of any file system of the node by their handles
  'DAC_READ_SEARCH',
];

/** Runtimes take a name in any case, and some of them with the kernel's prefix. */
function capabilityOf(name: string): string {
  return name.toUpperCase().replace(/^CAP_/u, '');
}

function powerOf({ container }: Application): string | undefined {
  const context = objectAt(container, 'securityContext');
  if (context?.privileged === true) return 'all privileges';
  const added = listAt(objectAt(context, 'capabilities'), 'add').map((name) =>
    typeof name === 'string' ? capabilityOf(name) : '',
  );
  const strong = strongCapabilities.filter((name) => added.includes(name));
  return strong.length === 0 ? undefined : `the capability ${strong.join(', ')}`;
}

/** Warns of containers that are as strong as the sidecars. */
export function checkPowers(applications: readonly Application[], findings: Problem[]): void {
  for (const application of applications) {
    const power = powerOf(application);
    if (power === undefined) continue;
    const { pointer, container } = application;
    findings.push(problems.powerfulContainer.at(`${pointer}/securityContext`, { container: container.name, power }));
  }
}

// Volumes of Pods, processes, which show theirs, and what starts containers or programs of the node: sockets, state, manifests,
// files of the kernel. Through links in logs the kubelet reads whatever they lead to.
const openFolders = [
  '/var/lib/kubelet',
  '/proc',
  '/run/containerd',
  '/run/crio',
  '/run/docker.sock',
  '/run/docker',
  '/run/cri-dockerd.sock',
  '/run/podman',
  '/run/k3s',
  '/run/runc',
  '/run/systemd',
  '/run/dbus',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/docker',
  '/var/lib/rancher',
  '/var/lib/k0s',
  '/etc/kubernetes',
  '/etc/systemd',
  '/etc/cron.d',
  '/sys/kernel',
  '/sys/fs/cgroup',
  '/var/log/pods',
  '/run/nri',
].map(foldersOf);

// wherever an installation puts it
const runtimeSocket = /^(containerd|crio|cri-dockerd|docker|dockershim|podman|buildkitd|nri)[^/]*\.sock$/u;

/** The folders of an absolute path as a runtime goes through them. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') folders.pop();
    else if (part !== '' && part !== '.') folders.push(part);
    // a link on every Linux of today
    if (folders.length === 2 && folders[0] === 'var' && folders[1] === 'run') folders.splice(0, 2, 'run');
  }
  return folders;
}

/** Whether a path is one of the open folders, lies in it, or holds it; or is the socket of a runtime. */
function opensNode(path: string): boolean {
  const folders = foldersOf(path);
  if (runtimeSocket.test(folders.at(-1) ?? '')) return true;
  return openFolders.some((open) => open.every((part, depth) => (folders[depth] ?? part) === part));
}

/** Warns of volumes through which a container may see the volumes of all Pods on the node, the key among them. */
export function checkHostPaths(spec: JsonObject, base: Pointer, findings: Problem[]): void {
  for (const [index, volume] of namedAt(spec, 'volumes').entries()) {
    const path = textAt(objectAt(volume, 'hostPath'), 'path');
    if (path === undefined || !opensNode(path)) continue;
    findings.push(problems.hostPath.at(`${base}/spec/volumes/${index}/hostPath`, { volume: volume.name, path }));
  }
}
