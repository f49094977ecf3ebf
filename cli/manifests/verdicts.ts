import type { Problem } from '../../problems';
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
  const verdict = checkWorkload(object.data, templates, Date.now());
  const inFile = (found: readonly Problem[]): Problem[] => found.map((problem) => placed(problem, object));
  const parts = verdict.parts?.map((part) => ({
    ...part,
    problems: inFile(part.problems),
    warnings: inFile(part.warnings),
  }));
  return {
    ...verdict,
    of: object,
    problems: parts?.flatMap((part) => part.problems) ?? inFile(verdict.problems),
    warnings: parts?.flatMap((part) => part.warnings) ?? inFile(verdict.warnings),
    ...(parts && { parts }),
    ...(template && { template }),
  };
}
