import type { Pointer } from '../../problems';
import type { InjectionStatus } from './injection-status';
import { namedAt, objectAt, textAt, type Container, type JsonObject, type Named } from '../json/json-object';
import { isOurVolumeName, isSidecarName } from './reserved-names';

/** The lists of containers that a Pod has, in the order in which their containers start. */
export const containerLists = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** A list of containers in the spec of a Pod. */
export type ContainerList = (typeof containerLists)[number];

/** A container that is not a sidecar of ours. */
export interface Application {
  readonly container: Container;
  readonly list: ContainerList;
  readonly pointer: Pointer;
}

/** A volume that uses a claim. */
export interface ClaimVolume {
  readonly name: string;
  readonly claim: string;
  readonly isReadOnly: boolean;
  readonly pointer: Pointer;
}

/** What injection looks at in a Pod: what the user put there, without what an earlier injection added. */
export interface PodReading {
  readonly pod: JsonObject;
  /** What JSON pointers into the Pod begin with. */
  readonly base: Pointer;
  readonly spec: JsonObject;
  readonly applications: readonly Application[];
  readonly claimVolumes: readonly ClaimVolume[];
  /** Of an earlier injection. */
  readonly status?: InjectionStatus;
}

function readApplications(spec: JsonObject, base: Pointer): Application[] {
  const applications: Application[] = [];
  for (const list of containerLists) {
    for (const [index, container] of namedAt(spec, list).entries()) {
      if (isSidecarName(container.name)) continue;
      applications.push({ container, list, pointer: `${base}/spec/${list}/${index}` });
    }
  }
  return applications;
}

function readClaims(spec: JsonObject, base: Pointer): ClaimVolume[] {
  const volumes: ClaimVolume[] = [];
  for (const [index, volume] of namedAt(spec, 'volumes').entries()) {
    const source = objectAt(volume, 'persistentVolumeClaim');
    const claim = textAt(source, 'claimName');
    if (claim === undefined || isOurVolumeName(volume.name)) continue;
    const pointer: Pointer = `${base}/spec/volumes/${index}`;
    volumes.push({ name: volume.name, claim, isReadOnly: source?.readOnly === true, pointer });
  }
  return volumes;
}

/** Reads a Pod whose structure was checked. */
export function readPod(pod: JsonObject, base: Pointer, status?: InjectionStatus): PodReading {
  const spec = objectAt(pod, 'spec') ?? {};
  return {
    pod,
    base,
    spec,
    applications: readApplications(spec, base),
    claimVolumes: readClaims(spec, base),
    ...(status === undefined ? {} : { status }),
  };
}

/** Volume that a mount of the user names: a mount that an earlier injection rewrote names the encrypted volume again. */
export function volumeOfMount(reading: PodReading, mount: Named): string {
  return reading.status?.plaintext.get(mount.name) ?? mount.name;
}

/** Whether the container runs beside the application for the whole life of the Pod. */
export function runsOn({ container, list }: Application): boolean {
  return list === 'containers' || (list === 'initContainers' && container.restartPolicy === 'Always');
}
