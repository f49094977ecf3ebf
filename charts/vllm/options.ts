import { cond, field, fromJson, isList, isString, nonEmpty, not, and, toJson, type Templated } from '../../helm';
import type { Values } from './values';

/** The options as JSON text, in whichever of the two forms they were given. */
export function optionsJson(v: Values): string {
  const given = v.caiOptions as string;
  return cond(isString(given), given, toJson(given) as string);
}

/** One option whose value is a text. */
export function textOption(v: Values, key: string): Templated<string> {
  return field(options(v), key, 'string');
}

function options(v: Values): Templated<Record<string, unknown>> {
  return fromJson(optionsJson(v));
}

/** Whether the options switch TNG off: an empty list of ports, where none would mean all. */
export function isPlaintext(v: Values): Templated<boolean> {
  const ports = field(options(v), 'tng-http-secure-ports');
  return and(isList(ports), not(nonEmpty(ports)));
}
