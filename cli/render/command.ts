import { Argument, type Command } from 'commander';
import { join } from 'node:path';
import type { ReleaseContext } from '../../helm';
import type { ValuesMap } from '../../helm/values/coalesce';
import { namespaceMistakes, releaseMistakes } from '../../charts/release-names';
import { CommandError, unusable } from '../command-error';
import { chartNames, chartOfSection, sectionOfChart, type ChartSection } from '../description/section-names';
import { descriptionFile } from '../description/file-name';
import { wrongUsage } from '../general-problems';
import type { Io } from '../io';
import { describe, outputOption } from '../manual';
import { makeFolder, readText, shownPath, writeText } from '../text-files';

interface Options {
  readonly config?: string;
  readonly values?: string;
  readonly release?: string;
  readonly namespace?: string;
  readonly dir?: string;
  readonly force: boolean;
  readonly output: 'yaml' | 'json';
}

export function renderCommand(program: Command, io: Io): void {
  const command = program
    .command('render')
    .summary('print the manifests that a chart makes, without Helm')
    .addArgument(new Argument('[chart]', 'the chart').choices(chartNames).default('cai-vllm'))
    .option('-c, --config <file>', 'the description of the deployment (default: cai.yaml, where no --values is given)')
    .option('--values <file>', 'values of the chart instead, YAML or JSON; - is standard input')
    .option('--release <name>', "name of the release (default: the description's, or the chart's name)")
    .option('-n, --namespace <name>', 'namespace of the release (default: the description\'s, or "default")')
    .option('-d, --dir <folder>', 'write <release>.k8s.yaml into a folder, which is made if need be')
    .option('--force', 'overwrite a file that exists', false)
    .addOption(outputOption(['yaml', 'json']))
    .action((chart: string, options: Options) => render(io, chart, options));
  describe(command, {
    description: [
      'Makes the Kubernetes manifests of one chart, from its section of cai.yaml or from a values file: the same objects that "helm template" makes. They go to standard output, or into a folder with --dir. What is wrong is told as "cai check" tells it, and then nothing is printed.',
      'The manifests ask the webhook for the sidecars; "cai render | cai inject -f -" puts them in here. With -o json the objects are a List.',
    ],
    examples: [
      ['cai render | kubectl apply -f -', 'deploy the service of cai.yaml'],
      ['cai render cai-webhook --dir deploy', 'write deploy/cai-webhook.k8s.yaml, for review or GitOps'],
      ['cai render cai-vllm --values my-values.yaml --release vllm -n models', 'from values, without a description'],
    ],
  });
}

async function render(io: Io, chart: string, options: Options): Promise<void> {
  const section = sectionOfChart(chart);
  if (options.config !== undefined && options.values !== undefined)
    throw unusable(
      wrongUsage.at('', { reason: 'of --config and --values only one can be given', command: 'cai render' }),
    );
  refuseNames(options);
  const { values, release } = await inputs(io, section, options);
  const [{ manifestsOf }, { manifestYaml }, { webhookServer }] = await Promise.all([
    import('../values/values-of-charts'),
    import('../../helm/manifest-yaml'),
    import('./server'),
  ]);
  const objects = manifestsOf(section, values, release, section === 'webhook' ? await webhookServer() : undefined);
  const { dir, force, output } = options;
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  const text = output === 'json' ? `${JSON.stringify(list, undefined, 2)}\n` : manifestYaml(objects);
  if (dir === undefined) {
    io.stdout.write(text);
    return;
  }
  await makeFolder(io, dir);
  const file = join(dir, `${release.name}.k8s.${output}`);
  await writeText(io, file, text, { force });
  io.stdout.write(`${file}\n`);
}

interface Inputs {
  readonly values: ValuesMap;
  readonly release: ReleaseContext;
}

/** What --values or the description gives, without anything that is wrong. */
async function inputs(io: Io, section: ChartSection, options: Options): Promise<Inputs> {
  const given = options.values;
  const { values, release } =
    given === undefined ? await described(io, section, options) : await fromValues(io, section, given);
  const { release: name = release.name, namespace = release.namespace } = options;
  return { values, release: { name, namespace } };
}

async function described(io: Io, section: ChartSection, { config = descriptionFile }: Options): Promise<Inputs> {
  const [{ readDescriptionFile }, { makeValues }] = await Promise.all([
    import('../description/read'),
    import('../values/values-of-charts'),
  ]);
  const read = await readDescriptionFile(io, config);
  const { values, problems } = makeValues(section, read);
  if (problems.length > 0) throw new CommandError(problems);
  return { values, release: read.description.releases[section] };
}

async function fromValues(io: Io, section: ChartSection, path: string): Promise<Inputs> {
  const [{ readValues }, { refusalsOf }, { placed }, { readLikeHelm }] = await Promise.all([
    import('../../helm/values/read'),
    import('../values/values-of-charts'),
    import('../description/origins'),
    import('../yaml-places'),
  ]);
  const text = await readText(io, path);
  const source = readLikeHelm(text, path);
  const values = readValues(text, shownPath(path));
  const problems = refusalsOf(section, values).map((problem) => placed(problem, source));
  if (problems.length > 0) throw new CommandError(problems);
  return { values, release: { name: chartOfSection[section], namespace: 'default' } };
}

/** Wrong names of release and namespace, which commander takes for texts. */
function refuseNames({ release, namespace }: Options): void {
  const mistakes = [
    ...(release === undefined ? [] : releaseMistakes('--release', release)),
    ...(namespace === undefined ? [] : namespaceMistakes('--namespace', namespace)),
  ];
  if (mistakes.length > 0)
    throw unusable(...mistakes.map((reason) => wrongUsage.at('', { reason, command: 'cai render' })));
}
