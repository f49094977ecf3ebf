import {
  inputProblems,
  isWithin,
  jsonPointer,
  typeProblem,
  type DetailedKind,
  type Pointer,
  type Problem,
  type Unfit,
} from '../../problems';
import { readAuthorities } from '../authorities/authorities';
import { readJson } from '../json/json';
import { isObject, type Json, type JsonObject } from '../json/json-object';
import { textProblem } from '../json/text-problems';
import { unknownKeys } from '../json/unknown-keys';
import { components, type Component } from '../names';
import { mixedVersionSets, unsupportedVersion } from '../options/option-problems';
import { setsHolding, versionedComponents, versionSets } from '../version-sets';
import { defaultTemplates, type SidecarTemplate, type SidecarTemplates } from './sidecar-templates';
import { templateFields, type TemplateField } from './template-fields';

/** Templates, or why there are none. */
export interface ParsedTemplates {
  /** Absent exactly when there are problems. */
  readonly templates?: SidecarTemplates;
  /** Everything that is wrong. */
  readonly problems: readonly Problem[];
}

// as the values are spoken of that templates are made from
const spoken = { notation: 'dotted', document: 'the text of the sidecar templates' } as const;

/** What is wrong with a value, by itself: nothing where it is right. */
type Check = (value: unknown) => DetailedKind<Unfit> | undefined;

const { wrongType, pattern: wrongForm, range, notOneOf } = inputProblems;

function textCheck(pattern: string, maxLength = Infinity): Check {
  const expression = new RegExp(pattern, 'u');
  return (value) => {
    if (typeof value !== 'string') return wrongType;
    // the length first: it bounds the work of the pattern
    if (value.length > maxLength) return range;
    return expression.test(value) ? undefined : wrongForm;
  };
}

const isMap: Check = (value) => (isObject(value) ? undefined : wrongType);

function wordsCheck(pattern: string): Check {
  const check = textCheck(pattern);
  return (value) => {
    if (!Array.isArray(value)) return wrongType;
    if (value.length === 0) return range;
    return value.map(check).find((kind) => kind !== undefined);
  };
}

function checkOf(field: TemplateField): Check {
  switch (field.type) {
    case 'text':
      return textCheck(field.pattern, field.maxLength);
    case 'choice':
      return (value) => (field.choices.some((one) => one === value) ? undefined : notOneOf);
    case 'words':
      return wordsCheck(field.pattern);
    case 'object':
      return isMap;
  }
}

const checks = Object.fromEntries(
  Object.entries(templateFields).map(([key, field]) => [key, checkOf(field)]),
) as Readonly<Record<keyof SidecarTemplate, Check>>;

const templateKeys = Object.keys(checks) as (keyof SidecarTemplate)[];

const { amounts } = templateFields.resources;
const isResource = new RegExp(amounts.names, 'u');
const quantityText = textCheck(amounts.pattern);

/** Adds what is wrong with a value to the findings. */
function refuse(
  check: Check,
  pointer: Pointer,
  { value, rule }: { value: unknown; rule: string },
  findings: Problem[],
): boolean {
  const kind = check(value);
  if (kind !== undefined) findings.push(kind.at(pointer, { value, rule }, spoken));
  return kind !== undefined;
}

const quantity: Check = (value) => {
  if (typeof value !== 'number') return quantityText(value);
  return value < 0 ? range : undefined;
};

function checkAmounts(given: Json, pointer: Pointer, findings: Problem[]): void {
  const { rule } = amounts;
  if (refuse(isMap, pointer, { value: given, rule }, findings) || !isObject(given)) return;
  for (const [name, amount] of Object.entries(given)) {
    const at: Pointer = `${pointer}${jsonPointer(name)}`;
    if (!isResource.test(name)) findings.push(inputProblems.badKey.at(at, { rule: amounts.nameRule }, spoken));
    else refuse(quantity, at, { value: amount, rule: amounts.amountRule }, findings);
  }
}

function checkResources(given: JsonObject, pointer: Pointer, findings: Problem[]): void {
  for (const part of templateFields.resources.keys) {
    const amount = given[part];
    if (amount !== undefined) checkAmounts(amount, `${pointer}/${part}`, findings);
  }
}

function readTemplate(document: JsonObject, name: Component, findings: Problem[]): SidecarTemplate {
  const pointer: Pointer = `/sidecars/${name}`;
  findings.push(...unknownKeys(document, templateKeys, pointer, spoken));
  const written: Record<string, Json> = {};
  for (const key of templateKeys) {
    const value = Object.hasOwn(document, key) ? document[key] : undefined;
    const field: TemplateField = templateFields[key];
    const at: Pointer = `${pointer}/${key}`;
    if (value === undefined || refuse(checks[key], at, { value, rule: field.rule }, findings)) continue;
    written[key] = value;
    if (field.type !== 'object' || !isObject(value)) continue;
    findings.push(...unknownKeys(value, field.keys, at, spoken));
    if (key === 'resources') checkResources(value, at, findings);
  }
  return { ...defaultTemplates.sidecars[name], ...written };
}

/** The default versions must be ones that a Pod without versions can run with. */
function checkVersions(sidecars: SidecarTemplates['sidecars'], findings: Problem[]): void {
  const inUse = versionedComponents.flatMap((component) => {
    const { version: value } = sidecars[component];
    const at: Pointer = `/sidecars/${component}/version`;
    // what is wrong with it by itself is told already, and the default in its place is nobody's choice
    if (findings.some((problem) => isWithin(at, problem.at))) return [];
    const sets = setsHolding({ [component]: value }, versionSets).map(({ name }) => name);
    if (sets.length > 0) return [{ component, key: component, value, sets }];
    findings.push(unsupportedVersion.at(at, { value }, spoken));
    return [];
  });
  const versions = Object.fromEntries(inUse.map(({ component, value }) => [component, value]));
  if (setsHolding(versions, versionSets).length > 0) return;
  findings.push(mixedVersionSets.at('/sidecars', { versions: inUse }, spoken));
}

const sidecarsRule = `a map with the sidecars ${components.map((name) => `"${name}"`).join(', ')}`;
const templateRule = 'a map such as {"image": "registry.example.com/product/tng"}';

function readSidecars(value: Json | undefined, findings: Problem[]): SidecarTemplates['sidecars'] {
  if (value !== undefined) refuse(isMap, '/sidecars', { value, rule: sidecarsRule }, findings);
  const document = isObject(value) ? value : {};
  findings.push(...unknownKeys(document, components, '/sidecars', spoken));
  const read = (name: Component): SidecarTemplate => {
    const template = Object.hasOwn(document, name) ? document[name] : undefined;
    if (template === undefined) return defaultTemplates.sidecars[name];
    refuse(isMap, `/sidecars/${name}`, { value: template, rule: templateRule }, findings);
    return isObject(template) ? readTemplate(template, name, findings) : defaultTemplates.sidecars[name];
  };
  return { aa: read('aa'), cdh: read('cdh'), tng: read('tng'), cachefs: read('cachefs') };
}

const example = '{"sidecars": {"tng": {"image": "registry.example.com/product/tng"}}}';

function readDocument(input: unknown, findings: Problem[]): JsonObject | undefined {
  const reading = typeof input === 'string' ? readJson(input) : undefined;
  if (reading !== undefined && reading.kind !== 'value') {
    findings.push(textProblem(reading, `a JSON object: ${example}`, spoken));
    return undefined;
  }
  for (const { pointer, line, column } of reading?.duplicates ?? []) {
    findings.push(inputProblems.duplicateKey.at(pointer, { line, column }, spoken));
  }
  const value = reading === undefined ? input : reading.value;
  if (isObject(value)) return value;
  findings.push(typeProblem('', { value, rule: `a JSON object, such as ${example}` }, spoken));
  return undefined;
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
  findings.push(...unknownKeys(document, ['sidecars', 'trusteeAuthorities', 'allowSampleEvidence'], '', spoken));
  const sidecars = readSidecars(document.sidecars, findings);
  checkVersions(sidecars, findings);
  const { trusteeAuthorities: given, allowSampleEvidence = defaultTemplates.allowSampleEvidence } = document;
  // what makes the text has no way to leave the key out
  const hasNone = given === undefined || given === '';
  const trusteeAuthorities = hasNone ? undefined : readAuthorities(given, '/trusteeAuthorities', findings, spoken);
  if (typeof allowSampleEvidence !== 'boolean') {
    const details = { value: allowSampleEvidence, rule: 'true or false, without quotes' };
    findings.push(wrongType.at('/allowSampleEvidence', details, spoken));
    return { problems: findings };
  }
  if (findings.length > 0) return { problems: findings };
  const templates = { sidecars, ...(trusteeAuthorities && { trusteeAuthorities }), allowSampleEvidence };
  return { templates, problems: [] };
}
