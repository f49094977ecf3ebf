import type { Pointer, Problem } from '../problems';
import { Findings } from './findings';
import type { InjectionPlan } from './plan/injection-plan';
import { formatStatus } from './pod/injection-status';
import {
  isObject,
  jsonEqual,
  listAt,
  namedAt,
  objectAt,
  textAt,
  withFields,
  type Container,
  type Json,
  type JsonObject,
  type Named,
} from './json/json-object';
import { Memo } from './memo';
import { statusAnnotation } from './names';
import type { CaiOptions } from './options/options';
import { checkOwnership, checkPod } from './pod/pod-checks';
import { containerLists, readPod, volumeOfMount, type PodReading } from './pod/pod-reading';
import { checkPodResources } from './pod/pod-resources';
import { checkMetadata, checkSpec } from './pod/pod-structure';
import { readPodStatus } from './pod/pod-status';
import { planInjection } from './plan/planning';
import { rewriteMounts } from './pod/mount-rewriting';
import { isOurVolumeName, isSidecarName } from './pod/reserved-names';
import { keepServerDecisions } from './settled-sidecar';
import type { SidecarTemplates } from './templates/sidecar-templates';
import { sidecarsFor, sidecarVolumes } from './sidecars';

/** A Pod with its sidecars, or why it cannot have them. */
export interface Injection {
  /** The very Pod that was given when there are problems, or nothing to change. */
  readonly pod: JsonObject;
  /** Everything that is wrong, up to 100 problems. */
  readonly problems: readonly Problem[];
  /** What is honoured but risky, up to 100 warnings. */
  readonly warnings: readonly Problem[];
}

/** The same list when every element is the same one, so that whoever compares sees at once that nothing changed. */
function sameList(before: readonly Json[], after: readonly Json[]): readonly Json[] {
  return before.length === after.length && after.every((item, index) => item === before[index]) ? before : after;
}

/** What depends on the plan and the templates alone. */
interface Additions {
  readonly sidecars: readonly Container[];
  readonly volumes: readonly JsonObject[];
  readonly status: string;
}

const additions = new Memo<Additions>();

function additionsOf(plan: InjectionPlan, templates: SidecarTemplates): Additions {
  return additions.get(templates, JSON.stringify(plan), () => {
    const [sidecars, volumes] = [sidecarsFor(plan, templates), sidecarVolumes(plan)];
    return { sidecars, volumes, status: formatStatus(plan, sidecars, volumes) };
  });
}

/** Our sidecars first, whatever stood before them; the others keep their order. */
function injectedInitContainers(
  spec: JsonObject,
  sidecars: readonly Container[],
  others: readonly Json[],
): readonly Json[] {
  const found = new Map(namedAt(spec, 'initContainers').map((container) => [container.name, container]));
  const ours = sidecars.map((sidecar) => keepServerDecisions(sidecar, found.get(sidecar.name), spec));
  return others.length === 0 ? sameList(sidecars, ours) : [...ours, ...others];
}

/** Our volumes where an earlier injection put them, else last. */
function injectedVolumes(spec: JsonObject, ours: readonly JsonObject[]): Json[] {
  const left = new Map(ours.map((volume) => [volume.name, volume]));
  const volumes: Json[] = [];
  for (const volume of listAt(spec, 'volumes')) {
    const name = isObject(volume) ? volume.name : undefined;
    if (typeof name !== 'string' || !isOurVolumeName(name)) {
      volumes.push(volume);
      continue;
    }
    const made = left.get(name);
    left.delete(name);
    if (made !== undefined) volumes.push(jsonEqual(volume, made) ? volume : made);
  }
  return [...volumes, ...left.values()];
}

function injectedSpec(reading: PodReading, plan: InjectionPlan, { sidecars, volumes }: Additions): JsonObject {
  const { spec } = reading;
  const volumeOf = (mount: Named): string => volumeOfMount(reading, mount);
  const plaintextOf = new Map(plan.plaintextVolumes.map(({ name, cipherVolume }) => [cipherVolume, name]));
  const fields: Record<string, Json> = {};
  for (const list of containerLists) {
    const before = listAt(spec, list);
    const rewritten: Json[] = [];
    for (const container of before) {
      if (!isObject(container)) rewritten.push(container);
      else if (!isSidecarName(textAt(container, 'name') ?? '')) {
        rewritten.push(rewriteMounts(container, volumeOf, plaintextOf));
      }
    }
    const after = list === 'initContainers' ? injectedInitContainers(spec, sidecars, rewritten) : rewritten;
    if (after.length > 0) fields[list] = sameList(before, after);
  }
  fields.volumes = sameList(listAt(spec, 'volumes'), injectedVolumes(spec, volumes));
  return withFields(spec, fields);
}

/** Writes what was planned into the Pod. Everything that does not change is shared with it. */
function applyPlan(reading: PodReading, plan: InjectionPlan, templates: SidecarTemplates): JsonObject {
  const { pod } = reading;
  const added = additionsOf(plan, templates);
  const metadata = objectAt(pod, 'metadata') ?? {};
  const annotations = withFields(objectAt(metadata, 'annotations') ?? {}, {
    [statusAnnotation]: added.status,
  });
  return withFields(pod, {
    metadata: withFields(metadata, { annotations }),
    spec: injectedSpec(reading, plan, added),
  });
}

/** Splits findings into what refuses a Pod and what is only told. */
export function sorted(findings: readonly Problem[]): Pick<Injection, 'problems' | 'warnings'> {
  return {
    problems: findings.filter(({ severity }) => severity === 'error'),
    warnings: findings.filter(({ severity }) => severity === 'warning'),
  };
}

/**
 * Injects into a Pod whose metadata were checked. Without options only the Pod is checked, so that everything that is wrong is
 * told at once.
 *
 * @param base what JSON pointers into the Pod begin with
 */
export function injectAt(
  base: Pointer,
  pod: JsonObject,
  options: CaiOptions | undefined,
  templates: SidecarTemplates,
): Injection {
  const findings = new Findings();
  if (!checkSpec(pod.spec, base, findings)) return { pod, ...sorted(findings) };
  const status = readPodStatus(pod, base, findings);
  // With a status that does not fit nobody can tell what is ours: that alone is told of names and mounts.
  const isReadable = findings.length === 0;
  const reading = readPod(pod, base, status);
  checkPod(reading, findings);
  if (isReadable) checkOwnership(reading, findings);
  const plan = isReadable && options !== undefined ? planInjection(reading, options, findings) : undefined;
  const found = sorted(findings);
  if (plan === undefined || found.problems.length > 0) return { pod, ...found };
  const injected = applyPlan(reading, plan, templates);
  checkPodResources(reading.spec, objectAt(injected, 'spec') ?? {}, base, findings);
  const { problems, warnings } = sorted(findings);
  return { pod: problems.length > 0 ? pod : injected, problems, warnings };
}

/**
 * Puts the sidecars, their volumes and the status into a Pod and turns every mount of the encrypted claim into one of its
 * decrypted files. Pure, total and deterministic; the Pod that is given is not changed, and what injection does not change is
 * shared with it. Injecting the result again gives the result itself. Does not ask whether the Pod opted in: `admitPod` does.
 *
 * @param pod a Pod as JSON has it, of any Kubernetes version
 */
export function inject(pod: JsonObject, options: CaiOptions, templates: SidecarTemplates): Injection {
  const findings = new Findings();
  if (!checkMetadata(pod, '', findings)) return { pod, ...sorted(findings) };
  return injectAt('', pod, options, templates);
}
