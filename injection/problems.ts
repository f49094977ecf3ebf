import { showPointer } from './show-value';

/** `error`: the request is refused. `warning`: it is honoured, and the user is told. */
export type Severity = 'error' | 'warning';

/** One finding about one place of what the user wrote. */
export interface Problem {
  /** Stable code such as `CAI5003`. */
  readonly code: string;
  /** Stable kebab-case name such as `unknown-option`. */
  readonly name: string;
  readonly severity: Severity;
  /** Where: a JSON pointer (RFC 6901); empty for the whole document. No two problems of one code share it. */
  readonly pointer: string;
  /** One line that is complete on its own: code, name, where, the value, what is allowed, how to fix it. */
  readonly message: string;
}

/** What the catalogue tells about a kind of problem; docs/errors.md is made from it. */
export interface CatalogueEntry {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What to change, as the clause that ends a message. */
  readonly fix: string;
}

/** For a kind of problem about which the pointer says everything. */
export type NoDetails = Readonly<Record<string, never>>;

/** How a kind of problem is described. */
export interface ProblemDefinition<Details extends object> {
  /** `CAI` and four digits. */
  readonly code: string;
  /** Lower-case words joined by hyphens. */
  readonly name: string;
  /** @default 'error' */
  readonly severity?: Severity;
  readonly title: string;
  readonly fix: string;
  /** What the empty pointer stands for. @default 'the document' */
  readonly document?: string;
  /** The first half of the message: where, the value, what is wrong. `where` is ready to print. */
  readonly says: (where: string, details: Details) => string;
  /** The second half: what to do in this very case. @default the `fix` */
  readonly advice?: (details: Details) => string;
}

/** A kind of problem in the catalogue, ready to be raised. */
export interface ProblemKind<Details extends object> extends CatalogueEntry {
  /** A problem of this kind at a JSON pointer. */
  at(pointer: string, details: Details): Problem;
}

/**
 * A new kind of problem. Every room defines its own: `CAI5xxx` are those of the injection.
 *
 * @throws RangeError when the code or the name does not have its form: a mistake of the programmer
 */
export function defineProblem<Details extends object>(definition: ProblemDefinition<Details>): ProblemKind<Details> {
  const { code, name, title, fix, severity = 'error', document = 'the document', says, advice } = definition;
  if (!/^CAI[1-9][0-9]{3}$/u.test(code)) throw new RangeError(`"${code}" is not CAI and four digits`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/u.test(name)) throw new RangeError(`"${name}" is not kebab-case`);
  return {
    code,
    name,
    severity,
    title,
    fix,
    at(pointer, details) {
      const where = pointer === '' ? document : showPointer(pointer);
      const message = `${code} ${name}: ${says(where, details)}; ${advice?.(details) ?? fix}`;
      return { code, name, severity, pointer, message };
    },
  };
}

/** Thrown where problems cannot be returned. Its message lists every problem, one a line. */
export class CaiError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join('\n'));
    this.name = 'CaiError';
    this.problems = problems;
  }
}
