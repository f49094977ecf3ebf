import { checkWorkload, podTemplateOf, type SidecarTemplates, type WorkloadVerdict } from '../../injection';
import { placed } from './placing';
import type { ManifestObject } from './reading';

/** An object of a file, and what becomes of it. */
export interface JudgedObject extends WorkloadVerdict {
  readonly of: ManifestObject;
  /** Keys that lead from the object to the template of its Pods; undefined for an object that makes none. */
  readonly template?: readonly string[];
}

/** Decides about an object as the webhook does; problems and warnings tell their place in the file. */
export function judge(object: ManifestObject, templates: SidecarTemplates): JudgedObject {
  const template = podTemplateOf(object.data)?.path;
  const verdict = checkWorkload(object.data, templates);
  const place = template ?? [];
  return {
    ...verdict,
    of: object,
    problems: verdict.problems.map((problem) => placed(problem, object, place)),
    warnings: verdict.warnings.map((warning) => placed(warning, object, place)),
    ...(template && { template }),
  };
}
