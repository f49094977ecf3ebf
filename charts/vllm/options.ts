import {
  and,
  cond,
  field,
  fromJson,
  isList,
  isString,
  named,
  nonEmpty,
  not,
  orElse,
  type Input,
  text,
} from '../../helm';
import { placeholderOptions, type Values } from './values';

/** The options as JSON text, in whichever of the two forms they were given. */
export function optionsJson(v: Values): string {
  // a text stays as it is, a map becomes its JSON
  return named('options-json', text`${orElse<unknown>(v.caiOptions, placeholderOptions)}`);
}

/**
 * One option whose value is a text, or no text at all. Helm may render this before it asks the rules, so what they
 * refuse must not end in an error of the template.
 */
export function textOption(v: Values, key: string): Input<string> {
  return cond(isString(field(options(v), key)), field(options(v), key, 'string'), '');
}

function options(v: Values): Input<Record<string, unknown>> {
  return named('cai-options', fromJson(optionsJson(v)));
}

/** Whether the options switch TNG off: an empty list of ports, where none would mean all. */
export function isPlaintext(v: Values): Input<boolean> {
  const ports = field(options(v), 'tng-http-secure-ports');
  return and(isList(ports), not(nonEmpty(ports)));
}
