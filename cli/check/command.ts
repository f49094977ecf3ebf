import { Option, type Command } from 'commander';
import { basename } from 'node:path';
import type { Problem } from '../../problems';
import { CommandError, exitCodes, unusable } from '../command-error';
import { optionsAnnotation } from '../../injection/names';
import { descriptionFile, ifDescriptionIsMissing } from '../description/file-name';
import { chartNames } from '../description/section-names';
import { notOurs } from '../general-problems';
import type { Io } from '../io';
import { describe, outputOption } from '../manual';
import { filesOption, recursiveOption } from '../manifests/files-option';
import { templatesOption } from '../manifests/templates';
import { printJson, report } from '../reporting';
import { shownPath } from '../text-files';
import type { Findings } from './findings';

interface Options {
  readonly file?: readonly string[];
  readonly recursive: boolean;
  readonly templates?: string;
  readonly chart?: string;
  readonly output: 'text' | 'json';
}

export function checkCommand(program: Command, io: Io): void {
  const command = program
    .command('check')
    .summary('check options, manifests, cai.yaml or values of a chart')
    .argument('[files...]', 'files, YAML or JSON, and folders with them; - is standard input; cai.yaml without any')
    .addOption(filesOption())
    .addOption(recursiveOption())
    .addOption(templatesOption())
    .addOption(new Option('--chart <chart>', 'take the file for values of this chart').choices(chartNames))
    .addOption(outputOption())
    .action((files: readonly string[], options: Options) => check(io, files, options));
  describe(command, {
    description: [
      'Says everything that is wrong with a file, and what is allowed but risky, each with its line and column. What the file is shows in it: an object with kind or apiVersion is a manifest, of which every Pod and workload is checked as the webhook would; a map with the keys model and trustee, or with a section such as vllm, is cai.yaml, which is checked with the values of the charts that come of it; a map with keys of options is the options of a Pod, as they stand in its annotation; any other is a values file of the chart that has most of its keys, or of the one that --chart names. What is none of these is named as such.',
      'With -o json the result is an object with the keys checked, problems and warnings, and for values chart; of several files it is a list of such objects, each with its file.',
    ],
    examples: [
      ['cai check', 'cai.yaml in this folder'],
      ['cai check options.json', 'options before they become an annotation'],
      ['cai check -R manifests', 'every manifest in a folder and the folders in it'],
      ['cai check deployment.yaml', 'what the webhook would refuse'],
      ['cai check my-values.yaml', 'what the chart would refuse, without Helm and a cluster'],
      ['cai check cai.yaml -o json', 'for a pipeline'],
    ],
  });
}

async function check(io: Io, names: readonly string[], options: Options): Promise<void> {
  const named = [...(options.file ?? []), ...names];
  const given = named.length === 0 ? [descriptionFile] : named;
  const { namedFiles } = await import('../manifests/files');
  const files = await namedFiles(io, given, options.recursive);
  const [checked, unreadable] = await allFindings(io, files, options);
  const isWrong = checked.some(({ found }) => found.problems.length > 0);
  if (options.output === 'json') printJson(io, files.length === 1 ? checked[0]?.found : checked.map(asRow));
  else {
    report(
      io,
      checked.flatMap(({ found }) => found.warnings),
    );
    for (const { file, found } of checked) if (found.problems.length === 0) io.stdout.write(inOrder(file, found));
  }
  if (unreadable.length > 0) {
    report(
      io,
      checked.flatMap(({ found }) => (options.output === 'json' ? [] : found.problems)),
    );
    throw unusable(...unreadable);
  }
  if (isWrong && options.output === 'json') io.exitCode = exitCodes.refused;
  else if (isWrong) throw new CommandError(checked.flatMap(({ found }) => found.problems));
}

interface CheckedFile {
  readonly file: string;
  readonly found: Findings;
}

const asRow = ({ file, found }: CheckedFile): object => ({ file: shownPath(file), ...found });

/** What is found in each file, and why some cannot be read. */
async function allFindings(
  io: Io,
  files: readonly string[],
  options: Options,
): Promise<[CheckedFile[], readonly Problem[]]> {
  const [checked, unreadable]: [CheckedFile[], Problem[]] = [[], []];
  for (const file of files) {
    try {
      checked.push({ file, found: await findingsIn(io, file, options) });
    } catch (error) {
      if (files.length === 1 || !(error instanceof CommandError)) throw error;
      unreadable.push(...error.problems);
    }
  }
  return [checked, unreadable];
}

function inOrder(file: string, found: Findings): string {
  const { length } = found.warnings;
  if (found.counts?.protected === 0) return `${shownPath(file)}: ${unprotected(found.counts.objects)}\n`;
  const risks = length === 0 ? '' : length === 1 ? ', with one warning' : `, with ${length} warnings`;
  return `${shownPath(file)}: ${nameOf(found)} in order${risks}\n`;
}

/** What is no business of the webhook's. */
function unprotected(objects: number): string {
  const counted = objects === 1 ? 'one manifest, which does not ask' : `${objects} manifests, none of which asks`;
  return `${counted} for protection: the webhook leaves Pods without the annotation ${optionsAnnotation} as they are`;
}

function nameOf({ checked, chart = '' }: Findings): string {
  const names: Readonly<Record<Findings['checked'], string>> = {
    options: 'the options are',
    manifests: 'the manifests are',
    description: 'the description is',
    values: `the values of the chart ${chart} are`,
  };
  return names[checked];
}

async function findingsIn(io: Io, file: string, { templates: path, chart }: Options): Promise<Findings> {
  const [{ readText }, { parseManifests }, { templatesOf }, findings] = await Promise.all([
    import('../text-files'),
    import('../manifests/reading'),
    import('../manifests/templates'),
    import('./findings'),
  ]);
  const templates = await templatesOf(io, path);
  const text = await readText(io, file, basename(file) === descriptionFile ? ifDescriptionIsMissing : undefined);
  const documents = parseManifests(text, file);
  const kind = chart === undefined ? findings.kindOfFile(documents, file) : 'values';
  if (kind === 'manifests') return findings.findingsInManifests(documents, templates);
  if (kind === 'description') {
    const { findingsInDescription } = await import('./description-findings');
    return findingsInDescription(text, file);
  }
  const [first] = documents;
  if (kind === 'values' && first) {
    const { findingsInValues } = await import('./values-findings');
    const found = findingsInValues(first, chart);
    if (found) return found;
    const keys = Object.keys(first.data as object);
    if (findings.isForeign(keys)) throw unusable(notOurs.at('', { path: file, keys }));
  }
  // parseManifests refuses what has no document
  return first ? findings.findingsInOptions(first, templates) : { checked: 'options', problems: [], warnings: [] };
}
