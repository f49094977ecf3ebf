import type { PlaintextVolume } from '../plan/injection-plan';
import type { JsonObject } from '../json/json-object';
import { plaintextFolder } from './paths';

/** Mounts of the volumes for decrypted files such that what is mounted inside them reaches the applications. */
export function plaintextMounts(volumes: readonly PlaintextVolume[]): JsonObject[] {
  return volumes.map(({ name }, index) => ({
    name,
    mountPath: `${plaintextFolder}/${index}`,
    mountPropagation: 'Bidirectional',
  }));
}
