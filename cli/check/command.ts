import { Option, type Command } from 'commander';
import { CommandError, exitCodes } from '../command-error';
import { chartNames } from '../description/section-names';
import type { Io } from '../io';
import { describe, outputOption } from '../manual';
import { templatesOption } from '../manifests/templates';
import { printJson, report } from '../reporting';
import { shownPath } from '../text-files';
import type { Findings } from './findings';

interface Options {
  readonly templates?: string;
  readonly chart?: string;
  readonly output: 'text' | 'json';
}

export function checkCommand(program: Command, io: Io): void {
  const command = program
    .command('check')
    .summary('check options, manifests, cai.yaml or values of a chart')
    .argument('<file>', 'the file, YAML or JSON; - is standard input')
    .addOption(templatesOption())
    .addOption(new Option('--chart <chart>', 'take the file for values of this chart').choices(chartNames))
    .addOption(outputOption())
    .action((file: string, options: Options) => check(io, file, options));
  describe(command, {
    description: [
      'Says everything that is wrong with a file, and what is allowed but risky, each with its line and column. What the file is shows in it: an object with kind or apiVersion is a manifest, of which every Pod and workload is checked as the webhook would; a map with the keys model and trustee, or with a section such as vllm, is cai.yaml, which is checked with the values of the charts that come of it; a map with keys of options is the options of a Pod, as they stand in its annotation; any other is a values file of the chart that has most of its keys, or of the one that --chart names.',
      'With -o json the result is an object with the keys checked, problems and warnings, and for values chart.',
    ],
    examples: [
      ['cai check options.json', 'options before they become an annotation'],
      ['cai check deployment.yaml', 'what the webhook would refuse'],
      ['cai check my-values.yaml', 'what the chart would refuse, without Helm and a cluster'],
      ['cai check cai.yaml -o json', 'for a pipeline'],
    ],
  });
}

async function check(io: Io, file: string, options: Options): Promise<void> {
  const { output } = options;
  const found = await findingsIn(io, file, options);
  if (output === 'json') {
    printJson(io, found);
    if (found.problems.length > 0) io.exitCode = exitCodes.refused;
    return;
  }
  report(io, found.warnings);
  if (found.problems.length > 0) throw new CommandError(found.problems);
  const { length } = found.warnings;
  const risks = length === 0 ? '' : length === 1 ? ', with one warning' : `, with ${length} warnings`;
  io.stdout.write(`${shownPath(file)}: ${nameOf(found)} in order${risks}\n`);
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
  const text = await readText(io, file);
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
  }
  // parseManifests refuses what has no document
  return first ? findings.findingsInOptions(first, templates) : { checked: 'options', problems: [], warnings: [] };
}
