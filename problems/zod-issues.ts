// A file of its own, and not in the index: who reads no schema need not carry it. Of zod it takes types alone.
import type { core } from 'zod';
import { didYouMean } from './did-you-mean';
import { inputProblems, typeProblem, type Unfit } from './input-problems';
import { jsonPointer } from './pointer';
import type { Problem } from './problem';
import { showValue } from './show-value';

/** What a schema says of one place, as far as messages need it. */
export interface SchemaFacts {
  /** Keys that the place may have; empty where it is no closed object. */
  readonly keys: readonly string[];
  /** What the place is for, in one line. */
  readonly purpose: string;
  readonly isWholeNumber: boolean;
  /** Whether the value must not be shown. */
  readonly isSecret: boolean;
}

/**
 * What an issue of zod says to a user.
 *
 * @param input what was parsed
 * @param factsAt what the schema says of a path; nothing where it has no such place
 */
export function problemsOfIssue(
  issue: core.$ZodIssue,
  input: unknown,
  factsAt: (path: readonly string[]) => SchemaFacts | undefined,
): Problem[] {
  const path = issue.path.map(String);
  const at = jsonPointer(...path);
  const facts = factsAt(path);
  const given = valueAt(input, path);
  const { isSecret = false } = facts ?? {};
  const unfit = (rule: string): Unfit => ({ value: given, rule, isSecret });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const near = didYouMean(key, facts?.keys ?? []);
        return inputProblems.unknownKey.at(jsonPointer(...path, key), near === undefined ? {} : { near }, inValues);
      });
    case 'invalid_type':
      // zod asks for a number first and for a whole one only then
      return [typeProblem(at, unfit(wanted(facts?.isWholeNumber === true ? 'int' : issue.expected)), inValues)];
    case 'invalid_union':
      return [typeProblem(at, unfit(unionWanted(issue)), inValues)];
    case 'invalid_format':
      return [inputProblems.pattern.at(at, { value: given, isSecret, fix: formWanted(issue, facts) }, inValues)];
    case 'too_small': {
      const rule = `at least ${issue.minimum.toString()}${counted(issue.origin)}`;
      return [inputProblems.range.at(at, unfit(rule), inValues)];
    }
    case 'too_big': {
      const rule = `at most ${issue.maximum.toString()}${counted(issue.origin)}`;
      return [inputProblems.range.at(at, unfit(rule), inValues)];
    }
    case 'invalid_value': {
      const choice = unfit(`one of ${issue.values.map((one) => showValue(one)).join(', ')}`);
      const kind = given === undefined ? inputProblems.missing : inputProblems.notOneOf;
      return [kind.at(at, choice, inValues)];
    }
    case 'invalid_key':
      return [inputProblems.badKey.at(at, { fix: keyRule(issue.issues) }, inValues)];
    default:
      return [typeProblem(at, { value: given, isSecret, fix: issue.message }, inValues)];
  }
}

const inValues = { notation: 'dotted', document: 'the values' } as const;

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** A type as the user knows it. */
export function wanted(type: string): string {
  return words[type] ?? type;
}

function unionWanted(issue: core.$ZodIssueInvalidUnion): string {
  const expected = issue.errors.flatMap((branch) =>
    branch.map((one) => (one.code === 'invalid_type' ? wanted(one.expected) : one.message)),
  );
  return [...new Set(expected)].join(' or ');
}

function formWanted(issue: core.$ZodIssueInvalidStringFormat, facts: SchemaFacts | undefined): string {
  const { purpose = '' } = facts ?? {};
  const tellsMore = purpose !== '' && !purpose.includes(issue.message);
  return `it must ${formOf(issue)}${tellsMore ? ` (${purpose})` : ''}`;
}

/** The words that the schema gives beside a pattern; the pattern itself where it gives none. */
function formOf({ message, pattern, format }: core.$ZodIssueInvalidStringFormat): string {
  return message.startsWith('Invalid') ? `match ${pattern ?? format}` : `be ${message}`;
}

function counted(origin: string): string {
  if (origin === 'array') return ' items';
  return origin === 'string' ? ' characters' : '';
}

function keyRule(issues: readonly core.$ZodIssue[]): string {
  const [first] = issues;
  return first?.code === 'invalid_format' ? `it must ${formOf(first)}` : 'it is not allowed';
}

/** The value at a path of an input; nothing where there is none. */
function valueAt(input: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined,
    input,
  );
}
