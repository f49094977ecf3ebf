import {
  didYouMean,
  inputProblems,
  jsonPointer,
  showChoices,
  showType,
  showValue,
  type Pointer,
  type Problem,
  type ProblemKind,
} from '../../problems';
import { readJson } from '../json/json';
import { isObject, type Json, type JsonObject } from '../json/json-object';
import { components, type Component } from '../names';
import { duplicateKey, mixedVersionSets, unsupportedVersion } from '../options/option-problems';
import { optionTable } from '../options/option-table';
import { defaultTemplates, type SidecarTemplate, type SidecarTemplates } from './sidecar-templates';
import { templateFields, type TemplateField } from './template-fields';
import { unreadableTemplates } from './template-problems';
import {
  setsHolding,
  versionedComponents,
  versionSetChoices,
  versionSets,
  type VersionedComponent,
} from '../version-sets';

/** Templates, or why there are none. */
export interface ParsedTemplates {
  /** Absent exactly when there are problems. */
  readonly templates?: SidecarTemplates;
  /** Everything that is wrong. */
  readonly problems: readonly Problem[];
}

// as the values are spoken of that templates are made from
const notation = 'dotted';

/** What is wrong with a value: its type, or the value itself. */
type Fault = 'type' | 'value' | undefined;

/** What a value must be; the rule completes "write …". */
interface Rule {
  readonly rule: string;
  /** What it is called when only the type is right. */
  readonly kind: ProblemKind;
  readonly faultOf: (value: unknown) => Fault;
  /** Keys of an object that has no others. */
  readonly keys?: readonly string[];
}

function matcher(pattern: string, maxLength = Infinity): (value: unknown) => boolean {
  const expression = new RegExp(pattern, 'u');
  // the length first: it bounds the work of the pattern
  return (value) => typeof value === 'string' && value.length <= maxLength && expression.test(value);
}

const valueFault = (isRight: boolean): Fault => (isRight ? undefined : 'value');
const objectFault = (value: unknown): Fault => (isObject(value) ? undefined : 'type');

function faultsOf(field: TemplateField): (value: unknown) => Fault {
  switch (field.type) {
    case 'text': {
      const fits = matcher(field.pattern, field.maxLength);
      return (value) => (typeof value === 'string' ? valueFault(fits(value)) : 'type');
    }
    case 'choice':
      return (value) => (typeof value === 'string' ? valueFault(field.choices.includes(value)) : 'type');
    case 'words': {
      const fits = matcher(field.pattern);
      return (value) => (Array.isArray(value) ? valueFault(value.length > 0 && value.every(fits)) : 'type');
    }
    case 'object':
      return objectFault;
  }
}

function ruleOf(field: TemplateField): Rule {
  const kind = field.type === 'choice' ? inputProblems.notOneOf : inputProblems.pattern;
  return { rule: field.rule, kind, faultOf: faultsOf(field), ...(field.type === 'object' && { keys: field.keys }) };
}

const rules: Readonly<Record<keyof SidecarTemplate, Rule>> = {
  image: ruleOf(templateFields.image),
  digest: ruleOf(templateFields.digest),
  version: ruleOf(templateFields.version),
  imagePullPolicy: ruleOf(templateFields.imagePullPolicy),
  command: ruleOf(templateFields.command),
  resources: ruleOf(templateFields.resources),
  securityContext: ruleOf(templateFields.securityContext),
};

const templateKeys = Object.keys(rules) as (keyof SidecarTemplate)[];

const { amounts } = templateFields.resources;
const isResource = matcher(amounts.names);
const isQuantityText = matcher(amounts.pattern);
const isQuantity = (value: unknown): boolean => (typeof value === 'number' ? value >= 0 : isQuantityText(value));

const quantities: Rule = {
  rule: amounts.rule,
  kind: inputProblems.pattern,
  faultOf: (value) =>
    isObject(value)
      ? valueFault(Object.entries(value).every(([name, amount]) => isResource(name) && isQuantity(amount)))
      : 'type',
};

function findUnknown(object: JsonObject, known: readonly string[], pointer: Pointer, findings: Problem[]): void {
  for (const key of Object.keys(object)
    .filter((one) => !known.includes(one))
    .sort()) {
    const near = didYouMean(key, known);
    const fix =
      near === undefined ? `remove it, or use one of ${showChoices(known)}` : `did you mean ${showValue(near)}?`;
    findings.push(inputProblems.unknownKey.worded(`${pointer}${jsonPointer(key)}`, { says: 'is not a key', fix }));
  }
}

/** Whether the value obeys the rule; what is wrong with it is added to the findings. */
function check(value: unknown, { rule, kind, faultOf, keys }: Rule, pointer: Pointer, findings: Problem[]): boolean {
  const before = findings.length;
  const fault = faultOf(value);
  const fix = `write ${rule}`;
  if (fault === 'type') findings.push(wrongType(pointer, value, fix));
  else if (fault === 'value') findings.push(kind.worded(pointer, { says: `cannot be ${showValue(value)}`, fix }));
  else if (keys !== undefined && isObject(value)) findUnknown(value, keys, pointer, findings);
  return findings.length === before;
}

function wrongType(pointer: Pointer, value: unknown, fix: string): Problem {
  return inputProblems.wrongType.worded(pointer, { says: `is ${showType(value)}: ${showValue(value)}`, fix });
}

const objectRule = (rule: string): Rule => ({ rule, kind: inputProblems.pattern, faultOf: objectFault });

function readTemplate(document: JsonObject, name: Component, findings: Problem[]): SidecarTemplate {
  const pointer: Pointer = `/sidecars/${name}`;
  findUnknown(document, templateKeys, pointer, findings);
  const written: Record<string, Json> = {};
  for (const key of templateKeys) {
    const value = Object.hasOwn(document, key) ? document[key] : undefined;
    if (value === undefined || !check(value, rules[key], `${pointer}/${key}`, findings)) continue;
    written[key] = value;
    if (key !== 'resources' || !isObject(value)) continue;
    for (const part of templateFields.resources.keys) {
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
    const pointer: Pointer = `/sidecars/${name}/version`;
    if (isSupported || option === undefined || findings.some((problem) => problem.at === pointer)) continue;
    const wording = { says: `cannot be ${showValue(value)}`, fix: `write ${option.rule}`, notation } as const;
    findings.push(unsupportedVersion.worded(pointer, wording));
  }
  if (setsHolding(inUse, versionSets).length > 0) return;
  const says = 'mix version sets, which cannot talk to each other';
  findings.push(
    mixedVersionSets.worded('/sidecars', { says, fix: `take all three from ${versionSetChoices}`, notation }),
  );
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
  if (fault !== undefined) findings.push(unreadableTemplates.at('', { fault }));
  if (typeof input !== 'string') return isObject(input) ? input : undefined;
  const reading = readJson(input);
  if (reading.kind !== 'value') return undefined;
  for (const { pointer, line, column } of reading.duplicates) {
    findings.push(duplicateKey.at(pointer, { line, column }).movedTo({ notation }));
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
    findings.push(wrongType('/allowSampleEvidence', allowSampleEvidence, 'write true or false, without quotes'));
    return { problems: findings };
  }
  return findings.length > 0 ? { problems: findings } : { templates: { sidecars, allowSampleEvidence }, problems: [] };
}
