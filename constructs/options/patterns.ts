import { pattern, text, type Input } from '../../helm';
import { optionTable, placeholderPattern } from '../../injection';
import { inputProblems, placeholderSays } from '../../problems';

/** What is left of an example that nobody filled in. */
export const placeholder = pattern(
  'placeholder',
  'a placeholder: something in angle brackets, or a word of three x and more',
  placeholderPattern,
);

/** What is said of a value that {@link placeholder} matches. Of a secret the value is not told. */
export function placeholderMessage(value?: Input<string>): Input<string> {
  const { fix } = inputProblems.placeholder;
  return value === undefined ? `${placeholderSays}; ${fix}` : text`${placeholderSays}: "${value}"; ${fix}`;
}

// the forms of the options, which rules of several rooms ask for
for (const option of optionTable) {
  if (option.type === 'string') pattern(`${option.key}-form`, option.rule, option.pattern);
}
