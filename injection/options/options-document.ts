import { inputProblems, typeProblem, type Problem } from '../../problems';
import { readJson } from '../json/json';
import { isObject } from '../json/json-object';
import { textProblem } from '../json/text-problems';

/** The options as they were written, before any check of their keys. Plain JSON data, own keys only. */
export type OptionsDocument = Readonly<Record<string, unknown>>;

/**
 * Longest text that is read, in UTF-16 code units. 64 ports with their expressions need a fraction of it; the work and the
 * number of messages stay bounded for whoever can create a Pod.
 */
export const maxOptionsLength = 65_536;

const spoken = { document: 'the text of the options' } as const;
const expected = 'a JSON object with at least "cipher-text-volume", "model-decryption-key-id" and "trustee-address"';
const rule = 'a JSON object, such as {"cipher-text-volume": "pvc-oss", …}';

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
    findings.push(typeProblem('', { value: input, rule }, spoken));
    return undefined;
  }
  if (text.length > maxOptionsLength) {
    const limit = `a text of at most ${maxOptionsLength} characters`;
    findings.push(inputProblems.range.at('', { value: text, rule: limit }, spoken));
    return undefined;
  }
  const reading = readJson(text);
  if (reading.kind !== 'value') {
    findings.push(textProblem(reading, expected, spoken));
    return undefined;
  }
  for (const { pointer, ...position } of reading.duplicates) {
    findings.push(inputProblems.duplicateKey.at(pointer, position));
  }
  const { value } = reading;
  if (isObject(value)) return value;
  findings.push(typeProblem('', { value, rule }, spoken));
  return undefined;
}
