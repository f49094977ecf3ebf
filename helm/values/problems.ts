import { define, inputProblems } from '../../problems';

/** What can be wrong with values before a chart's own rules are asked. */
export const valuesProblems = {
  ...inputProblems,
  unreadable: define<{ says: string }>({
    code: 'HELM1008',
    name: 'unreadable-values',
    title: 'A values file that cannot be read: not YAML, or a key written twice, or not a map.',
    fix: 'correct the file at the line that the message shows',
    says: (_, { says }) => says,
    advice: () => '',
  }),
  unwritable: define({
    code: 'HELM1009',
    name: 'unwritable-text',
    title: 'A value with a character or a key that cannot be written into a manifest.',
    fix: 'remove the character, or rename the key; such characters mostly come from copying out of a formatted document',
    notation: 'dotted',
  }),
} as const;
