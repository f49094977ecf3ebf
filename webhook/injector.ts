import {
  admitPod,
  checkWorkload,
  createPatch,
  type Admission,
  type Json,
  type PatchOperation,
  type SidecarTemplates,
  type Verdict,
} from '../injection';

/** The functions of the injection that the server is a shell around, with the templates of this moment. */
export interface Injector {
  /** A Pod that is about to be created and may still be changed. */
  admitPod(pod: unknown): Admission;
  checkWorkload(workload: unknown): Verdict;
  createPatch(before: unknown, after: unknown): readonly PatchOperation[];
}

export function injectorOf(templates: SidecarTemplates): Injector {
  return {
    admitPod: (pod) => admitPod(pod, templates, Date.now()),
    checkWorkload: (workload) => checkWorkload(workload, templates, Date.now()),
    // both were read from JSON or made by the injection
    createPatch: (before, after) => createPatch(before as Json, after as Json),
  };
}
