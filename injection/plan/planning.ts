import { didYouMean, type Pointer, type Problem, showValue } from '../../problems';
import { takes } from '../findings';
import type { InjectionPlan, PlaintextVolume } from './injection-plan';
import { namedAt, type Named } from '../json/json-object';
import { plaintextVolumePrefix } from '../names';
import type { CaiOptions } from '../options/options';
import { statusPointer } from '../pod/pod-keys';
import * as problems from '../pod/pod-problems';
import { volumeOfMount, type Application, type ClaimVolume, type PodReading } from '../pod/pod-reading';
import { checkCount } from '../pod/pod-size';
import { planPorts } from './port-plan';

function findEncrypted(reading: PodReading, claim: string, findings: Problem[]): readonly ClaimVolume[] {
  const encrypted = reading.claimVolumes.filter((volume) => volume.claim === claim);
  if (encrypted.length > 0) return encrypted;
  const claims = [...new Set(reading.claimVolumes.map((volume) => volume.claim))];
  const suggestion = didYouMean(claim, claims);
  const details = { claim, claims, ...(suggestion === undefined ? {} : { suggestion }) };
  findings.push(problems.noEncryptedVolume.at(`${reading.base}/spec/volumes`, details));
  return [];
}

/** Finds uses of encrypted volumes that decryption cannot serve, and warns of those that it serves in another way. */
export function checkUses(
  reading: PodReading,
  applications: readonly Application[],
  encrypted: ReadonlyMap<string, { readonly isReadOnly: boolean }>,
  findings: Problem[],
): number {
  let mounts = 0;
  const details = ({ container }: Application, volume: string): { container: string; volume: string } => ({
    container: container.name,
    volume,
  });
  for (const application of applications) {
    const { container, pointer } = application;
    for (const [index, { name }] of namedAt(container, 'volumeDevices').entries()) {
      if (!encrypted.has(name) || !takes(findings, 'error')) continue;
      findings.push(problems.blockDevice.at(`${pointer}/volumeDevices/${index}`, details(application, name)));
    }
    for (const [index, mount] of namedAt(container, 'volumeMounts').entries()) {
      const name = volumeOfMount(reading, mount);
      const volume = encrypted.get(name);
      if (volume === undefined) continue;
      mounts++;
      if (!takes(findings, 'warning')) continue;
      const at: Pointer = `${pointer}/volumeMounts/${index}`;
      if (mount.readOnly !== true && !volume.isReadOnly) {
        findings.push(problems.writableMount.at(at, details(application, name)));
      }
      if (hasSubPath(mount)) findings.push(problems.subPathMount.at(at, details(application, name)));
    }
  }
  return mounts;
}

const hasSubPath = ({ subPath, subPathExpr }: Named): boolean => Boolean(subPath) || Boolean(subPathExpr);

/** A status that names other encrypted volumes than the options was written by nobody who injected this Pod. */
function checkStatus(reading: PodReading, encrypted: ReadonlyMap<string, ClaimVolume>, findings: Problem[]): void {
  for (const [name, cipher] of reading.status?.plaintext ?? []) {
    if (encrypted.has(cipher)) continue;
    const fault = `says that ${showValue(name)} belongs to ${showValue(cipher)}, which does not use the claim of the options`;
    findings.push(problems.forgedStatus.at(`${reading.base}${statusPointer}`, { fault }));
    return;
  }
}

// each costs a volume and two mounts; one is usual
const maxPlaintextVolumes = 32;

function planVolumes(reading: PodReading, options: CaiOptions, findings: Problem[]): PlaintextVolume[] {
  const encrypted = findEncrypted(reading, options.cipherTextVolume, findings);
  const byName = new Map(encrypted.map((volume) => [volume.name, volume]));
  const mounts = checkUses(reading, reading.applications, byName, findings);
  const [first] = encrypted;
  checkCount(
    { what: 'volumes with the claim of the model', count: encrypted.length, most: maxPlaintextVolumes },
    `${reading.base}/spec/volumes`,
    findings,
  );
  if (first !== undefined) {
    checkStatus(reading, byName, findings);
    if (mounts === 0) findings.push(problems.encryptedVolumeNotMounted.at(first.pointer, { volume: first.name }));
  }
  return encrypted.map(({ name }, index) => ({ name: `${plaintextVolumePrefix}${index}`, cipherVolume: name }));
}

/** Decides what is put into a Pod. What stands against it is added to the findings; then the plan must not be used. */
export function planInjection(reading: PodReading, options: CaiOptions, findings: Problem[]): InjectionPlan {
  const plaintextVolumes = planVolumes(reading, options, findings);
  return { options, plaintextVolumes, ...planPorts(reading, options, findings) };
}
