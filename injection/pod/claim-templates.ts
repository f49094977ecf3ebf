import type { Pointer, Problem } from '../../problems';
import { listAt, objectAt, objectsAt, namedAt, textAt, withFields, type JsonObject } from '../json/json-object';
import { claimPerReplica } from '../workload-problems';

/** A volume of every Pod of a StatefulSet that the template of the Pods does not list. */
export interface ClaimedVolume {
  /** As the first Pod has it. */
  readonly volume: JsonObject;
  readonly claim: string;
  /** The claim of the second Pod; absent where there is none. */
  readonly nextClaim?: string;
  /** Of the template of the claim. */
  readonly pointer: Pointer;
}

/** The volumes that a StatefulSet gives its Pods, each with a claim of its own: `<template>-<StatefulSet>-<ordinal>`. */
export function claimedVolumes(object: JsonObject, pod: JsonObject): ClaimedVolume[] {
  const name = textAt(objectAt(object, 'metadata'), 'name');
  const spec = objectAt(object, 'spec');
  if (name === undefined) return [];
  const start = objectAt(spec, 'ordinals')?.start;
  const first = typeof start === 'number' ? start : 0;
  const listed = new Set(namedAt(objectAt(pod, 'spec'), 'volumes').map((volume) => volume.name));
  const hasNext = typeof spec?.replicas === 'number' && spec.replicas > 1;
  return objectsAt(spec, 'volumeClaimTemplates').flatMap((template, index) => {
    const volume = textAt(objectAt(template, 'metadata'), 'name');
    if (volume === undefined || listed.has(volume)) return [];
    const claimOf = (ordinal: number): string => `${volume}-${name}-${ordinal}`;
    return {
      volume: { name: volume, persistentVolumeClaim: { claimName: claimOf(first) } },
      claim: claimOf(first),
      ...(hasNext ? { nextClaim: claimOf(first + 1) } : {}),
      pointer: `/spec/volumeClaimTemplates/${index}`,
    };
  });
}

/** The options name one claim, and each replica would have another. */
export function checkClaims(
  volumes: readonly ClaimedVolume[],
  encrypted: string | undefined,
  findings: Problem[],
): void {
  for (const { claim, nextClaim, pointer } of volumes) {
    if (claim !== encrypted || nextClaim === undefined) continue;
    findings.push(claimPerReplica.at(pointer, { claim, nextClaim }));
  }
}

/** The Pod of the template as the StatefulSet makes it. */
export function withClaims(pod: JsonObject, claimed: readonly ClaimedVolume[]): JsonObject {
  const spec = objectAt(pod, 'spec');
  const volumes = spec?.volumes ?? undefined;
  // volumes that are no list are found by whoever checks the Pod
  if (claimed.length === 0 || spec === undefined || (volumes !== undefined && !Array.isArray(volumes))) return pod;
  const more = claimed.map(({ volume }) => volume);
  return withFields(pod, { spec: withFields(spec, { volumes: [...listAt(spec, 'volumes'), ...more] }) });
}

/** Takes out of a Pod what {@link withClaims} put in. */
export function withoutClaims(pod: JsonObject, claimed: readonly ClaimedVolume[]): JsonObject {
  const spec = objectAt(pod, 'spec');
  if (claimed.length === 0 || spec === undefined) return pod;
  const added = new Set<unknown>(claimed.map(({ volume }) => volume));
  const volumes = listAt(spec, 'volumes').filter((volume) => !added.has(volume));
  return withFields(pod, { spec: withFields(spec, { volumes }) });
}
