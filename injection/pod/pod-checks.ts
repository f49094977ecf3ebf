import { type DetailedKind, type NoDetails, type Pointer, pointerStep, type Problem } from '../../problems';
import { takes } from '../findings';
import { namedAt, objectAt, textAt, type JsonObject } from '../json/json-object';
import { checkMeshes } from './meshes';
import * as problems from './pod-problems';
import { containerLists, type Application, type PodReading } from './pod-reading';
import { checkHostPaths, checkPowers } from './powers';
import { isOurVolumeName, isReservedContainerName } from './reserved-names';

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

/** Finds mounts of our volumes that no injection made. */
export function checkMounts(reading: PodReading, applications: readonly Application[], findings: Problem[]): void {
  const encrypted = reading.status?.plaintext ?? new Map<string, string>();
  for (const { container, pointer } of applications) {
    for (const [index, { name }] of namedAt(container, 'volumeMounts').entries()) {
      if (!isOurVolumeName(name) || encrypted.has(name) || !takes(findings, 'error')) continue;
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
      if (!isReservedContainerName(name) || !takes(findings, 'error')) continue;
      findings.push(problems.reservedName.at(`${base}/spec/${list}/${index}/name`, { what: 'container', name }));
    }
  }
  for (const [index, { name }] of namedAt(spec, 'volumes').entries()) {
    if (!isOurVolumeName(name) || !takes(findings, 'error')) continue;
    findings.push(problems.reservedName.at(`${base}/spec/volumes/${index}/name`, { what: 'volume', name }));
  }
}

/** Finds containers that were added to an injected Pod under a name of a sidecar that it does not have. */
function checkAddedNames(applications: readonly Application[], findings: Problem[]): void {
  for (const { container, pointer } of applications) {
    const { name } = container;
    if (!isReservedContainerName(name) || !takes(findings, 'error')) continue;
    findings.push(problems.reservedName.at(`${pointer}/name`, { what: 'container', name }));
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
  checkMeshes(reading, findings);
}

/** Finds names and mounts of ours that no injection made. */
export function checkOwnership(reading: PodReading, findings: Problem[]): void {
  if (reading.status === undefined) checkNames(reading.pod, reading.base, findings);
  else checkAddedNames(reading.applications, findings);
  checkMounts(reading, reading.applications, findings);
}
