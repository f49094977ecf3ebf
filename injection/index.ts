export * from './names';
export { readJson, type DuplicateKey, type JsonReading, type TextPosition } from './json/json';
export {
  defaultVersions,
  defaultVersionSet,
  isInRange,
  setsHolding,
  supportedPattern,
  versionedComponents,
  versionSetChoices,
  versionSetNamed,
  versionSetNames,
  versionSets,
  type CaiVersions,
  type DeployedVersions,
  type VersionedComponent,
  type VersionSet,
  type VersionSetName,
} from './version-sets';
export {
  optionKeys,
  optionTable,
  placeholderPattern,
  type AuthoritiesOption,
  type BooleanKey,
  type BooleanOption,
  type OptionDescription,
  type OptionKey,
  type PortsOption,
  type StringKey,
  type StringOption,
} from './options/option-table';
export { checkOption } from './options/option-values';
export {
  authoritiesPattern,
  authoritiesRule,
  maxAuthoritiesLength,
  privateKeyPattern,
  readAuthorities,
  validityWarnings,
  type Authorities,
} from './authorities/authorities';
export type { Certificate } from './authorities/certificate';
export * as authorityProblems from './authorities/problems';
export { maxSecurePorts, securePortKeys, type SecurePort } from './options/secure-ports';
export { readRequestRegex, type RequestRegexReading } from './options/request-regex';
export * as optionProblems from './options/option-problems';
export { maxOptionsLength } from './options/options-document';
export { parseOptions, type CaiOptions, type ParsedOptions, type ParseSettings } from './options/options';
export { camelCase, formatOptions, type CaiOptionsInput, type SecurePortInput } from './options/format-options';
export type { Container, Json, JsonObject, Named } from './json/json-object';
export { isObject, jsonEqual } from './json/json-object';
export { unknownKeys } from './json/unknown-keys';
export type { InjectionPlan, PlaintextVolume, SecuredPort } from './plan/injection-plan';
export { imageHost, imageStep, templateFields } from './templates/template-fields';
export { defaultTemplates, type SidecarTemplate, type SidecarTemplates } from './templates/sidecar-templates';
export { readTemplates, type ParsedTemplates } from './templates/template-reading';
export * as podProblems from './pod/pod-problems';
export * as workloadProblems from './workload-problems';
export { cipherFolder } from './sidecars/paths';
export { inject, type Injection } from './inject';
export type { Admission, Decision, Verdict } from './admission';
export { admitPod, verifyPod } from './admit';
export {
  checkWorkload,
  podTemplateOf,
  workloadKinds,
  type PodTemplateReading,
  type WorkloadVerdict,
} from './workloads';
export type { PartVerdict } from './any-kind';
export { createPatch, type PatchOperation } from './json/patch';
