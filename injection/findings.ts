import type { Problem, Severity } from '../problems';

/** Nobody reads more, and whoever makes an object with a hundred thousand mistakes must not make them be told. */
export const maxReported = 100;

/** What is found, up to so many problems and as many warnings: what comes beyond is dropped while it is collected. */
export class Findings extends Array<Problem> {
  private readonly counts: Record<Severity, number> = { error: 0, warning: 0 };

  // what is made of a list of findings, by filter and the like, is a plain list
  public static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** Whether nothing more of this severity is taken. */
  public isFull(severity: Severity): boolean {
    return this.counts[severity] >= maxReported;
  }

  public override push(...found: Problem[]): number {
    for (const problem of found) {
      if (this.isFull(problem.severity)) continue;
      this.counts[problem.severity]++;
      super.push(problem);
    }
    return this.length;
  }
}

/**
 * Whether more of this severity would be told. To be asked wherever a Pod has thousands of places: to word a problem costs more than all else
 * that is done for one.
 */
export function takes(findings: readonly Problem[], severity: Severity): boolean {
  return !(findings instanceof Findings && findings.isFull(severity));
}
