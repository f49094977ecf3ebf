export * from './names';
export {
  CaiError,
  defineProblem,
  type CatalogueEntry,
  type NoDetails,
  type Problem,
  type ProblemDefinition,
  type ProblemKind,
  type Severity,
} from './problems';
export { showChoices, showPointer, showType, showValue } from './show-value';
export { didYouMean } from './did-you-mean';
export { jsonPointer, readJson, type DuplicateKey, type JsonReading, type TextPosition } from './json';
export {
  defaultVersions,
  versionedComponents,
  versionSetChoices,
  versionSetOf,
  versionSets,
  type CaiVersions,
  type VersionedComponent,
  type VersionSet,
  type VersionSetName,
} from './version-sets';
export {
  optionKeys,
  optionTable,
  placeholderPattern,
  type BooleanKey,
  type BooleanOption,
  type OptionDescription,
  type OptionKey,
  type PortsOption,
  type StringKey,
  type StringOption,
} from './option-table';
export { checkOption } from './option-values';
export { mostSecurePorts, securePortKeys, type SecurePort } from './secure-ports';
export { readRequestRegex, type RequestRegexReading } from './request-regex';
export { optionCatalogue } from './option-problems';
export { longestOptions } from './options-document';
export { parseOptions, type CaiOptions, type ParsedOptions, type ParseSettings } from './options';
export { formatOptions, type CaiOptionsInput, type SecurePortInput } from './format-options';
export type { Container, Json, JsonObject, Named } from './json-object';
export { isObject, jsonEqual } from './json-object';
export type { InjectionPlan, PlaintextVolume, SecuredPort } from './injection-plan';
export { defaultTemplates, type SidecarTemplate, type SidecarTemplates } from './sidecar-templates';
export { readTemplates, type ParsedTemplates } from './template-reading';
export { templateCatalogue } from './template-problems';
export { podCatalogue } from './pod-problems';
export { workloadCatalogue } from './workload-problems';
export { inject, type Injection } from './inject';
export type { Admission, Decision, Verdict } from './admission';
export { admitPod, verifyPod } from './admit';
export { admitEphemeralContainers } from './admit-ephemeral';
export {
  checkWorkload,
  podTemplateOf,
  workloadKinds,
  type PodTemplateReading,
  type WorkloadVerdict,
} from './workloads';
export { createPatch, type PatchOperation } from './patch';
