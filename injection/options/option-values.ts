import { inputProblems, jsonPointer, type Problem } from '../../problems';
import { readAuthorities } from '../authorities/authorities';
import { Findings } from '../findings';
import { unsupportedVersion } from './option-problems';
import {
  placeholderPattern,
  optionTable,
  type BooleanOption,
  type OptionDescription,
  type OptionKey,
  type StringOption,
} from './option-table';
import { readSecurePorts } from './secure-ports';

const placeholder = new RegExp(placeholderPattern, 'u');
const patterns = new Map<OptionKey, RegExp>(
  optionTable.flatMap((option) => (option.type === 'string' ? [[option.key, new RegExp(option.pattern, 'u')]] : [])),
);

/** Whether the value is one the user wrote or a default of the installation. */
export type Origin = 'written' | 'default';

/** Reads the value of a string option; what is wrong with it is added to the findings. */
export function readString(
  option: StringOption,
  value: unknown,
  findings: Problem[],
  origin: Origin,
): string | undefined {
  const { key, rule, component } = option;
  const pointer = jsonPointer(key);
  const written = { value, rule, isDefault: origin === 'default' };
  if (typeof value !== 'string') {
    findings.push(inputProblems.wrongType.at(pointer, written));
    return undefined;
  }
  if (value.length > (option.maxLength ?? Infinity)) {
    // first: it bounds the work of the patterns
    findings.push(inputProblems.range.at(pointer, written));
  } else if (placeholder.test(value)) {
    findings.push(inputProblems.placeholder.at(pointer, { value }));
  } else if (patterns.get(key)?.test(value) === true) {
    return value;
  } else if (component !== undefined && component !== 'cachefs') {
    findings.push(unsupportedVersion.at(pointer, written));
  } else {
    findings.push(inputProblems.pattern.at(pointer, written));
  }
  return undefined;
}

/** Reads the value of a boolean option; what is wrong with it is added to the findings. */
export function readBoolean(option: BooleanOption, value: unknown, findings: Problem[]): boolean | undefined {
  if (typeof value === 'boolean') return value;
  findings.push(inputProblems.wrongType.at(jsonPointer(option.key), { value, rule: option.rule }));
  return undefined;
}

/**
 * Checks the value of one option by itself: its JSON type and what the table allows, not the rules across options. The answer
 * holds errors and warnings.
 *
 * @param value JSON data: what JSON.parse can return
 */
export function checkOption(option: OptionDescription, value: unknown): Problem[] {
  const findings = new Findings();
  if (option.type === 'string') readString(option, value, findings, 'written');
  else if (option.type === 'boolean') readBoolean(option, value, findings);
  else if (option.type === 'authorities') readAuthorities(value, jsonPointer(option.key), findings);
  else readSecurePorts(value, jsonPointer(option.key), findings, option.rule);
  return [...findings];
}
