import { pattern } from '../../helm';
import { optionTable, placeholderPattern } from '../../injection';

/** What is left of an example that nobody filled in. */
export const placeholder = pattern(
  'placeholder',
  'a placeholder: something in angle brackets, or a word of three x and more',
  placeholderPattern,
);

// the forms of the options, which rules of several rooms ask for
for (const option of optionTable) {
  if (option.type === 'string') pattern(`${option.key}-form`, option.rule, option.pattern);
}
