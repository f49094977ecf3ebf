import { distance } from 'fastest-levenshtein';

/** One thing wrong with the input, complete in its message. */
export interface Problem {
  /** Stable: documented in docs/errors.md. */
  readonly code: string;
  /** The values key, as in `service.port`. */
  readonly path: string;
  readonly message: string;
}

/** A kind of problem: what it is called and how a user mends it. */
export interface ProblemKind {
  readonly code: string;
  readonly name: string;
  /** What is wrong, in one line for the documentation. */
  readonly title: string;
  readonly fix: string;
}

/** What can be wrong with values before a chart's own rules are asked. */
export const valuesProblems = {
  unknownKey: {
    code: 'HELM1001',
    name: 'unknown-key',
    title: 'A key that the chart does not have.',
    fix: "Correct the spelling, or remove the key. The chart's README lists every key.",
  },
  missing: {
    code: 'HELM1002',
    name: 'missing-key',
    title: 'A key without which the chart cannot be rendered; also a default that was taken away with null.',
    fix: 'Give the key a value, or drop the null.',
  },
  wrongType: {
    code: 'HELM1003',
    name: 'wrong-type',
    title: 'A value of another type than the key takes.',
    fix: 'Quote texts that look like numbers or booleans (with helm: --set-string); do not quote numbers and booleans.',
  },
  pattern: {
    code: 'HELM1004',
    name: 'wrong-form',
    title: 'A text that does not have the form that the key asks for.',
    fix: 'Write the value in the form that the message shows.',
  },
  range: {
    code: 'HELM1005',
    name: 'out-of-range',
    title: 'A number, or the length of a list or text, outside its limits.',
    fix: 'Choose a value within the limits that the message shows.',
  },
  notOneOf: {
    code: 'HELM1006',
    name: 'not-one-of',
    title: 'A value that is not among the allowed ones.',
    fix: 'Choose one of the values that the message lists.',
  },
  badKey: {
    code: 'HELM1007',
    name: 'wrong-key-form',
    title: 'A key of a map, such as a label or a resource name, that does not have the form it must have.',
    fix: 'Correct the key.',
  },
  unreadable: {
    code: 'HELM1008',
    name: 'unreadable-values',
    title: 'A values file that cannot be read: not YAML, or a key written twice, or not a map.',
    fix: 'Correct the file at the line that the message shows.',
  },
  unwritable: {
    code: 'HELM1009',
    name: 'unwritable-text',
    title: 'A value with a character or a key that cannot be written into a manifest.',
    fix: 'Remove the character, or rename the key. Such characters mostly come from copying out of a formatted document.',
  },
} as const satisfies Record<string, ProblemKind>;

export function problem(kind: ProblemKind, path: string, says: string): Problem {
  return { code: kind.code, path, message: `${kind.code} ${kind.name}: ${says}` };
}

/** Everything that is wrong with an input, thrown once. Its message has one line a problem. */
export class ProblemsError extends Error {
  public override readonly name = 'ProblemsError';

  public constructor(public readonly problems: readonly Problem[]) {
    super(problems.map(({ message }) => message).join('\n'));
  }
}

const readable = 80;

/** A value as it stands in a message: JSON, cut to a length that fits a line. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > readable ? `${text.slice(0, readable)}…` : text;
}

export function didYouMean(given: string, allowed: readonly string[]): string {
  const folded = given.toLowerCase();
  const near = allowed
    .map((word) => ({ word, away: distance(folded, word.toLowerCase()) }))
    .filter(({ word, away }) => away <= Math.max(2, Math.floor(word.length / 3)))
    .sort((a, b) => a.away - b.away)[0];
  return near ? `; did you mean "${near.word}"?` : '';
}
