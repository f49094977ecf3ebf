import { jsonPointer, type Problem } from '../../problems';
import { Findings } from '../findings';
import * as problems from './option-problems';
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

function matches(option: StringOption, value: string): boolean {
  // The length first: it bounds the work of the pattern.
  return value.length <= (option.maxLength ?? Infinity) && patterns.get(option.key)?.test(value) === true;
}

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
    findings.push(problems.wrongType.at(pointer, { ...written, expected: 'a string' }));
    return undefined;
  }
  const left = placeholder.exec(value);
  if (left !== null) {
    findings.push(problems.placeholderLeft.at(pointer, { ...written, placeholder: left[0] }));
  } else if (matches(option, value)) {
    return value;
  } else if (component !== undefined && component !== 'cachefs') {
    findings.push(problems.unsupportedVersion.at(pointer, written));
  } else {
    findings.push(problems.invalidValue.at(pointer, written));
  }
  return undefined;
}

/** Reads the value of a boolean option; what is wrong with it is added to the findings. */
export function readBoolean(option: BooleanOption, value: unknown, findings: Problem[]): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const details = { value, expected: 'a boolean', rule: option.rule };
  findings.push(problems.wrongType.at(jsonPointer(option.key), details));
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
  else readSecurePorts(value, jsonPointer(option.key), findings, option.rule);
  return [...findings];
}
