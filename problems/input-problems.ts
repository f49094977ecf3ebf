import { define, type Spoken } from './catalogue';
import type { Pointer } from './pointer';
import type { Problem } from './problem';
import { showChoices, showValue } from './show-value';

/** What is allowed: a phrase that completes "it must be", or a clause of its own. */
type Expected = { readonly rule: string } | { readonly fix: string };

/** A value that is not what it must be. */
export type Unfit = Expected & {
  readonly value: unknown;
  /** Whether nobody wrote it: it is a default of the installation. */
  readonly isDefault?: boolean;
  /** Whether it must not be shown. */
  readonly isSecret?: boolean;
};

/** A place in a text. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

function shown({ value, isDefault, isSecret }: Unfit): string {
  if (isSecret === true) return 'the value given (not shown)';
  return `${showValue(value)}${isDefault === true ? ' (default)' : ''}`;
}

const spokenAt = ({ line, column }: TextPosition): string => `line ${line}, column ${column}`;
const mustBe = (expected: Expected): string => ('rule' in expected ? `it must be ${expected.rule}` : expected.fix);
const unfit = { says: (where: string, details: Unfit) => `${where} is ${shown(details)}`, advice: mustBe };

/** What is said of a placeholder, in any template or text. */
export const placeholderSays = 'is still a placeholder';

/**
 * What can be wrong with any input: values of a chart, props, a file of settings, an annotation, templates, the fields of
 * a Pod. A mistake has one code and one sentence wherever it is made.
 */
export const inputProblems = {
  unknownKey: define<{
    /** What was probably meant. */
    readonly near?: string;
    readonly known?: readonly string[];
    /** In place of these. */
    readonly advice?: string;
    /** The key, where the place is too long to be printed whole. */
    readonly key?: string;
  }>({
    code: 'CAI1001',
    name: 'unknown-key',
    title: 'A key that is not there to be set.',
    fix: 'correct the spelling, or remove the key',
    says: (where, { key }) => `${where}${key === undefined ? '' : `: ${showValue(key)}`} is not a key`,
    advice: ({ near, known, advice }) => {
      if (near !== undefined) return `did you mean ${showValue(near)}?`;
      if (known !== undefined) return `remove it, or use one of ${showChoices(known)}`;
      return advice ?? 'correct the spelling, or remove the key';
    },
  }),
  missing: define<Expected>({
    code: 'CAI1002',
    name: 'missing-key',
    title: 'A key that must have a value; also a default that was taken away with null.',
    fix: 'give the key a value, or drop the null',
    says: (where) => `${where} has no value`,
    advice: mustBe,
  }),
  wrongType: define<Unfit>({
    code: 'CAI1003',
    name: 'wrong-type',
    title: 'A value of another type than the key takes.',
    fix: 'quote texts that look like numbers or booleans (with helm: --set-string); do not quote numbers and booleans',
    ...unfit,
  }),
  pattern: define<Unfit>({
    code: 'CAI1004',
    name: 'wrong-form',
    title: 'A text that does not have the form that the key asks for.',
    fix: 'write the value in the form that the message shows',
    ...unfit,
  }),
  range: define<Unfit>({
    code: 'CAI1005',
    name: 'out-of-range',
    title: 'A number, or the length of a list or text, outside its limits.',
    fix: 'choose a value within the limits that the message shows',
    ...unfit,
  }),
  notOneOf: define<Unfit>({
    code: 'CAI1006',
    name: 'not-one-of',
    title: 'A value that is not among the allowed ones.',
    fix: 'choose one of the values that the message lists',
    ...unfit,
  }),
  badKey: define<Expected>({
    code: 'CAI1007',
    name: 'wrong-key-form',
    title: 'A key of a map, such as a label or a resource name, that does not have the form it must have.',
    fix: 'correct the key',
    says: (where) => `${where} cannot be a key`,
    advice: mustBe,
  }),
  duplicateKey: define<TextPosition>({
    code: 'CAI1008',
    name: 'duplicate-key',
    title: 'A key that is written more than once.',
    fix: 'keep one of them',
    says: (where, at) => `${where} is written again at ${spokenAt(at)}`,
  }),
  placeholder: define<{ readonly value: unknown }>({
    code: 'CAI1009',
    name: 'placeholder-left',
    title: 'A placeholder of the instructions was not filled in.',
    fix: 'put your own value in its place',
    says: (where, { value }) => `${where} ${placeholderSays}: ${showValue(value)}`,
  }),
  unreadable: define<{ readonly format: 'JSON' | 'YAML'; readonly fault: string }>({
    code: 'CAI1010',
    name: 'unreadable-text',
    title: 'A text that is not JSON, or not YAML, where it must be.',
    fix: 'correct the text there',
    document: 'the text',
    says: (where, { format, fault }) => `${where} is not ${format}: ${fault}`,
  }),
  empty: define<{ readonly expected: string }>({
    code: 'CAI1011',
    name: 'empty-text',
    title: 'A text, a file or standard input without anything in it.',
    fix: 'write what belongs there',
    document: 'the text',
    says: (where) => `${where} is empty`,
    advice: ({ expected }) => `write ${expected}`,
  }),
  tooDeep: define<TextPosition & { readonly limit: number }>({
    code: 'CAI1012',
    name: 'nested-too-deep',
    title: 'A text whose objects and lists are nested too deep.',
    fix: 'remove what is nested so deep: nothing that is read lies there',
    document: 'the text',
    says: (where, { limit, ...at }) => `${where} is nested deeper than ${limit} levels at ${spokenAt(at)}`,
  }),
} as const;

/** A value of another type, or none at all. */
export function typeProblem(at: Pointer, details: Unfit, spoken?: Spoken): Problem {
  return details.value === undefined
    ? inputProblems.missing.at(at, details, spoken)
    : inputProblems.wrongType.at(at, details, spoken);
}

const limits = new Set([inputProblems.pattern, inputProblems.range, inputProblems.notOneOf].map(({ code }) => code));

/** Whether the value is of the right type, and can be gone on with. */
export function isLimit({ code }: Problem): boolean {
  return limits.has(code);
}
