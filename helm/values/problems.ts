import { define } from '../../problems';

/** The one thing that can be wrong with values because of what templates are. */
export const unwritableText = define({
  code: 'CAI1013',
  name: 'unwritable-text',
  title: 'A value with a character or a key that cannot be written into a manifest.',
  fix: 'remove the character, or rename the key; such characters mostly come from copying out of a formatted document',
  notation: 'dotted',
});
