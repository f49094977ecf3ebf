import type { Problem } from '../problems';

/**
 * What becomes of a Pod. `ignored`: it does not ask for protection. `injected`: it was changed. `unchanged`: it is already as
 * injection makes it. `denied`: it asks for protection and cannot have all of it.
 */
export type Decision = 'ignored' | 'injected' | 'unchanged' | 'denied';

/** What is decided about an object, and what its author is told. */
export interface Verdict {
  readonly decision: Decision;
  /**
   * Why it is denied; empty otherwise. Pointers of problems with the options (CAI50xx) lead into the options. At most 100 are
   * told about the Pod.
   */
  readonly problems: readonly Problem[];
  /** What is honoured but risky; told also when the object is denied. */
  readonly warnings: readonly Problem[];
}

/** What becomes of a Pod that is about to be created. */
export interface Admission extends Verdict {
  /** The Pod as it is to be created; the very value that was given unless the decision is `injected`. */
  readonly pod: unknown;
}
