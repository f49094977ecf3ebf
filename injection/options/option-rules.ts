import { jsonPointer, type Problem } from '../../problems';
import type { Authorities } from '../authorities/authorities';
import { authoritiesWithoutHttps } from '../authorities/problems';
import * as problems from './option-problems';
import { optionTable, type BooleanKey, type StringKey } from './option-table';
import type { OptionsDocument } from './options-document';
import type { SecurePort } from './secure-ports';
import { setsHolding, versionedComponents, versionSets, type VersionSetName } from '../version-sets';

/** What the options hold, each value checked by itself; a value that was refused is absent. */
export interface ReadValues {
  readonly strings: Partial<Record<StringKey, string>>;
  readonly booleans: Partial<Record<BooleanKey, boolean>>;
  authorities?: Authorities;
  ports?: readonly SecurePort[];
}

/** Values of which none is missing or was refused. */
export interface CompleteValues extends ReadValues {
  readonly strings: Record<StringKey, string>;
  readonly booleans: Record<BooleanKey, boolean>;
}

/** Whether every option of the table has its value. */
export function isComplete(values: ReadValues): values is CompleteValues {
  return optionTable.every((option) => {
    if (option.type === 'ports' || option.type === 'authorities') return true;
    const value = option.type === 'string' ? values.strings[option.key] : values.booleans[option.key];
    return value !== undefined;
  });
}

/** The set of the versions that were not refused; undefined when there are none or no set holds all of them. */
export function readVersionSet(
  values: ReadValues,
  document: OptionsDocument,
  findings: Problem[],
): VersionSetName | undefined {
  const versions = versionedComponents.flatMap((component) => {
    const key = `${component}-version` as const;
    const value = values.strings[key];
    if (value === undefined) return [];
    const sets = setsHolding({ [component]: value }, versionSets).map(({ name }) => name);
    return sets.length === 0 ? [] : [{ component, key, value, sets, isDefault: !Object.hasOwn(document, key) }];
  });
  if (versions.length === 0) return undefined;
  const inUse = Object.fromEntries(versions.map(({ component, value }) => [component, value]));
  const [set] = setsHolding(inUse, versionSets);
  if (set === undefined) findings.push(problems.mixedVersionSets.at('', { versions }));
  return set?.name;
}

/** GPU evidence needs TDX evidence; without both only sample evidence is left, which the operator must have allowed. */
export function checkEvidence(
  values: ReadValues,
  document: OptionsDocument,
  allowsSample: boolean,
  findings: Problem[],
): void {
  if (values.booleans['tdx-ra-enable'] !== false) return;
  const gpu = values.booleans['gpu-ra-enable'];
  const pointer = jsonPointer('tdx-ra-enable');
  if (gpu === true) {
    findings.push(problems.gpuWithoutTdx.at(pointer, { isGpuDefault: !Object.hasOwn(document, 'gpu-ra-enable') }));
  } else if (gpu === false) {
    const kind = allowsSample ? problems.sampleEvidenceAllowed : problems.sampleEvidence;
    findings.push(kind.at(pointer, {}));
  }
}

/** Warns of a Trustee that is reached over plain http, and of what is then not looked at. */
export function checkTrustee(values: ReadValues, findings: Problem[]): void {
  const value = values.strings['trustee-address'];
  if (value?.startsWith('http://') !== true) return;
  findings.push(problems.plainTrustee.at(jsonPointer('trustee-address'), { value }));
  if (values.authorities !== undefined)
    findings.push(authoritiesWithoutHttps.at(jsonPointer('trustee-authorities'), {}));
}
