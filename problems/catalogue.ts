import type { Notation, Pointer } from './pointer';
import { Problem, type Severity } from './problem';

/** How a place is spoken of, where it is not as the kind has it. */
export interface Spoken {
  /** @default that of the kind */
  readonly notation?: Notation;
  /** What the empty pointer stands for. @default that of the kind */
  readonly document?: string;
}

/** A problem in words of its own, in place of those of its kind. */
export interface Wording extends Spoken {
  /** What follows the place: the value, and what is wrong with it. */
  readonly says: string;
  /** What to do; empty when `says` tells it. @default the `fix` of the kind */
  readonly fix?: string;
}

/** A kind of problem in the catalogue. */
export interface ProblemKind {
  /** Capital letters and four digits. */
  readonly code: string;
  /** Lower-case words joined by hyphens. */
  readonly name: string;
  readonly severity: Severity;
  /** What is wrong, in a few words: a line of the documentation. */
  readonly title: string;
  /** What to change. */
  readonly fix: string;
  /** A problem of this kind in words that the caller finds. */
  worded(at: Pointer, wording: Wording): Problem;
}

/** A kind of problem that knows its words; it needs to hear the details. */
export interface DetailedKind<Details extends object> extends ProblemKind {
  /** A problem of this kind at a place. */
  at(pointer: Pointer, details: Details, spoken?: Spoken): Problem;
}

/** For a kind of problem about which the place says everything. */
export type NoDetails = Readonly<Record<string, never>>;

/** How a kind of problem is described. */
export interface KindDefinition {
  readonly code: string;
  readonly name: string;
  /** @default 'error' */
  readonly severity?: Severity;
  readonly title: string;
  /** As the clause that ends a message. */
  readonly fix: string;
  /** What the empty pointer stands for. @default 'the document' */
  readonly document?: string;
  /** How its messages print a place. @default 'pointer' */
  readonly notation?: Notation;
}

/** How a kind of problem that knows its words is described. */
export interface DetailedDefinition<Details extends object> extends KindDefinition {
  /** The first half of the message: where, the value, what is wrong. `where` is ready to print. */
  readonly says: (where: string, details: Details) => string;
  /** The second half: what to do in this very case. @default the `fix` */
  readonly advice?: (details: Details) => string;
}

const byCode = new Map<string, ProblemKind>();
const byName = new Map<string, ProblemKind>();

/**
 * A new kind of problem, which from now on is in the catalogue. Every room defines its own, beside the code that finds them.
 *
 * @throws RangeError when the code or the name does not have its form, or is taken: a mistake of the programmer
 */
export function define(definition: KindDefinition): ProblemKind;
export function define<Details extends object>(definition: DetailedDefinition<Details>): DetailedKind<Details>;
export function define<Details extends object>(
  definition: KindDefinition | DetailedDefinition<Details>,
): ProblemKind | DetailedKind<Details> {
  const {
    code,
    name,
    severity = 'error',
    title,
    fix,
    document: whole = 'the document',
    notation = 'pointer',
  } = definition;
  if (!/^[A-Z]+[1-9][0-9]{3}$/u.test(code)) throw new RangeError(`"${code}" is not capital letters and four digits`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/u.test(name)) throw new RangeError(`"${name}" is not kebab-case`);
  const taken = byCode.get(code) ?? byName.get(name);
  if (taken) throw new RangeError(`"${code} ${name}" is defined already, as "${taken.code} ${taken.name}"`);
  const parts = { code, name, severity, notation, whole };
  const kind: ProblemKind = {
    code,
    name,
    severity,
    title,
    fix,
    worded: (at, { says, fix: own = fix, ...spoken }) =>
      new Problem({ ...spokenOf(parts, spoken), at, fix: own, sentence: (where) => `${where} ${says}` }),
  };
  const complete = 'says' in definition ? { ...kind, at: raised(definition, parts) } : kind;
  byCode.set(code, complete);
  byName.set(name, complete);
  return complete;
}

type KindParts = Pick<ConstructorParameters<typeof Problem>[0], 'code' | 'name' | 'severity' | 'notation' | 'whole'>;

function spokenOf(parts: KindParts, { notation = parts.notation, document: whole = parts.whole }: Spoken): KindParts {
  return { ...parts, notation, whole };
}

function raised<Details extends object>(
  { fix, says, advice }: DetailedDefinition<Details>,
  parts: KindParts,
): DetailedKind<Details>['at'] {
  return (at, details, spoken = {}) =>
    new Problem({
      ...spokenOf(parts, spoken),
      at,
      fix: advice?.(details) ?? fix,
      sentence: (where) => says(where, details),
    });
}

/** Every kind of problem that the rooms loaded so far define, in the order of the codes. */
export function catalogue(): readonly ProblemKind[] {
  return [...byCode.values()].sort((one, other) => (one.code < other.code ? -1 : 1));
}
