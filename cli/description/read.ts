import { dirname, resolve } from 'node:path';
import { isMap, type ValuesMap } from '../../helm/values/coalesce';
import { parseValues } from '../../helm/values/parse';
import { notAMap } from '../../helm/values/read';
import { parseOptions, placeholderPattern } from '../../injection';
import { inputProblems, isWithin, jsonPointer, showValue, type Problem } from '../../problems';
import { CommandError, unusable } from '../command-error';
import { emptyInput } from '../general-problems';
import type { Io } from '../io';
import { report } from '../reporting';
import { readText } from '../text-files';
import { dataOf, placeOf, readLikeHelm, type YamlSource } from '../yaml-places';
import { ifDescriptionIsMissing } from './file-name';
import { authorityFindings } from './authority-findings';
import { chartSections, type ChartSection } from './section-names';
import { contradicted, derivedValues, withDerived, withOptionsMap } from './derived';
import { description, type Description, type OwnKeys } from './description';
import { optionFindings, tracedOption } from './option-findings';
import { placed, type Origins } from './origins';
import * as problems from './problems';

/** The values of one chart, as a description gives them. */
export interface SectionValues extends Origins {
  /** What stands in the section and what is derived, without the chart's defaults. */
  readonly values: ValuesMap;
}

/** A description, and the text it came from. */
export interface ReadDescription {
  readonly description: Description;
  readonly source: YamlSource;
  /** Folder of the file: relative paths in it start there. */
  readonly folder: string;
  readonly sections: Readonly<Record<ChartSection, SectionValues>>;
}

/**
 * Reads cai.yaml and reports its warnings.
 *
 * @param path of the file; `-` is standard input
 * @throws CommandError (1) with everything that is wrong, each with line and column; (2) when the file cannot be read or is
 *   no YAML
 */
export async function readDescription(io: Io, path: string): Promise<Description> {
  return (await readDescriptionFile(io, path)).description;
}

/** {@link readDescription}, for those who must say where in the file something stands. */
export async function readDescriptionFile(io: Io, path: string): Promise<ReadDescription> {
  const { found, warnings, read } = parseDescription(await readText(io, path, ifDescriptionIsMissing), path);
  report(io, warnings);
  if (found.length > 0) throw new CommandError(found);
  const folder = path === '-' ? io.cwd : dirname(resolve(io.cwd, path));
  return { ...read, folder };
}

/** A description that was read from a text. */
export type Read = Omit<ReadDescription, 'folder'>;

/** What a text says, and everything that is wrong with it. */
export interface ParsedDescription {
  /** Not to be used while something is wrong, but for looking at the values of the charts. */
  readonly read: Read;
  readonly found: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Parses the text of cai.yaml.
 *
 * @param path what the text came from, for messages
 * @throws CommandError (2) when it is no YAML, or empty
 */
export function parseDescription(text: string, path: string): ParsedDescription {
  const source = readLikeHelm(text, path);
  const given = mapIn(source);
  const { values: written, problems: shape } = parseValues(description, given, chartSections);
  const placeholders = placeholdersIn(own(given), [], source);
  const spoilt = shape
    .filter(({ at }) => !placeholders.some((one) => one.at === at))
    .map((problem) => placed(problem, source));
  const found = [...placeholders, ...spoilt];
  const keys = found.every(({ at }) => chartSections.some((name) => isWithin(at, `/${name}`))) ? written : standIn;
  const sections = sectionsOf(keys, given, source);
  const described = { ...keys, ...completed(sections) } as Description;
  const read: Read = { description: described, source, sections };
  const ofAuthorities = found.length > 0 ? { problems: [], warnings: [] } : authorityFindings(keys, source);
  found.push(...ofAuthorities.problems);
  if (found.length > 0) return { read, found, warnings: [] };
  const { problems: ofOptions, warnings } = optionFindings(described, sections.vllm);
  const ofSections = Object.values(sections).flatMap((section) => contradictions(section, given));
  return {
    read,
    found: [...ofSections, ...repeatedOptions(given, sections.vllm), ...ofOptions],
    warnings: [...ofAuthorities.warnings, ...warnings],
  };
}

// what would be derived from something wrong: with it the charts' values can be looked at all the same
const standIn: OwnKeys = parseValues(description, {
  model: { keyId: 'kbs:///stand/in/key' },
  trustee: { address: 'https://trustee.invalid/api' },
}).values;

function mapIn(source: YamlSource): ValuesMap {
  const given = dataOf(source);
  if (given === null || given === undefined)
    throw unusable(emptyInput(source.file, 'a description; "cai init" makes one'));
  if (isMap(given)) return given;
  throw unusable(notAMap(given, 'the file').movedTo({ place: placeOf(source, []) }));
}

function own(given: ValuesMap): ValuesMap {
  return Object.fromEntries(Object.entries(given).filter(([key]) => !chartSections.some((name) => name === key)));
}

const placeholder = new RegExp(placeholderPattern, 'u');

// in the values of a chart its own rules look for them
function placeholdersIn(value: unknown, path: readonly string[], source: YamlSource): Problem[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => placeholdersIn(one, [...path, key], source));
  // base64 may hold three x in a row
  if (typeof value !== 'string' || value.includes('-----BEGIN ') || !placeholder.test(value)) return [];
  const problem = inputProblems.placeholder.at(jsonPointer(...path), { value }, { notation: 'dotted' });
  return [problem.movedTo({ place: placeOf(source, path) })];
}

function sectionsOf(keys: OwnKeys, given: ValuesMap, source: YamlSource): Record<ChartSection, SectionValues> {
  const derived = derivedValues(keys);
  const sectionOf = (name: ChartSection): SectionValues => {
    const values = withDerived(name, writtenIn(name, given), derived[name]);
    return { section: name, derived: derived[name], source, values };
  };
  return { vllm: sectionOf('vllm'), webhook: sectionOf('webhook'), client: sectionOf('client') };
}

/** What stands in a section; the options of the Pods as a map. */
function writtenIn(name: ChartSection, given: ValuesMap): ValuesMap {
  const section = isMap(given[name]) ? given[name] : {};
  return name === 'vllm' ? withOptionsMap(section) : section;
}

/** The sections with the defaults of their charts. */
function completed(sections: Record<ChartSection, SectionValues>): Pick<Description, ChartSection> {
  const full = (name: ChartSection): unknown =>
    parseValues<unknown>(description.shape[name], sections[name].values).values;
  return { vllm: full('vllm'), webhook: full('webhook'), client: full('client') } as Pick<Description, ChartSection>;
}

function contradictions({ section, derived, source }: SectionValues, given: ValuesMap): Problem[] {
  return contradicted(writtenIn(section, given), derived).map(({ path, value, from }) => {
    const at = [section, ...path];
    const says = `is not ${showValue(value)}, which follows from ${from.join('.')} (${placeOf(source, from)})`;
    return problems.contradiction.worded(jsonPointer(...at), { says }).movedTo({ place: placeOf(source, at) });
  });
}

/** Options that a text says twice, which the map that is made of it cannot tell. */
function repeatedOptions(given: ValuesMap, vllm: SectionValues): Problem[] {
  const { caiOptions } = isMap(given.vllm) ? given.vllm : {};
  if (typeof caiOptions !== 'string') return [];
  return parseOptions(caiOptions)
    .problems.filter(({ code }) => code === inputProblems.duplicateKey.code)
    .map((problem) => tracedOption(problem, vllm));
}
