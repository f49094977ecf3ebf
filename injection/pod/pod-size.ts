import type { Pointer, Problem } from '../../problems';
import { isObject, listAt, objectAt, objectsAt, type Json } from '../json/json-object';
import { podTooLarge } from './pod-problems';
import { containerLists } from './pod-reading';

// Each is far beyond any Pod that a kubelet starts. What is bounded: the work for one Pod, what is found in it, and by how much the answer
// may be larger than the Pod.
const maxContainers = 200;
const maxVolumes = 1000;
const maxMounts = 2000;
const maxPorts = 1000;
const maxLabels = 1000;
/** Characters of all annotations: what the API server itself allows. */
const maxAnnotationsLength = 262_144;

interface Count {
  readonly what: string;
  readonly count: number;
  readonly most: number;
}

/** Adds a finding where there is too much of something. */
export function checkCount(count: Count, pointer: Pointer, findings: Problem[]): boolean {
  if (count.count <= count.most) return true;
  findings.push(podTooLarge.at(pointer, count));
  return false;
}

/** Whether the annotations and labels of a Pod are few enough to be looked at. What has another form is not looked at here. */
export function isMetadataSmall(metadata: unknown, base: Pointer, findings: Problem[]): boolean {
  if (!isObject(metadata)) return true;
  const annotations = objectAt(metadata, 'annotations') ?? {};
  let length = 0;
  for (const key of Object.keys(annotations)) length += key.length + lengthOf(annotations[key]);
  const labels = Object.keys(objectAt(metadata, 'labels') ?? {}).length;
  const at: Pointer = `${base}/metadata`;
  const isSmall = checkCount(
    { what: 'characters of annotations', count: length, most: maxAnnotationsLength },
    `${at}/annotations`,
    findings,
  );
  return checkCount({ what: 'labels', count: labels, most: maxLabels }, `${at}/labels`, findings) && isSmall;
}

// an annotation of another form counts little, and is found by its form
const lengthOf = (value: Json | undefined): number => (typeof value === 'string' ? value.length : 1);

/** Whether a Pod has few enough containers, volumes, mounts and ports to be looked at one by one. */
export function isSpecSmall(value: unknown, base: Pointer, findings: Problem[]): boolean {
  if (!isObject(value)) return true;
  const counts = { containers: 0, mounts: 0, ports: 0 };
  for (const list of containerLists) {
    counts.containers += listAt(value, list).length;
    for (const container of objectsAt(value, list)) {
      counts.mounts += listAt(container, 'volumeMounts').length + listAt(container, 'volumeDevices').length;
      counts.ports += listAt(container, 'ports').length;
    }
  }
  const at: Pointer = `${base}/spec`;
  const areListsSmall = [
    checkCount({ what: 'containers', count: counts.containers, most: maxContainers }, `${at}/containers`, findings),
    checkCount(
      { what: 'volumes', count: listAt(value, 'volumes').length, most: maxVolumes },
      `${at}/volumes`,
      findings,
    ),
  ].every(Boolean);
  return (
    checkCount({ what: 'mounts', count: counts.mounts, most: maxMounts }, at, findings) &&
    checkCount({ what: 'ports', count: counts.ports, most: maxPorts }, at, findings) &&
    areListsSmall
  );
}
