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

  public override push(...found: Problem[]): number {
    for (const problem of found) {
      if (this.counts[problem.severity] >= maxReported) continue;
      this.counts[problem.severity]++;
      super.push(problem);
    }
    return this.length;
  }
}
