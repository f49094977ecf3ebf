import { type DetailedKind, type NoDetails, type Pointer, pointerStep, type Problem } from '../../problems';
import { listAt, namedAt, objectAt, textAt, type JsonObject } from '../json/json-object';
import * as problems from './pod-problems';
import { containerLists, type Application, type PodReading } from './pod-reading';
import { isOurVolumeName, isSidecarName } from './reserved-names';

const mirrorAnnotation = 'kubernetes.io/config.mirror';
const mirrorPointer = '/metadata/annotations/kubernetes.io~1config.mirror';

/** Fields of the spec that take away what the protection stands on, with the value that does so. */
const refusedFields: readonly (readonly [string, boolean, DetailedKind<NoDetails>])[] = [
  ['hostNetwork', true, problems.hostNetwork],
  ['hostPID', true, problems.sharedProcesses],
  ['shareProcessNamespace', true, problems.sharedProcesses],
  ['hostUsers', false, problems.userNamespace],
  ['hostIPC', true, problems.hostIpc],
];

/** Whether volumes of Pods lie there: the folder of the kubelet, what is in it, what it is in; processes, which show theirs. */
function showsVolumes(path: string): boolean {
  const folders = path.split('/').filter((part) => part !== '' && part !== '.');
  const kubelet = ['var', 'lib', 'kubelet'];
  return folders[0] === 'proc' || kubelet.every((part, depth) => (folders[depth] ?? part) === part);
}

/** Labels of nodes, each with its step in a JSON pointer, that say which system a Pod needs. */
const osLabels = ['kubernetes.io/os', 'beta.kubernetes.io/os'].map((label) => [label, pointerStep(label)] as const);

function checkSystem(spec: JsonObject, base: Pointer, findings: Problem[]): void {
  const check = (pointer: Pointer, value: string | undefined): void => {
    if (value === 'windows') findings.push(problems.windowsPod.at(`${base}/spec${pointer}`, { value }));
  };
  check('/os/name', textAt(objectAt(spec, 'os'), 'name'));
  const selector = objectAt(spec, 'nodeSelector');
  for (const [label, step] of osLabels) check(`/nodeSelector${step}`, textAt(selector, label));
}

/** Capabilities with which a container can remove firewall rules, or reach the volumes of others. */
const strongCapabilities = ['ALL', 'NET_ADMIN', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'SYS_RAWIO', 'BPF'];

function powerOf({ container }: Application): string | undefined {
  const context = objectAt(container, 'securityContext');
  if (context?.privileged === true) return 'all privileges';
  const added = listAt(objectAt(context, 'capabilities'), 'add').map((name) =>
    typeof name === 'string' ? name.replace(/^CAP_/u, '') : '',
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

/** Warns of volumes through which a container may see the volumes of all Pods on the node, the key among them. */
function checkHostPaths(spec: JsonObject, base: Pointer, findings: Problem[]): void {
  for (const [index, volume] of namedAt(spec, 'volumes').entries()) {
    const path = textAt(objectAt(volume, 'hostPath'), 'path');
    if (path === undefined || !showsVolumes(path)) continue;
    findings.push(problems.hostPath.at(`${base}/spec/volumes/${index}/hostPath`, { volume: volume.name, path }));
  }
}

/** Finds mounts of our volumes that no injection made. */
export function checkMounts(reading: PodReading, applications: readonly Application[], findings: Problem[]): void {
  const encrypted = reading.status?.plaintext ?? new Map<string, string>();
  for (const { container, pointer } of applications) {
    for (const [index, { name }] of namedAt(container, 'volumeMounts').entries()) {
      if (!isOurVolumeName(name) || encrypted.has(name)) continue;
      findings.push(
        problems.reservedMount.at(`${pointer}/volumeMounts/${index}`, { container: container.name, volume: name }),
      );
    }
  }
}

/** Finds containers and volumes that bear our names in a Pod that was never injected. */
export function checkNames(pod: JsonObject, base: Pointer, findings: Problem[]): void {
  const spec = objectAt(pod, 'spec');
  for (const list of containerLists) {
    for (const [index, { name }] of namedAt(spec, list).entries()) {
      if (!isSidecarName(name)) continue;
      findings.push(problems.reservedName.at(`${base}/spec/${list}/${index}/name`, { what: 'container', name }));
    }
  }
  for (const [index, { name }] of namedAt(spec, 'volumes').entries()) {
    if (!isOurVolumeName(name)) continue;
    findings.push(problems.reservedName.at(`${base}/spec/volumes/${index}/name`, { what: 'volume', name }));
  }
}

/** Finds everything in a Pod that keeps it from being protected, whatever its options are. */
export function checkPod(reading: PodReading, findings: Problem[]): void {
  const { pod, base, spec } = reading;
  if (objectAt(objectAt(pod, 'metadata'), 'annotations')?.[mirrorAnnotation] !== undefined) {
    findings.push(problems.mirrorPod.at(`${base}${mirrorPointer}`, {}));
  }
  for (const [field, value, kind] of refusedFields) {
    if (spec[field] === value) findings.push(kind.at(`${base}/spec/${field}`, {}));
  }
  checkSystem(spec, base, findings);
  checkHostPaths(spec, base, findings);
  checkPowers(reading.applications, findings);
}

/** Finds names and mounts of ours that no injection made. */
export function checkOwnership(reading: PodReading, findings: Problem[]): void {
  if (reading.status === undefined) checkNames(reading.pod, reading.base, findings);
  checkMounts(reading, reading.applications, findings);
}
