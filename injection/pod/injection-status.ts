import { showValue } from '../../problems';
import type { InjectionPlan } from '../plan/injection-plan';
import { readJson } from '../json/json';
import { isObject, namedAt, objectAt, type Json, type JsonObject } from '../json/json-object';
import { plaintextVolumePrefix, sidecarNames, sidecarOrder } from '../names';
import { isOurVolumeName, isSidecarName } from './reserved-names';

/** What an earlier injection says that it added to a Pod. */
export interface InjectionStatus {
  readonly sidecars: readonly string[];
  readonly volumes: readonly string[];
  /** Name of the encrypted volume by the name of the volume with its decrypted files. */
  readonly plaintext: ReadonlyMap<string, string>;
}

/** A status that fits the Pod, or why it does not. */
export type StatusReading = { readonly status: InjectionStatus } | { readonly fault: string };

const statusVersion = 1;

/** The status as the text of its annotation: JSON on one line. */
export function formatStatus(
  plan: InjectionPlan,
  sidecars: readonly JsonObject[],
  volumes: readonly JsonObject[],
): string {
  return JSON.stringify({
    version: statusVersion,
    sidecars: sidecars.map(({ name }) => name),
    volumes: volumes.map(({ name }) => name),
    plaintext: Object.fromEntries(plan.plaintextVolumes.map(({ name, cipherVolume }) => [name, cipherVolume])),
    securedPorts: plan.securedPorts.map(({ port }) => port),
    versionSet: plan.options.versionSet,
  });
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Every text once, in the given order; undefined for anything else. */
function readNames(value: Json | undefined): readonly string[] | undefined {
  if (!Array.isArray(value) || !value.every(isText)) return undefined;
  return new Set(value).size === value.length ? value : undefined;
}

function readDocument(text: string): JsonObject | string {
  const reading = readJson(text);
  if (reading.kind !== 'value' || reading.duplicates.length > 0) return 'is not JSON';
  if (!isObject(reading.value)) return 'is not a JSON object';
  const { version } = reading.value;
  return version === statusVersion ? reading.value : `has the version ${showValue(version)}, which is not known`;
}

/** What keeps the names in the status from being exactly those that the Pod bears. */
function differenceOf(what: string, said: readonly string[], borne: readonly string[]): string | undefined {
  const isBorne = new Set(borne);
  const missing = said.find((name) => !isBorne.has(name));
  if (missing !== undefined) return `names the ${what} ${showValue(missing)}, which the Pod does not have`;
  const left = new Set(said);
  const unsaid = borne.find((name) => !left.delete(name));
  return unsaid === undefined ? undefined : `does not tell of the ${what} ${showValue(unsaid)}, or it is there twice`;
}

function sidecarFault(sidecars: readonly string[], spec: JsonObject | undefined): string | undefined {
  const inOrder = sidecarOrder.filter((name) => sidecars.includes(name));
  const needed = sidecarOrder.filter((name) => name !== sidecarNames.tng);
  if (inOrder.join() !== sidecars.join() || needed.some((name) => !sidecars.includes(name))) {
    return 'does not name the sidecars that injection adds';
  }
  // a native sidecar is an init container; in another list it is something else under its name
  const elsewhere = [...namedAt(spec, 'containers'), ...namedAt(spec, 'ephemeralContainers')];
  const stranger = elsewhere.find(({ name }) => isSidecarName(name));
  if (stranger !== undefined) return `does not make ${showValue(stranger.name)} a sidecar: it is no init container`;
  const borne = namedAt(spec, 'initContainers').map(({ name }) => name);
  return differenceOf('sidecar', sidecars, borne.filter(isSidecarName));
}

/** A plaintext volume must belong to a volume with a claim; of which claim is asked when the options are known. */
function plaintextFault(plaintext: ReadonlyMap<string, unknown>, spec: JsonObject | undefined): string | undefined {
  const volumes = namedAt(spec, 'volumes');
  const claims = new Set(volumes.filter((one) => objectAt(one, 'persistentVolumeClaim')).map(({ name }) => name));
  const borne = volumes.map(({ name }) => name).filter((name) => name.startsWith(plaintextVolumePrefix));
  for (const [name, cipher] of plaintext) {
    if (!isText(cipher) || !claims.has(cipher) || isOurVolumeName(cipher)) {
      return `says that ${showValue(name)} belongs to ${showValue(cipher)}, which is no volume with a claim`;
    }
  }
  return differenceOf('volume', [...plaintext.keys()], borne);
}

/** Reads the status of a Pod and holds it against the Pod, so that only what injection did is taken for its work. */
export function readStatus(text: string, pod: JsonObject): StatusReading {
  const document = readDocument(text);
  if (typeof document === 'string') return { fault: document };
  const sidecars = readNames(document.sidecars);
  const volumes = readNames(document.volumes);
  const pairs = objectAt(document, 'plaintext');
  if (sidecars === undefined || volumes === undefined || pairs === undefined) {
    return { fault: 'does not have the form of a status' };
  }
  const spec = objectAt(pod, 'spec');
  const plaintext = new Map(Object.entries(pairs));
  const borne = namedAt(spec, 'volumes').map(({ name }) => name);
  const fault =
    sidecarFault(sidecars, spec) ??
    differenceOf('volume', volumes, borne.filter(isOurVolumeName)) ??
    plaintextFault(plaintext, spec);
  if (fault !== undefined) return { fault };
  return { status: { sidecars, volumes, plaintext: plaintext as ReadonlyMap<string, string> } };
}
