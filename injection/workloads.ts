import { jsonPointer, typeProblem, type Problem } from '../problems';
import { Findings } from './findings';
import type { Verdict } from './admission';
import { checkAnyKind, type PartVerdict } from './any-kind';
import { admitAt, optionsOf, optionsText } from './admit';
import { checkClaims, claimedVolumes, withClaims, withoutClaims } from './pod/claim-templates';
import { isObject, objectAt, textAt, type Json, type JsonObject } from './json/json-object';
import { checkKeys, optionsPointer } from './pod/pod-keys';
import type { SidecarTemplates } from './templates/sidecar-templates';
import * as problems from './workload-problems';

const inSpec = ['spec', 'template'] as const;

/** Where each kind of workload keeps the template of its Pods. A Pod is its own. */
const templatePaths: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['Pod', []],
  ['PodTemplate', ['template']],
  ['Deployment', inSpec],
  ['StatefulSet', inSpec],
  ['DaemonSet', inSpec],
  ['ReplicaSet', inSpec],
  ['ReplicationController', inSpec],
  ['Job', inSpec],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
]);

const coreKinds = new Set(['Pod', 'PodTemplate', 'ReplicationController']);
const workloadGroups = /^(apps|batch)\/|^extensions\//u;

/** Kinds whose Pods can be injected. */
export const workloadKinds: readonly string[] = [...templatePaths.keys()];

/** The template of a workload's Pods. */
export interface PodTemplateReading {
  readonly kind: string;
  /** Keys that lead to the template; empty for a Pod. */
  readonly path: readonly string[];
  /** The Pod that is made of the template; absent where there is no template. */
  readonly pod?: JsonObject;
}

/** What becomes of a workload. */
export interface WorkloadVerdict extends Verdict {
  /** The workload with an injected template; the very value that was given unless the decision is `injected`. */
  readonly object: unknown;
  /** Of an object whose kind is not known: what becomes of each template of Pods that was found in it. */
  readonly parts?: readonly PartVerdict[];
}

function kindOf(object: JsonObject): string | undefined {
  const kind = textAt(object, 'kind');
  if (kind === undefined || !templatePaths.has(kind)) return undefined;
  const apiVersion = textAt(object, 'apiVersion');
  // a Deployment of another API group is something else
  const isKubernetes = coreKinds.has(kind) ? apiVersion === 'v1' : workloadGroups.test(apiVersion ?? '');
  return apiVersion === undefined || isKubernetes ? kind : undefined;
}

/**
 * Finds the template of the Pods that an object makes, and the Pod it makes. Undefined for an object that makes no Pods, such as
 * a Service. The Pod shares its metadata and spec with the template.
 */
export function podTemplateOf(object: unknown): PodTemplateReading | undefined {
  if (!isObject(object)) return undefined;
  const kind = kindOf(object);
  if (kind === undefined) return undefined;
  const path = templatePaths.get(kind) ?? [];
  if (path.length === 0) return { kind, path, pod: object };
  let template: Json | undefined = object;
  for (const key of path) template = isObject(template) ? template[key] : undefined;
  if (!isObject(template)) return { kind, path };
  const { metadata, spec } = template;
  const pod = { apiVersion: 'v1', kind: 'Pod', ...(metadata === undefined ? {} : { metadata }) };
  return { kind, path, pod: spec === undefined ? pod : { ...pod, spec } };
}

/** The object with another template, changed along the path alone. */
function withTemplate(object: JsonObject, path: readonly string[], pod: JsonObject): JsonObject {
  const [key, ...rest] = path;
  if (key !== undefined) return { ...object, [key]: withTemplate(objectAt(object, key) ?? {}, rest, pod) };
  const { metadata, spec } = pod;
  return { ...object, ...(metadata === undefined ? {} : { metadata }), ...(spec === undefined ? {} : { spec }) };
}

/** Keys of ours anywhere on the way to the template, where no Pod sees them: misspelt ones, and options that belong below. */
function checkOwners(object: JsonObject, reading: PodTemplateReading, hasOptions: boolean): Problem[] {
  const { kind, path } = reading;
  const target = jsonPointer(...path, 'metadata', 'annotations');
  const findings = new Findings();
  let owner: JsonObject | undefined = object;
  for (const [depth, key] of path.entries()) {
    const base = jsonPointer(...path.slice(0, depth));
    checkKeys(objectAt(owner, 'metadata'), base, findings);
    if (!hasOptions && owner !== undefined && optionsText(owner) !== undefined) {
      findings.push(problems.misplacedOptions.at(`${base}${optionsPointer}`, { kind, target }));
    }
    owner = objectAt(owner, key);
  }
  return findings;
}

/**
 * Decides about a workload by what would become of its Pods, and injects into its template. Takes a Deployment, StatefulSet,
 * DaemonSet, ReplicaSet, ReplicationController, Job, CronJob, PodTemplate or Pod; of any other object the templates of Pods that
 * are found in it by their shape. Never throws.
 * Pointers lead into the object.
 *
 * @param now milliseconds since 1970, to warn of what is not valid then; nobody is warned without it
 */
export function checkWorkload(object: unknown, templates: SidecarTemplates, now?: number): WorkloadVerdict {
  if (!isObject(object)) {
    const problem = typeProblem('', { value: object, rule: 'a map: a Pod or a workload' });
    return { decision: 'denied', object, problems: [problem], warnings: [] };
  }
  const reading = podTemplateOf(object);
  if (reading === undefined) return checkAnyKind(object, templates, now);
  const { pod, path, kind } = reading;
  if (pod === undefined) {
    const value = path.reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), object);
    const problem = typeProblem(jsonPointer(...path), { value, rule: 'the template of a Pod, a map' });
    return { decision: 'denied', object, problems: [problem], warnings: [] };
  }
  const claimed = kind === 'StatefulSet' ? claimedVolumes(object, pod) : [];
  const admission = admitAt(jsonPointer(...path), withClaims(pod, claimed), templates, now);
  const { decision, pod: admitted, problems: found, warnings } = admission;
  const around = checkOwners(object, reading, optionsText(pod) !== undefined);
  checkClaims(claimed, optionsOf(pod, templates)?.options?.cipherTextVolume, around);
  if (around.length > 0) return { decision: 'denied', object, problems: [...around, ...found], warnings };
  const injected = (): JsonObject => withoutClaims(admitted as JsonObject, claimed);
  const changed = decision === 'injected' ? withTemplate(object, path, injected()) : object;
  return { decision, object: changed, problems: found, warnings };
}
