import type { Problem } from '../../problems';
import { readJson } from '../json/json';
import * as problems from './option-problems';

/** The options as they were written, before any check of their keys. Plain JSON data, own keys only. */
export type OptionsDocument = Readonly<Record<string, unknown>>;

/**
 * Longest text that is read, in UTF-16 code units. 64 ports with their expressions need a fraction of it; the work and the
 * number of messages stay bounded for whoever can create a Pod.
 */
export const maxOptionsLength = 65_536;

/** A value as JSON text. Absent when it has none: a function, a cycle, a bigint, a getter that throws. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // the reason is foreign code or V8's wording; the caller names the value instead
    return undefined;
  }
}

/**
 * Reads the options as a document: a JSON text, or a value that goes through JSON, so that whatever a caller passes becomes
 * plain data. What is wrong is added to the findings; a repeated key does not keep the rest from being read.
 */
export function readDocument(input: unknown, findings: Problem[]): OptionsDocument | undefined {
  const text = typeof input === 'string' ? input : input === undefined ? '' : textOf(input);
  if (text === undefined) {
    findings.push(problems.notAnObject.at('', { value: input, isJson: false }));
    return undefined;
  }
  if (text.length > maxOptionsLength) {
    findings.push(problems.optionsTooLong.at('', { length: text.length, most: maxOptionsLength }));
    return undefined;
  }
  const reading = readJson(text);
  if (reading.kind === 'empty') {
    findings.push(problems.emptyOptions.at('', {}));
  } else if (reading.kind === 'syntax') {
    const { expected, found } = reading;
    const details = { ...reading.position, expected };
    findings.push(problems.invalidJson.at('', found === undefined ? details : { ...details, found }));
  } else if (reading.kind === 'depth') {
    findings.push(problems.nestedTooDeep.at('', { ...reading.position, limit: reading.limit }));
  } else {
    for (const { pointer, ...position } of reading.duplicates) {
      findings.push(problems.duplicateKey.at(pointer, position));
    }
    const { value } = reading;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as OptionsDocument;
    findings.push(problems.notAnObject.at('', { value, isJson: true }));
  }
  return undefined;
}
