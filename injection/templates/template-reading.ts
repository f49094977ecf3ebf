import { didYouMean } from '../did-you-mean';
import { readJson, jsonPointer } from '../json/json';
import { isObject, type Json, type JsonObject } from '../json/json-object';
import { components, type Component } from '../names';
import { optionTable } from '../options/option-table';
import type { Problem } from '../problems';
import { showType } from '../show-value';
import { defaultTemplates, type SidecarTemplate, type SidecarTemplates } from './sidecar-templates';
import * as problems from './template-problems';
import { setsHolding, versionedComponents, versionSets, type VersionedComponent } from '../version-sets';

/** Templates, or why there are none. */
export interface ParsedTemplates {
  /** Absent exactly when there are problems. */
  readonly templates?: SidecarTemplates;
  /** Everything that is wrong. */
  readonly problems: readonly Problem[];
}

/** What a value must be. Its fault is `type` or `value`; the rule completes "write …". */
interface Rule {
  readonly rule: string;
  readonly faultOf: (value: unknown) => 'type' | 'value' | undefined;
  /** Keys of an object that has no others. */
  readonly keys?: readonly string[];
}

function textRule(rule: string, pattern: RegExp, maxLength = 255): Rule {
  // the length first: it bounds the work of the pattern
  const fits = (text: string): boolean => text.length <= maxLength && pattern.test(text);
  return { rule, faultOf: (value) => (typeof value !== 'string' ? 'type' : fits(value) ? undefined : 'value') };
}

const isCommand = (value: unknown[]): boolean =>
  value.length > 0 && value.every((word) => typeof word === 'string' && word !== '' && !word.includes('\0'));

const isQuantity = (value: unknown): boolean =>
  typeof value === 'number'
    ? value >= 0
    : typeof value === 'string' && /^[0-9]+(\.[0-9]+)?([EPTGMk]i?|[mun]|[eE][0-9]+)?$/u.test(value);

const objectFault = (value: unknown): 'type' | undefined => (isObject(value) ? undefined : 'type');

const component = '[a-z0-9]+([._-]+[a-z0-9]+)*';
const image = new RegExp(`^([A-Za-z0-9.-]+(:[0-9]+)?/)?${component}(/${component})*$`, 'u');

const quantities: Rule = {
  rule: 'quantities by resource, such as {"cpu": "250m", "memory": "512Mi"}',
  faultOf: (value) => (!isObject(value) ? 'type' : Object.values(value).every(isQuantity) ? undefined : 'value'),
};

const rules: Readonly<Record<keyof SidecarTemplate, Rule>> = {
  image: textRule(
    'the name of an image without tag and digest, such as "registry.example.com/product/tng"; "version" and "digest" hold those',
    image,
  ),
  digest: textRule('a digest: "sha256:" and 64 hexadecimal digits', /^sha256:[0-9a-f]{64}$/u),
  version: textRule(
    'an image tag: letters, digits, "_" and, not first, "." and "-", at most 128 characters',
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/u,
  ),
  imagePullPolicy: textRule('"Always", "IfNotPresent" or "Never"', /^(Always|IfNotPresent|Never)$/u),
  command: {
    rule: 'a list with the program and its arguments, such as ["/usr/local/bin/attestation-agent"]',
    faultOf: (value) => (!Array.isArray(value) ? 'type' : isCommand(value) ? undefined : 'value'),
  },
  resources: {
    rule: 'resources such as {"requests": {"cpu": "50m"}, "limits": {"memory": "256Mi"}}',
    faultOf: objectFault,
    keys: ['requests', 'limits'],
  },
  securityContext: {
    rule: 'a container\'s securityContext, such as {"readOnlyRootFilesystem": true}',
    faultOf: objectFault,
    keys: [
      'allowPrivilegeEscalation',
      'appArmorProfile',
      'capabilities',
      'privileged',
      'procMount',
      'readOnlyRootFilesystem',
      'runAsGroup',
      'runAsNonRoot',
      'runAsUser',
      'seLinuxOptions',
      'seccompProfile',
    ],
  },
};

const templateKeys = Object.keys(rules) as (keyof SidecarTemplate)[];

function findUnknown(object: JsonObject, known: readonly string[], pointer: string, findings: Problem[]): void {
  for (const key of Object.keys(object)
    .filter((one) => !known.includes(one))
    .sort()) {
    const suggestion = didYouMean(key, known);
    const details = suggestion === undefined ? { known } : { known, suggestion };
    findings.push(problems.unknownTemplateKey.at(pointer + jsonPointer(key), details));
  }
}

/** Whether the value obeys the rule; what is wrong with it is added to the findings. */
function check(value: unknown, { rule, faultOf, keys }: Rule, pointer: string, findings: Problem[]): boolean {
  const before = findings.length;
  const fault = faultOf(value);
  if (fault === 'type') findings.push(problems.wrongTemplateType.at(pointer, { value, rule }));
  else if (fault === 'value') findings.push(problems.invalidTemplateValue.at(pointer, { value, rule }));
  else if (keys !== undefined && isObject(value)) findUnknown(value, keys, pointer, findings);
  return findings.length === before;
}

const objectRule = (rule: string): Rule => ({ rule, faultOf: objectFault });

function readTemplate(document: JsonObject, name: Component, findings: Problem[]): SidecarTemplate {
  const pointer = `/sidecars/${name}`;
  findUnknown(document, templateKeys, pointer, findings);
  const written: Record<string, Json> = {};
  for (const key of templateKeys) {
    const value = Object.hasOwn(document, key) ? document[key] : undefined;
    if (value === undefined || !check(value, rules[key], `${pointer}/${key}`, findings)) continue;
    written[key] = value;
    if (key !== 'resources' || !isObject(value)) continue;
    for (const part of ['requests', 'limits']) {
      if (value[part] !== undefined) check(value[part], quantities, `${pointer}/resources/${part}`, findings);
    }
  }
  return { ...defaultTemplates.sidecars[name], ...written };
}

/** The default versions must be ones that a Pod without versions can run with. */
function checkVersions(sidecars: SidecarTemplates['sidecars'], findings: Problem[]): void {
  const inUse: Partial<Record<VersionedComponent, string>> = {};
  for (const name of versionedComponents) {
    const value = sidecars[name].version;
    const isSupported = setsHolding({ [name]: value }, versionSets).length > 0;
    if (isSupported) inUse[name] = value;
    const option = optionTable.find(({ key }) => key === `${name}-version`);
    const pointer = `/sidecars/${name}/version`;
    if (isSupported || option === undefined || findings.some((problem) => problem.pointer === pointer)) continue;
    findings.push(problems.invalidTemplateValue.at(pointer, { value, rule: option.rule }));
  }
  if (setsHolding(inUse, versionSets).length === 0) findings.push(problems.mixedTemplateVersions.at('/sidecars', {}));
}

function readSidecars(value: Json | undefined, findings: Problem[]): SidecarTemplates['sidecars'] {
  const rule = objectRule(`an object with the sidecars ${components.map((name) => `"${name}"`).join(', ')}`);
  const document = value !== undefined && check(value, rule, '/sidecars', findings) && isObject(value) ? value : {};
  findUnknown(document, components, '/sidecars', findings);
  const read = (name: Component): SidecarTemplate => {
    const template = Object.hasOwn(document, name) ? document[name] : undefined;
    if (template === undefined) return defaultTemplates.sidecars[name];
    const shape = objectRule('an object such as {"image": "registry.example.com/product/tng"}');
    if (!check(template, shape, `/sidecars/${name}`, findings) || !isObject(template))
      return defaultTemplates.sidecars[name];
    return readTemplate(template, name, findings);
  };
  return { aa: read('aa'), cdh: read('cdh'), tng: read('tng'), cachefs: read('cachefs') };
}

/** What keeps the input from being an object. */
function documentFault(input: unknown): string | undefined {
  if (typeof input !== 'string') return isObject(input) ? undefined : `is ${showType(input)}`;
  const reading = readJson(input);
  if (reading.kind === 'empty') return 'is empty';
  if (reading.kind === 'depth') return `is nested deeper than ${reading.limit} levels`;
  if (reading.kind === 'value') return isObject(reading.value) ? undefined : `is ${showType(reading.value)}`;
  const { line, column } = reading.position;
  return `is not JSON: at line ${line}, column ${column} expected ${reading.expected}`;
}

function readDocument(input: unknown, findings: Problem[]): JsonObject | undefined {
  const fault = documentFault(input);
  if (fault !== undefined) findings.push(problems.unreadableTemplates.at('', { fault }));
  if (typeof input !== 'string') return isObject(input) ? input : undefined;
  const reading = readJson(input);
  if (reading.kind !== 'value') return undefined;
  for (const { pointer, line, column } of reading.duplicates) {
    findings.push(problems.duplicateTemplateKey.at(pointer, { line, column }));
  }
  return isObject(reading.value) ? reading.value : undefined;
}

/**
 * Checks the sidecar templates of an installation and fills in defaults for what is left out. Never throws; every problem is
 * reported at once.
 *
 * @param input JSON text, or the same as an already parsed value
 */
export function readTemplates(input: unknown): ParsedTemplates {
  const findings: Problem[] = [];
  const document = readDocument(input, findings);
  if (document === undefined) return { problems: findings };
  findUnknown(document, ['sidecars', 'allowSampleEvidence'], '', findings);
  const sidecars = readSidecars(document.sidecars, findings);
  checkVersions(sidecars, findings);
  const { allowSampleEvidence = defaultTemplates.allowSampleEvidence } = document;
  if (typeof allowSampleEvidence !== 'boolean') {
    const details = { value: allowSampleEvidence, rule: 'true or false, without quotes' };
    findings.push(problems.wrongTemplateType.at('/allowSampleEvidence', details));
    return { problems: findings };
  }
  return findings.length > 0 ? { problems: findings } : { templates: { sidecars, allowSampleEvidence }, problems: [] };
}
