import { printed, type Notation, type Pointer } from './pointer';

/** `error`: what was asked for is refused. `warning`: it is honoured, and the user is told. */
export type Severity = 'error' | 'warning';

/** What a problem is made of. */
export interface ProblemParts {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  readonly at: Pointer;
  readonly notation: Notation;
  /** What the empty pointer stands for, as in "the document". */
  readonly whole: string;
  /** What is wrong. `where` is the place, ready to print. */
  readonly sentence: (where: string) => string;
  readonly fix: string;
  readonly place?: string;
  readonly within?: Pointer;
}

/** Where a problem is moved to; what is left out stays as it is. */
export interface Move {
  /** As in `values.yaml:12:5`. */
  readonly place?: string;
  readonly at?: Pointer;
  readonly notation?: Notation;
  /** Where one way in refuses what another one tells. */
  readonly severity?: Severity;
  /** Where the text stands into which `at` leads. */
  readonly within?: Pointer;
}

/** One finding about one place of what the user wrote. */
export class Problem {
  /** Stable, listed in docs/errors.md. */
  public readonly code: string;
  /** Stable kebab-case name. */
  public readonly name: string;
  public readonly severity: Severity;
  /** Where in what the user wrote. No two problems of one code share it. */
  public readonly at: Pointer;
  /** Where that stands: file, line and column, and the like. Absent when it came from no file. */
  public readonly place?: string;
  /** Where the text stands into which `at` leads, such as an annotation. Absent when `at` leads into the whole itself. */
  public readonly within?: Pointer;
  /** What is wrong, with the place it is about and the value. */
  public readonly says: string;
  /** What to do in this very case; empty when `says` tells it already. */
  public readonly fix: string;
  /** The one line that users see. Complete: often nothing but the message crosses a border. */
  public readonly message: string;
  readonly #parts: ProblemParts;

  public constructor(parts: ProblemParts) {
    const { code, name, severity, at, notation, whole, sentence, fix, place, within } = parts;
    this.#parts = parts;
    this.code = code;
    this.name = name;
    this.severity = severity;
    this.at = at;
    if (place !== undefined) this.place = place;
    if (within !== undefined) this.within = within;
    this.says = sentence(at === '' ? whole : printed(at, notation));
    this.fix = fix;
    this.message = `${code} ${name}: ${place === undefined ? '' : `${place}: `}${this.says}${fix === '' ? '' : `; ${fix}`}`;
  }

  /** The same problem where the user can find it: in a file, or in a larger whole that holds what was looked at. */
  public movedTo(move: Move): Problem {
    return new Problem({ ...this.#parts, ...move });
  }
}

/** Thrown where problems cannot be returned: everything that is wrong, once. Its message has one line a problem. */
export class ProblemsError extends Error {
  public readonly problems: readonly Problem[];

  public constructor(problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('\n'));
    this.name = 'ProblemsError';
    this.problems = problems;
  }
}
