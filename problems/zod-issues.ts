// A file of its own, and not in the index: who reads no schema need not carry it. Of zod it takes types alone.
import type { core } from 'zod';
import { didYouMean } from './did-you-mean';
import { inputProblems } from './input-problems';
import { jsonPointer, type Pointer } from './pointer';
import type { Problem } from './problem';
import { showValue } from './show-value';

/** What a schema says of one place, as far as messages need it. */
export interface SchemaFacts {
  /** Keys that the place may have; empty where it is no closed object. */
  readonly keys: readonly string[];
  /** What the place is for, in one line; it tells the form where a pattern is too long to. */
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
  const value = facts?.isSecret === true ? 'the value given (not shown)' : showValue(given);
  const says = `is ${value}`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const near = didYouMean(key, facts?.keys ?? []);
        const fix = near === undefined ? {} : { fix: `did you mean ${showValue(near)}?` };
        return inputProblems.unknownKey.worded(jsonPointer(...path, key), { says: 'is not a key', ...fix });
      });
    case 'invalid_type':
      // zod asks for a number first and for a whole one only then
      return typeFault(at, given, {
        says,
        fix: `it must be ${wanted(facts?.isWholeNumber === true ? 'int' : issue.expected)}`,
      });
    case 'invalid_union':
      return [inputProblems.wrongType.worded(at, { says, fix: `it must be ${unionWanted(issue)}` })];
    case 'invalid_format':
      return [inputProblems.pattern.worded(at, { says, fix: formWanted(issue, facts) })];
    case 'too_small':
      return [
        inputProblems.range.worded(at, {
          says,
          fix: `it must be at least ${issue.minimum.toString()}${counted(issue.origin)}`,
        }),
      ];
    case 'too_big':
      return [
        inputProblems.range.worded(at, {
          says,
          fix: `it must be at most ${issue.maximum.toString()}${counted(issue.origin)}`,
        }),
      ];
    case 'invalid_value':
      return [
        inputProblems.notOneOf.worded(at, {
          says,
          fix: `it must be one of ${issue.values.map((one) => showValue(one)).join(', ')}`,
        }),
      ];
    case 'invalid_key':
      return [inputProblems.badKey.worded(at, { says: 'cannot be a key', fix: keyRule(issue.issues) })];
    default:
      return typeFault(at, given, { says, fix: issue.message });
  }
}

function typeFault(at: Pointer, given: unknown, { says, fix }: { says: string; fix: string }): Problem[] {
  if (given === undefined) return [inputProblems.missing.worded(at, { says: 'has no value', fix })];
  return [inputProblems.wrongType.worded(at, { says, fix })];
}

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

// a longer pattern does not fit a line, and helps nobody
const maxPatternLength = 60;

function formWanted({ pattern, format }: core.$ZodIssueInvalidStringFormat, facts: SchemaFacts | undefined): string {
  const form = pattern ?? format;
  const purpose = facts?.purpose ?? '';
  if (purpose === '') return `it must match ${form}`;
  return form.length > maxPatternLength
    ? `it must have another form (${purpose})`
    : `it must match ${form} (${purpose})`;
}

function counted(origin: string): string {
  if (origin === 'array') return ' items';
  return origin === 'string' ? ' characters' : '';
}

function keyRule(issues: readonly core.$ZodIssue[]): string {
  const [first] = issues;
  return first?.code === 'invalid_format' ? `it must match ${first.pattern ?? first.format}` : 'it is not allowed';
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
