import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { inputProblems, jsonPointer, keysOf, showValue, type Problem } from '../../problems';
import { optionProblems, placeholderPattern } from '../../injection';
import { parseValues } from '../../helm/values/parse';
import { CommandError, unusable } from '../command-error';
import { emptyInput } from '../general-problems';
import type { Io } from '../io';
import { report } from '../reporting';
import { readText } from '../text-files';
import { dataOf, placeOf, yamlProblems, type YamlSource } from '../yaml-places';
import { description, type Description } from './description';
import { optionFindings } from './option-findings';
import * as problems from './problems';
import { brokenRules } from './rules';

/** A description, and the text it came from. */
export interface ReadDescription {
  readonly description: Description;
  readonly source: YamlSource;
  /** Folder of the file: relative paths in it start there. */
  readonly folder: string;
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
  const { found, warnings, read } = parseDescription(await readText(io, path), path);
  report(io, warnings);
  if (found.length > 0) throw new CommandError(found);
  const folder = path === '-' ? io.cwd : dirname(resolve(io.cwd, path));
  return { ...read, folder };
}

/** What a text says, and everything that is wrong with it. */
export interface ParsedDescription {
  readonly read: Omit<ReadDescription, 'folder'>;
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
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const source: YamlSource = { file: path, text, document, lines };
  const faults = yamlProblems(source);
  if (faults.length > 0) throw unusable(...faults);
  const given = dataOf(source);
  if (given === null || given === undefined)
    throw unusable(emptyInput.at('', { path, expected: 'a description; "cai init" makes one' }));
  if (typeof given !== 'object' || Array.isArray(given)) {
    const says = `is ${showValue(given)}, not a map of keys`;
    throw unusable(problems.notAMap.worded('', { says }).movedTo({ place: placeOf(source, []) }));
  }
  const parsed = parseValues(description, given as Record<string, unknown>);
  const placeholders = placeholdersIn(given, [], source);
  const shape = parsed.problems
    .filter(({ at }) => !placeholders.some((one) => one.at === at))
    .map((problem) => placed(problem, source));
  const read = { description: parsed.values, source };
  // rules that read a wrong value say nothing of use
  if (shape.length + placeholders.length > 0) return { read, found: [...placeholders, ...shape], warnings: [] };
  const { problems: ofOptions, warnings } = optionFindings(parsed.values, source);
  return { read, found: [...brokenRules(parsed.values, source), ...ofOptions], warnings };
}

const placeholder = new RegExp(placeholderPattern, 'u');

function placeholdersIn(value: unknown, path: readonly string[], source: YamlSource): Problem[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => placeholdersIn(one, [...path, key], source));
  if (typeof value !== 'string' || !placeholder.test(value)) return [];
  const says = `is still a placeholder: ${showValue(value)}`;
  const problem = optionProblems.placeholderLeft.worded(jsonPointer(...path), { says, notation: 'dotted' });
  return [problem.movedTo({ place: placeOf(source, path) })];
}

function placed(problem: Problem, source: YamlSource): Problem {
  const isKey = problem.code === inputProblems.unknownKey.code || problem.code === inputProblems.badKey.code;
  return problem.movedTo({ place: placeOf(source, keysOf(problem.at), isKey ? 'key' : 'value') });
}
