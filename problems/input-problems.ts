import { define } from './catalogue';

const notation = 'dotted';
const document = 'the values';

/** What can be wrong with any input that has a schema: values of a chart, props, and files of the same form. */
export const inputProblems = {
  unknownKey: define({
    code: 'HELM1001',
    name: 'unknown-key',
    title: 'A key that is not there to be set.',
    fix: 'correct the spelling, or remove the key',
    notation,
    document,
  }),
  missing: define({
    code: 'HELM1002',
    name: 'missing-key',
    title: 'A key that must have a value; also a default that was taken away with null.',
    fix: 'give the key a value, or drop the null',
    notation,
    document,
  }),
  wrongType: define({
    code: 'HELM1003',
    name: 'wrong-type',
    title: 'A value of another type than the key takes.',
    fix: 'quote texts that look like numbers or booleans (with helm: --set-string); do not quote numbers and booleans',
    notation,
    document,
  }),
  pattern: define({
    code: 'HELM1004',
    name: 'wrong-form',
    title: 'A text that does not have the form that the key asks for.',
    fix: 'write the value in the form that the message shows',
    notation,
    document,
  }),
  range: define({
    code: 'HELM1005',
    name: 'out-of-range',
    title: 'A number, or the length of a list or text, outside its limits.',
    fix: 'choose a value within the limits that the message shows',
    notation,
    document,
  }),
  notOneOf: define({
    code: 'HELM1006',
    name: 'not-one-of',
    title: 'A value that is not among the allowed ones.',
    fix: 'choose one of the values that the message lists',
    notation,
    document,
  }),
  badKey: define({
    code: 'HELM1007',
    name: 'wrong-key-form',
    title: 'A key of a map, such as a label or a resource name, that does not have the form it must have.',
    fix: 'correct the key',
    notation,
    document,
  }),
} as const;
