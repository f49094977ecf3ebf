import type { Pointer, Problem } from '../problems';
import type { Admission } from './admission';
import { optionsText } from './admit';
import { sorted } from './inject';
import { isObject, listAt, namedAt, type Json, type JsonObject, type Named } from './json/json-object';
import { checkMounts, checkNames, checkPowers } from './pod/pod-checks';
import { rewriteMounts } from './pod/mount-rewriting';
import * as problems from './pod/pod-problems';
import { readPod, volumeOfMount, type PodReading } from './pod/pod-reading';
import { readPodStatus, statusText } from './pod/pod-status';
import { checkMetadata, checkSpec } from './pod/pod-structure';
import { checkUses } from './plan/planning';
import { isSidecarName } from './pod/reserved-names';

const newContainers = (spec: Json | undefined): [Named, Pointer][] =>
  namedAt(isObject(spec) ? spec : {}, 'ephemeralContainers').map((container, index) => [
    container,
    `/spec/ephemeralContainers/${index}`,
  ]);

function checkNewNames(spec: Json | undefined, findings: Problem[]): void {
  for (const [{ name }, pointer] of newContainers(spec)) {
    if (!isSidecarName(name)) continue;
    findings.push(problems.reservedName.at(`${pointer}/name`, { what: 'container', name }));
  }
}

function bearsOurNames(pod: JsonObject): boolean {
  const found: Problem[] = [];
  checkNames(pod, '', found);
  return found.length > 0;
}

function checkTargets({ spec }: PodReading, findings: Problem[]): void {
  for (const [{ name, targetContainerName: target }, pointer] of newContainers(spec)) {
    if (typeof target !== 'string' || !isSidecarName(target)) continue;
    findings.push(problems.sidecarTarget.at(`${pointer}/targetContainerName`, { container: name, target }));
  }
}

function rewritten(reading: PodReading, plaintext: ReadonlyMap<string, string>): JsonObject {
  const { pod, spec } = reading;
  const plaintextOf = new Map([...plaintext].map(([name, cipherVolume]) => [cipherVolume, name]));
  const before = listAt(spec, 'ephemeralContainers');
  const after = before.map((container): Json =>
    isObject(container) ? rewriteMounts(container, (mount) => volumeOfMount(reading, mount), plaintextOf) : container,
  );
  const isSame = after.every((container, index) => container === before[index]);
  return isSame ? pod : { ...pod, spec: { ...spec, ephemeralContainers: after } };
}

/**
 * Decides about a running Pod to which ephemeral containers are added, as an update of `pods/ephemeralcontainers` brings it.
 * Nothing but `spec.ephemeralContainers` is changed: there, mounts of the encrypted claim show the decrypted files. Never throws.
 */
export function admitEphemeralContainers(pod: unknown): Admission {
  const findings: Problem[] = [];
  const denied = (): Admission => ({ decision: 'denied', pod, ...sorted(findings) });
  if (!checkMetadata(pod, '', findings)) return denied();
  if (optionsText(pod) === undefined && statusText(pod) === undefined) {
    // else whoever may edit annotations could open the volume of the key
    if (bearsOurNames(pod)) findings.push(problems.annotationsRemoved.at('', {}));
    return findings.length > 0 ? denied() : { decision: 'ignored', pod, problems: [], warnings: [] };
  }
  if (!checkSpec(pod.spec, '', findings)) return denied();
  if (statusText(pod) === undefined) findings.push(problems.notInjected.at('', {}));
  checkNewNames(pod.spec, findings);
  // a sidecar's name among the ephemeral containers is told by its own code, not as a status that does not fit
  const status = findings.length > 0 ? undefined : readPodStatus(pod, '', findings);
  if (status === undefined) return denied();
  const reading = readPod(pod, '', status);
  const ephemeral = reading.applications.filter(({ list }) => list === 'ephemeralContainers');
  const encrypted = new Map([...status.plaintext.values()].map((name) => [name, { isReadOnly: true }]));
  checkTargets(reading, findings);
  checkMounts(reading, ephemeral, findings);
  checkUses(reading, ephemeral, encrypted, findings);
  checkPowers(ephemeral, findings);
  const found = sorted(findings);
  if (found.problems.length > 0) return denied();
  const changed = rewritten(reading, status.plaintext);
  return { decision: changed === pod ? 'unchanged' : 'injected', pod: changed, ...found };
}
