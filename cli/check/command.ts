import type { Command } from 'commander';
import { CommandError, exitCodes } from '../command-error';
import type { Io } from '../io';
import { describe, outputOption } from '../manual';
import { templatesOption } from '../manifests/templates';
import { printJson, report } from '../reporting';
import { shownPath } from '../text-files';
import type { Findings } from './findings';

interface Options {
  readonly templates?: string;
  readonly output: 'text' | 'json';
}

export function checkCommand(program: Command, io: Io): void {
  const command = program
    .command('check')
    .summary('check options, manifests or cai.yaml')
    .argument('<file>', 'the file, YAML or JSON; - is standard input')
    .addOption(templatesOption())
    .addOption(outputOption())
    .action((file: string, options: Options) => check(io, file, options));
  describe(command, {
    description: [
      'Says everything that is wrong with a file, and what is allowed but risky, each with its line and column. What the file is shows in it: an object with kind or apiVersion is a manifest, of which every Pod and workload is checked as the webhook would; a map with the keys model and trustee is cai.yaml, which is checked with the values of the charts that come of it; any other map is the options of a Pod, as they stand in its annotation.',
      'With -o json the result is an object with the keys checked, problems and warnings.',
    ],
    examples: [
      ['cai check options.json', 'options before they become an annotation'],
      ['cai check deployment.yaml', 'what the webhook would refuse'],
      ['cai check cai.yaml -o json', 'for a pipeline'],
    ],
  });
}

async function check(io: Io, file: string, { templates, output }: Options): Promise<void> {
  const found = await findingsIn(io, file, templates);
  if (output === 'json') {
    printJson(io, found);
    if (found.problems.length > 0) io.exitCode = exitCodes.refused;
    return;
  }
  report(io, found.warnings);
  if (found.problems.length > 0) throw new CommandError(found.problems);
  const { length } = found.warnings;
  const risks = length === 0 ? '' : length === 1 ? ', with one warning' : `, with ${length} warnings`;
  io.stdout.write(`${shownPath(file)}: ${nameOf[found.checked]} in order${risks}\n`);
}

const nameOf: Readonly<Record<Findings['checked'], string>> = {
  options: 'the options are',
  manifests: 'the manifests are',
  description: 'the description is',
};

async function findingsIn(io: Io, file: string, path: string | undefined): Promise<Findings> {
  const [{ readText }, { parseManifests }, { templatesOf }, findings] = await Promise.all([
    import('../text-files'),
    import('../manifests/reading'),
    import('../manifests/templates'),
    import('./findings'),
  ]);
  const templates = await templatesOf(io, path);
  const text = await readText(io, file);
  const documents = parseManifests(text, file);
  const kind = findings.kindOfFile(documents);
  if (kind === 'manifests') return findings.findingsInManifests(documents, templates);
  if (kind === 'description') {
    const { findingsInDescription } = await import('./description-findings');
    return findingsInDescription(text, file);
  }
  const [first] = documents;
  // parseManifests refuses what has no document
  return first ? findings.findingsInOptions(first, templates) : { checked: 'options', problems: [], warnings: [] };
}
