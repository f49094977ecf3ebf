import { Argument, type Command } from 'commander';
import { join } from 'node:path';
import { CommandError, unusable } from '../command-error';
import { chartNames, sectionOfChart } from '../description/section-names';
import { wrongUsage } from '../general-problems';
import type { Io } from '../io';
import { describe, descriptionOption, outputOption } from '../manual';
import { printJson } from '../reporting';
import { makeFolder, writeText } from '../text-files';

interface Options {
  readonly config: string;
  readonly dir?: string;
  readonly force: boolean;
  readonly output: 'yaml' | 'json';
}

export function valuesCommand(program: Command, io: Io): void {
  const command = program
    .command('values')
    .summary('print the values of the charts that cai.yaml gives')
    .addArgument(new Argument('[chart]', 'the chart whose values are printed').choices(chartNames))
    .addOption(descriptionOption())
    .option(
      '-d, --dir <folder>',
      'write the values of every chart into a folder, as <chart>.values.yaml; it is made if need be',
    )
    .option('--force', 'overwrite files that exist', false)
    .addOption(outputOption(['yaml', 'json']))
    .action((chart: string | undefined, options: Options) => values(io, chart, options));
  describe(command, {
    description: [
      'Makes the values files of the Helm charts from cai.yaml: its section of that chart, and what follows from the rest. The values are checked by the charts themselves before anything is written; what they refuse is reported with its line and column in cai.yaml.',
      'With a chart the values go to standard output. With --dir they are written as files, for one chart or for all.',
    ],
    examples: [
      ['cai values cai-vllm | helm upgrade --install vllm dist/helm/cai-vllm --values -', 'install without a file'],
      ['cai values --dir deploy', 'write deploy/<chart>.values.yaml for every chart'],
    ],
  });
}

async function values(io: Io, chart: string | undefined, { config, dir, force, output }: Options): Promise<void> {
  if (chart === undefined && dir === undefined) {
    const reason = `neither a chart nor --dir is given; the charts are ${chartNames.join(', ')}`;
    throw unusable(wrongUsage.at('', { reason, command: 'cai values' }));
  }
  const [{ readDescriptionFile }, { makeValues }, { manifestYaml }] = await Promise.all([
    import('../description/read'),
    import('./values-of-charts'),
    import('../../helm/manifest-yaml'),
  ]);
  const read = await readDescriptionFile(io, config);
  const made = (chart === undefined ? chartNames : [chart]).map((name) => makeValues(sectionOfChart(name), read));
  const problems = made.flatMap((one) => one.problems);
  if (problems.length > 0) throw new CommandError(problems);
  const text = (map: Record<string, unknown>, name: string): string =>
    `# Values of the chart ${name}. Made by "cai values" from ${config === '-' ? 'cai.yaml' : config}: change that file instead.\n${manifestYaml([map])}`;
  if (dir === undefined) {
    for (const one of made)
      if (output === 'json') printJson(io, one.values);
      else io.stdout.write(text(one.values, one.chart));
    return;
  }
  await makeFolder(io, dir);
  for (const one of made) {
    const file = join(dir, `${one.chart}.values.${output}`);
    const content = output === 'json' ? `${JSON.stringify(one.values, undefined, 2)}\n` : text(one.values, one.chart);
    await writeText(io, file, content, { force });
    io.stdout.write(`${file}\n`);
  }
}
