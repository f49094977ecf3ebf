import { inputProblems, showValue, type Problem, type Spoken } from '../../problems';
import type { JsonReading } from './json';

/**
 * Why a text has no JSON value.
 *
 * @param expected what to write into an empty one
 */
export function textProblem(
  reading: Exclude<JsonReading, { kind: 'value' }>,
  expected: string,
  spoken: Spoken,
): Problem {
  if (reading.kind === 'empty') return inputProblems.empty.at('', { expected }, spoken);
  const { line, column } = reading.position;
  if (reading.kind === 'depth') return inputProblems.tooDeep.at('', { line, column, limit: reading.limit }, spoken);
  const found = reading.found === undefined ? 'the end of the text' : showValue(reading.found);
  const fault = `at line ${line}, column ${column} expected ${reading.expected} but found ${found}`;
  return inputProblems.unreadable.at('', { format: 'JSON', fault }, spoken);
}
