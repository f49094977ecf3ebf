import type { Problem } from '../../problems';
import {
  checkWorkload,
  podTemplateOf,
  statusAnnotation,
  verifyPod,
  type Decision,
  type JsonObject,
  type SidecarTemplates,
} from '../../injection';
import { listAt, namedAt, objectAt, textAt, isObject, type Json } from '../../injection/json/json-object';
import { isOurVolumeName, isSidecarName } from '../../injection/pod/reserved-names';
import { explain, type Protection } from '../explain/explanation';
import { placeOfProblem } from '../manifests/placing';
import { titleOf, type ManifestObject } from '../manifests/reading';
import { withoutSecrets } from './masking';

/** `planned`: what cai.yaml makes. `given`: of a manifest. `live`: as the cluster runs it. */
export type Origin = 'planned' | 'given' | 'live';

/** A problem or warning, and where what it is about stands. */
export interface PlacedProblem {
  readonly problem: Problem;
  readonly place: string;
}

/** A Pod that the report shows, or the template of a workload's Pods. */
export interface ReportedPod {
  /** Kind and name, as in `Deployment/cai-vllm`. */
  readonly title: string;
  /** Where it comes from, in words. */
  readonly source: string;
  readonly origin: Origin;
  readonly decision: Decision;
  readonly reason: string;
  readonly found: readonly PlacedProblem[];
  /** Absent where nothing protects it. */
  readonly protection?: Protection;
  /** Without sidecars, and without secrets. */
  readonly before: JsonObject;
  /** With sidecars where it has or gets them, and without secrets. */
  readonly after: JsonObject;
  /** With its values: never printed. */
  readonly raw: JsonObject;
}

/** What the report says of an object; undefined for one that makes no Pods. */
export function reportedPod(
  object: ManifestObject,
  templates: SidecarTemplates,
  { origin, source }: { readonly origin: Origin; readonly source: string },
): ReportedPod | undefined {
  const reading = podTemplateOf(object.data);
  if (!reading?.pod) return undefined;
  const isLive = origin === 'live' || (reading.kind === 'Pod' && isRunning(reading.pod));
  const { decision, problems, warnings, after } = isLive
    ? verified(reading.pod, templates)
    : judgedTemplate(object.data, templates, reading.pod);
  const judged = { decision, problems, warnings, of: object, template: reading.path };
  const { reason, protection } = explain(
    { ...judged, object: isLive ? after : checked(object.data, templates) },
    templates,
  );
  return {
    title: titleOf(object.data),
    source,
    origin: isLive ? 'live' : origin,
    decision,
    reason,
    found: [...problems, ...warnings].map((problem) => placedProblem(problem, object, origin)),
    ...(protection && { protection }),
    before: shown(originalOf(reading.pod), false),
    after: shown(after, decision === 'injected' || decision === 'unchanged'),
    raw: after,
  };
}

// The API server gives a uid to what it stores: such a Pod gets no sidecars any more.
function isRunning(pod: JsonObject): boolean {
  return textAt(objectAt(pod, 'metadata'), 'uid') !== undefined;
}

interface Judged {
  readonly decision: Decision;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly after: JsonObject;
}

function verified(pod: JsonObject, templates: SidecarTemplates): Judged {
  return { ...verifyPod(pod, templates, Date.now()), after: pod };
}

function checked(object: unknown, templates: SidecarTemplates): unknown {
  return checkWorkload(object, templates).object;
}

function judgedTemplate(object: unknown, templates: SidecarTemplates, pod: JsonObject): Judged {
  const verdict = checkWorkload(object, templates, Date.now());
  return { ...verdict, after: podTemplateOf(verdict.object)?.pod ?? pod };
}

function placedProblem(problem: Problem, object: ManifestObject, origin: Origin): PlacedProblem {
  if (origin === 'given') return { problem, place: placeOfProblem(problem, object) };
  const within = problem.within !== undefined ? `options, ${problem.at}` : problem.at;
  return { problem, place: `${titleOf(object.data)} ${within}`.trim() };
}

/** What the API server adds, which says nothing of the Pod's protection. */
function shown(pod: JsonObject, hasOurSidecars: boolean): JsonObject {
  const metadata = objectAt(pod, 'metadata') ?? {};
  const kept = ['name', 'generateName', 'namespace', 'labels', 'annotations'].flatMap((key) =>
    metadata[key] === undefined ? [] : [[key, metadata[key]] as const],
  );
  const { apiVersion = 'v1', kind = 'Pod', spec = {} } = pod;
  return withoutSecrets({ apiVersion, kind, metadata: Object.fromEntries(kept), spec }, hasOurSidecars);
}

/**
 * A Pod without what an injection put into it. Whether mounts of the model were writable is not told by an injected Pod.
 */
export function originalOf(pod: JsonObject): JsonObject {
  const metadata = objectAt(pod, 'metadata') ?? {};
  const { [statusAnnotation]: status, ...annotations } = objectAt(metadata, 'annotations') ?? {};
  const spec = objectAt(pod, 'spec');
  if (typeof status !== 'string' || spec === undefined) return pod;
  const plaintext = plaintextOf(status);
  const volumes = namedAt(spec, 'volumes').filter(({ name }) => !isOurVolumeName(name));
  const lists = ['initContainers', 'containers', 'ephemeralContainers'].flatMap((key): [string, Json][] => {
    const list = namedAt(spec, key).filter(({ name }) => !isSidecarName(name));
    return list.length === 0 ? [] : [[key, list.map((one) => withCipherMounts(one, plaintext))]];
  });
  const rest = without(spec, 'initContainers');
  return { ...pod, metadata: { ...metadata, annotations }, spec: { ...rest, ...Object.fromEntries(lists), volumes } };
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function plaintextOf(status: string): ReadonlyMap<string, string> {
  try {
    const { plaintext } = JSON.parse(status) as { plaintext?: Record<string, string> };
    return new Map(Object.entries(plaintext ?? {}));
  } catch {
    // a forged status, which is told as such
    return new Map();
  }
}

function withCipherMounts(container: JsonObject, plaintext: ReadonlyMap<string, string>): JsonObject {
  if (container.volumeMounts === undefined) return container;
  const volumeMounts = listAt(container, 'volumeMounts').map((mount): Json => {
    const cipher = isObject(mount) ? plaintext.get(textAt(mount, 'name') ?? '') : undefined;
    if (cipher === undefined || !isObject(mount)) return mount;
    return { ...without(mount, 'mountPropagation'), name: cipher };
  });
  return { ...container, volumeMounts };
}
