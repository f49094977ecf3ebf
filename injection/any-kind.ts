import { isWithin, jsonPointer, type Pointer, type Problem } from '../problems';
import type { Verdict } from './admission';
import { admitAt, optionsText } from './admit';
import { Findings } from './findings';
import { isObject, objectAt, type Json, type JsonObject, textAt } from './json/json-object';
import { optionsAnnotation } from './names';
import { checkKeys, isOurKey } from './pod/pod-keys';
import { searchTemplates, type FoundTemplate } from './template-search';
import type { SidecarTemplates } from './templates/sidecar-templates';
import * as problems from './workload-problems';

/** What becomes of one template of Pods in an object, or of what stands around its templates. */
export interface PartVerdict extends Verdict {
  /** Keys that lead to the template; empty for what stands around. */
  readonly path: readonly string[];
  /** The template afterwards, as a Pod; absent for what stands around. */
  readonly pod?: JsonObject;
}

/** What becomes of an object whose kind is none of Kubernetes' own workloads. */
export interface AnyKindVerdict extends Verdict {
  readonly object: unknown;
  readonly parts: readonly PartVerdict[];
}

/**
 * Decides about an object of any kind by the templates of Pods that are found in it, each as if it were a Deployment's, and
 * injects into them. Templates without a key of ours are let be. A key of ours that belongs to no template is warned of: a
 * controller may hand it down, but nobody here knows what Pods come of it.
 */
export function checkAnyKind(object: JsonObject, templates: SidecarTemplates, now?: number): AnyKindVerdict {
  const found = searchTemplates(object);
  const ours = found.templates.filter(({ template }) => hasOurKey(template));
  const judged = ours.map((one) => ({ one, ...judgedTemplate(one, templates, now) }));
  const around = checkAround(object, found);
  const parts: PartVerdict[] = judged.map(({ part }) => part);
  if (around.length > 0) {
    const [errors, warnings] = [around.filter(isError), around.filter((one) => !isError(one))];
    parts.push({ decision: errors.length > 0 ? 'denied' : 'ignored', path: [], problems: errors, warnings });
  }
  const decision = decisionOf(parts);
  const changed =
    decision !== 'injected'
      ? object
      : judged.reduce((whole, { one, template }) => replaced(whole, one.path, template), object);
  return {
    decision,
    object: changed,
    parts,
    problems: parts.flatMap((part) => part.problems),
    warnings: parts.flatMap((part) => part.warnings),
  };
}

const isError = ({ severity }: Problem): boolean => severity === 'error';

function hasOurKey(template: JsonObject): boolean {
  const metadata = objectAt(template, 'metadata');
  return (['annotations', 'labels'] as const).some((place) =>
    Object.keys(objectAt(metadata, place) ?? {}).some(isOurKey),
  );
}

function judgedTemplate(
  { path, template }: FoundTemplate,
  templates: SidecarTemplates,
  now: number | undefined,
): { part: PartVerdict; template: JsonObject } {
  const { metadata, spec } = template;
  const asPod: JsonObject = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
  const { decision, pod, problems: found, warnings } = admitAt(jsonPointer(...path), asPod, templates, now);
  const after = pod as JsonObject;
  const part = { decision, path, pod: after, problems: found, warnings };
  const isChanged = decision === 'injected';
  return { part, template: isChanged ? { ...template, metadata: after.metadata, spec: after.spec } : template };
}

function decisionOf(parts: readonly PartVerdict[]): Verdict['decision'] {
  for (const decision of ['denied', 'injected', 'unchanged'] as const) {
    if (parts.some((part) => part.decision === decision)) return decision;
  }
  return 'ignored';
}

/** Keys of ours that are not those of a template: above one that has none they are misplaced, elsewhere nobody knows. */
function checkAround(object: JsonObject, { templates, keys }: ReturnType<typeof searchTemplates>): Problem[] {
  const findings = new Findings();
  const kind = textAt(object, 'kind') ?? 'object';
  for (const { path, key } of keys) {
    const at: Pointer = jsonPointer(...path, key);
    const isOwn = path.at(-2) === 'metadata';
    const owner = path.slice(0, isOwn ? -2 : -1);
    const below = templates.filter((one) => isWithin(jsonPointer(...one.path), jsonPointer(...owner)));
    if (key !== optionsAnnotation && isOwn && below.length > 0) {
      const [annotations] = [valueAt(object, path)];
      const alone = { annotations: { [key]: (annotations as JsonObject)[key] } };
      checkKeys(alone, jsonPointer(...owner), findings);
      continue;
    }
    const bare = below.find(({ template }) => optionsText(template) === undefined);
    if (below.length > 0 && bare === undefined) continue;
    if (bare && isOwn) {
      const target = jsonPointer(...bare.path, 'metadata', 'annotations');
      findings.push(problems.misplacedOptions.at(at, { kind, target }));
    } else findings.push(problems.unknownTemplate.at(at, { kind }));
  }
  return [...findings];
}

function valueAt(object: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, key) => child(value, key), object);
}

function child(value: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(key)];
  return isObject(value) ? value[key] : undefined;
}

/** The object with another value at a path, changed along the path alone. */
function replaced<Value extends Json>(object: Value, path: readonly string[], by: JsonObject): Value {
  const [key, ...rest] = path;
  if (key === undefined) return by as unknown as Value;
  const inner = replaced(child(object, key) as Json, rest, by);
  if (Array.isArray(object)) return (object as readonly Json[]).with(Number(key), inner) as unknown as Value;
  return { ...(object as JsonObject), [key]: inner } as unknown as Value;
}
