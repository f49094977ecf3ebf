import { z } from 'zod';
import { optionTable, type StringKey } from '../../injection';

/** A text that is handed to the injection as an option, under the option's own rules. */
export function optionField(key: StringKey, description: string) {
  const option = optionTable.find((one) => one.key === key);
  if (option?.type !== 'string') throw new RangeError(`${key} is not an option with a text`);
  const field = z.string().regex(new RegExp(option.pattern, 'u'), option.rule);
  const limited = option.maxLength === undefined ? field : field.max(option.maxLength);
  return limited.meta({ description: `${description} Write ${option.rule}.`, example: option.example });
}
