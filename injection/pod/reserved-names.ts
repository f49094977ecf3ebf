import { attestationVolume, keyVolume, plaintextVolumePrefix, sidecarNamePrefix, sidecarOrder } from '../names';

const sidecars = new Set(sidecarOrder);

/** Whether a container of this name is one of our sidecars, or claims to be. */
export function isSidecarName(name: string): boolean {
  return sidecars.has(name);
}

/** Whether no container but a sidecar may bear this name. */
export function isReservedContainerName(name: string): boolean {
  return name.startsWith(sidecarNamePrefix);
}

/** Whether a volume of this name is one of ours, or claims to be. */
export function isOurVolumeName(name: string): boolean {
  return name === attestationVolume || name === keyVolume || name.startsWith(plaintextVolumePrefix);
}
