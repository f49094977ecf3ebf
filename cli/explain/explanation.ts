import { jsonPointer, type Problem } from '../../problems';
import {
  attestationVolume,
  keyVolume,
  optionsAnnotation,
  parseOptions,
  podTemplateOf,
  readAuthorities,
  sidecarNames,
  statusAnnotation,
  type CaiVersions,
  type Decision,
  type JsonObject,
  type SidecarTemplates,
  type VersionSetName,
} from '../../injection';
import { namedAt, objectAt, textAt, type Named } from '../../injection/json/json-object';
import { templateSettings } from '../../injection/templates/sidecar-templates';
import { titleOf } from '../manifests/reading';
import type { JudgedObject } from '../manifests/verdicts';
import { placeOf } from '../yaml-places';

/** What a volume holds, as far as it matters for confidentiality. */
export type Content =
  | 'decrypted model'
  | 'encrypted model'
  | 'key of the model'
  | 'socket of the attestation agent'
  // its script hides the volume from everything but the process that clears dead mounts away
  | "decrypted model's mount, to clear it away only";

/** A place in a container where something that matters lies. */
export interface Sight {
  readonly path: string;
  readonly content: Content;
  readonly readOnly: boolean;
}

/** A container after the injection. */
export interface SeenContainer {
  readonly name: string;
  readonly role: 'sidecar' | 'init container' | 'container';
  readonly image: string;
  readonly sees: readonly Sight[];
}

/** A port on which only TNG is spoken. */
export interface ExplainedPort {
  readonly port: number;
  /** Regular expressions of paths that pass in plaintext. */
  readonly plaintextPaths: readonly string[];
}

/** An authority of Trustee's certificate. */
export interface Authority {
  readonly name: string;
  /** The last day of its certificate. */
  readonly until: string;
}

/** What protects a Pod after the injection. */
export interface Protection {
  readonly trustee: string;
  /** Whose certificates of Trustee are believed, and until when. Absent: those that the images know, or plain http. */
  readonly authorities?: readonly Authority[];
  readonly keyId: string;
  readonly claim: string;
  readonly versionSet: VersionSetName;
  readonly versions: CaiVersions;
  readonly evidence: readonly ('tdx' | 'gpu')[];
  readonly ports: readonly ExplainedPort[];
  readonly volumes: readonly { readonly name: string; readonly content: Content }[];
  readonly containers: readonly SeenContainer[];
}

/** What becomes of one object, and why. */
export interface Explanation {
  readonly place: string;
  readonly object: string;
  readonly decision: Decision;
  readonly reason: string;
  /** Absent where nothing is injected. */
  readonly protection?: Protection;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Explains what became of an object: of one of several templates of Pods, each by itself. */
export function explainAll(judged: JudgedObject, templates: SidecarTemplates): Explanation[] {
  const { parts = [], of } = judged;
  if (parts.length === 0) return [explain(judged, templates)];
  const title = titleOf(of.data);
  return parts.map((part) => {
    const named = part.path.length === 0 ? title : `${title} ${jsonPointer(...part.path)}`;
    const explained = explain({ ...part, of, object: part.pod, template: part.path }, templates);
    const place = placeOf(of.source, [...of.path, ...part.path]);
    // what stands around the templates
    const reason = part.pod === undefined && part.decision === 'ignored' ? unknownKind : explained.reason;
    return { ...explained, object: named, place, reason };
  });
}

const unknownKind = 'it has a key of ours where no template of Pods is known to be';

/** Explains what became of an object. */
export function explain(judged: JudgedObject, templates: SidecarTemplates): Explanation {
  const { of, decision, problems, warnings, object } = judged;
  const pod = podTemplateOf(object)?.pod;
  const isInjected = decision === 'injected' || decision === 'unchanged';
  const protection = isInjected && pod ? protectionOf(pod, templates) : undefined;
  return {
    place: placeOf(of.source, of.path),
    object: titleOf(of.data),
    decision,
    reason: reasonOf(judged),
    ...(protection && { protection }),
    problems,
    warnings,
  };
}

function reasonOf({ decision, template, problems }: JudgedObject): string {
  if (template === undefined) return 'it makes no Pods';
  switch (decision) {
    case 'ignored':
      return `it does not ask for protection: its Pods have no annotation "${optionsAnnotation}"`;
    case 'injected':
      return `it asks for protection by the annotation "${optionsAnnotation}", and gets all of it`;
    case 'unchanged':
      return 'it has its sidecars already, as the injection makes them';
    case 'denied':
      return problems.length === 1 ? 'of one problem' : `of ${problems.length} problems`;
  }
}

function protectionOf(pod: JsonObject, templates: SidecarTemplates): Protection | undefined {
  const annotations = objectAt(objectAt(pod, 'metadata'), 'annotations');
  const { options } = parseOptions(textAt(annotations, optionsAnnotation), templateSettings(templates));
  if (!options) return undefined;
  const status = JSON.parse(textAt(annotations, statusAnnotation) ?? '{}') as { plaintext?: Record<string, string> };
  const contents = contentsOf(status.plaintext ?? {});
  const spec = objectAt(pod, 'spec');
  const containers = [...namedAt(spec, 'initContainers'), ...namedAt(spec, 'containers')];
  return {
    trustee: options.trusteeAddress,
    ...(options.trusteeAuthorities !== undefined && { authorities: authoritiesIn(options.trusteeAuthorities) }),
    keyId: options.modelDecryptionKeyId,
    claim: options.cipherTextVolume,
    versionSet: options.versionSet,
    versions: options.versions,
    evidence: [...(options.tdxRaEnable ? (['tdx'] as const) : []), ...(options.gpuRaEnable ? (['gpu'] as const) : [])],
    ports: portsOf(containers),
    volumes: [...contents].map(([name, content]) => ({ name, content })),
    containers: containers.map((container) => seen(container, namedAt(spec, 'containers'), contents)),
  };
}

function authoritiesIn(pem: string): Authority[] {
  const { certificates } = readAuthorities(pem, '', []) ?? { certificates: [] };
  return certificates.map(({ name, ends }) => ({ name, until: new Date(ends).toISOString().slice(0, 10) }));
}

function contentsOf(plaintext: Readonly<Record<string, string>>): ReadonlyMap<string, Content> {
  const pairs = Object.entries(plaintext);
  return new Map<string, Content>([
    ...pairs.map(([, cipher]): [string, Content] => [cipher, 'encrypted model']),
    ...pairs.map(([name]): [string, Content] => [name, 'decrypted model']),
    [keyVolume, 'key of the model'],
    [attestationVolume, 'socket of the attestation agent'],
  ]);
}

function seen(container: Named, applications: readonly Named[], contents: ReadonlyMap<string, Content>): SeenContainer {
  const sees = namedAt(container, 'volumeMounts').flatMap((mount): Sight[] => {
    const held = contents.get(mount.name);
    if (held === undefined) return [];
    const isJanitor = container.name === sidecarNames.aa && held === 'decrypted model';
    const content = isJanitor ? "decrypted model's mount, to clear it away only" : held;
    return [{ path: textAt(mount, 'mountPath') ?? '', content, readOnly: mount.readOnly === true }];
  });
  const isSidecar = Object.values(sidecarNames).includes(container.name);
  const role = isSidecar ? 'sidecar' : applications.includes(container) ? 'container' : 'init container';
  return { name: container.name, role, image: textAt(container, 'image') ?? '', sees };
}

interface TngEgress {
  readonly netfilter: { readonly capture_dst: { readonly port: number } };
  readonly direct_forward?: readonly { readonly http_path: string }[];
}

/** What TNG is told, read from what is handed to it: nothing else decides. */
function portsOf(containers: readonly Named[]): ExplainedPort[] {
  const tng = containers.find(({ name }) => name === sidecarNames.tng);
  const variable = namedAt(tng, 'env').find(({ name }) => name === 'CAI_TNG_CONFIG');
  // Kubernetes makes one dollar sign of two
  const text = textAt(variable, 'value')?.replaceAll('$$', () => '$');
  if (text === undefined) return [];
  const { add_egress: egress } = JSON.parse(text) as { add_egress: readonly TngEgress[] };
  return egress.map(({ netfilter, direct_forward: passing = [] }) => ({
    port: netfilter.capture_dst.port,
    plaintextPaths: passing.map(({ http_path: path }) => path),
  }));
}
