/** `unknown`: it could not be found out, which is said with how to. */
export type Verdict = 'ok' | 'warning' | 'failed' | 'unknown';

/** One line of the preflight. */
export interface Finding {
  /** Stable name of the check, such as `api-server-version`. */
  readonly check: string;
  readonly verdict: Verdict;
  /** What is there. */
  readonly found: string;
  /** What the service needs. */
  readonly needed: string;
  /** What to do. Absent when all is well. */
  readonly fix?: string;
}

/** What was found and what is needed, before it is judged. */
export type Facts = Pick<Finding, 'check' | 'found' | 'needed'>;

export function ok(facts: Facts): Finding {
  return { ...facts, verdict: 'ok' };
}

export function failed(facts: Facts, fix: string): Finding {
  return { ...facts, verdict: 'failed', fix };
}

export function warning(facts: Facts, fix: string): Finding {
  return { ...facts, verdict: 'warning', fix };
}

export function unknown(facts: Facts, fix: string): Finding {
  return { ...facts, verdict: 'unknown', fix };
}
