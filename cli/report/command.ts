import type { CommandDefinition } from '../command-definition';
import { CommandError, unusable } from '../command-error';
import { wrongUsage } from '../general-problems';
import type { Io } from '../io';
import { describe } from '../manual';
import { filesOption, recursiveOption } from '../manifests/files-option';
import { templatesOption } from '../manifests/templates';
import { coloured } from '../reporting';
import { writeText } from '../text-files';
import { packageVersion } from '../version';
import { unsafeSwitches, wrongDate } from './problems';

interface Options {
  readonly config?: string;
  readonly file?: readonly string[];
  readonly recursive: boolean;
  readonly pod?: string;
  readonly namespace?: string;
  readonly context?: string;
  readonly templates?: string;
  readonly out: string;
  readonly force: boolean;
  readonly date?: string;
  readonly strict: boolean;
}

/** `cai report`. */
export const reportCommand: CommandDefinition = (program, io) => {
  const command = program
    .command('report')
    .summary('write a page for a security review')
    .option('-c, --config <file>', 'the description of the deployment (default: cai.yaml, where nothing else is given)')
    .addOption(filesOption())
    .addOption(recursiveOption())
    .option('--pod <name>', 'a Pod as it runs, read through kubectl')
    .option('-n, --namespace <name>', 'namespace of that Pod (default: that of the description, or "default")')
    .option('--context <name>', 'context of the kubeconfig (default: that of the description, or the current one)')
    .addOption(templatesOption())
    .option('--out <file>', 'where the page is written; - is standard output', 'report.html')
    .option('--force', 'overwrite a file that exists', false)
    .option('--date <yyyy-mm-dd>', 'the date that the page bears (default: today)')
    .option('--strict', 'end with 1 when a switch breaks or weakens a protection', false)
    .action((options: Options) => writeReport(io, options));
  describe(command, {
    description: [
      'Writes one HTML page that loads nothing and runs no script, for reading and printing: the flow with its trust boundaries, every unsafe switch in use, what protects each asset, versions, secured ports, the injected Pod beside the original, threats, and what remains open.',
      'The subject is cai.yaml, manifests, or a Pod of a cluster; with several of them the page tells where they differ. No secret gets into it: values of environment variables and the like are masked. The same input and --date give the same bytes.',
      'A Pod that runs is held against the sidecars that the webhook makes: those of cai.yaml, of --templates, or the defaults.',
    ],
    exitCodes: {
      0: 'the page is written, whatever it says',
      1: 'cai.yaml is wrong, or with --strict: a switch is unsafe; the page is written all the same then',
    },
    examples: [
      ['cai report', 'about cai.yaml, into report.html'],
      ['cai report -c cai.yaml --pod cai-vllm-6d4f9 -n default --out review.html', 'is what runs what is described?'],
      ['helm template vllm dist/helm/cai-vllm -f values.yaml | cai report -f - --out -', 'about what a chart renders'],
      ['cai report --date 2026-11-30 --strict --force', 'in a pipeline'],
    ],
  });
};

async function writeReport(io: Io, options: Options): Promise<void> {
  const date = dateOf(options);
  const asked = { ...options, ...subjectOf(options) };
  const [{ readSubject }, { reportPage }, { isUnsafe }] = await Promise.all([
    import('./subject'),
    import('./page'),
    import('./switches'),
  ]);
  const subject = await readSubject(io, asked);
  const page = reportPage(subject, { date, version: packageVersion() });
  const { out, force, strict } = options;
  if (out === '-') io.stdout.write(page);
  else await writeText(io, out, page, { force });
  const { switches } = subject;
  for (const { severity, id, title, where } of switches.filter((one) => one.severity === 'breaks'))
    io.stderr.write(`${coloured(io.stderr, 'error', severity)} ${id} ${where}: ${title}\n`);
  const count = (severity: string): number => switches.filter((one) => one.severity === severity).length;
  const where = out === '-' ? 'the report' : out;
  io.stderr.write(
    `${where}: of the settings ${count('breaks')} break a protection, ${count('weakens')} weaken one, and ${count('note')} should be known\n`,
  );
  const unsafe = switches.filter(isUnsafe).length;
  if (strict && unsafe > 0) throw new CommandError([unsafeSwitches.at('', { count: unsafe })]);
}

/** What is asked about: cai.yaml where nothing is named. */
function subjectOf({ config, file, pod, namespace, context, templates }: Options): Pick<Options, 'config'> {
  const wrong = (reason: string): CommandError => unusable(wrongUsage.at('', { reason, command: 'cai report' }));
  if (pod === undefined && (namespace ?? context) !== undefined)
    throw wrong('--namespace and --context say where a Pod is, but there is no --pod');
  if ([config, ...(file ?? []), templates].filter((path) => path === '-').length > 1)
    throw wrong('standard input can be read only once');
  return config === undefined && file === undefined && pod === undefined ? { config: 'cai.yaml' } : {};
}

function dateOf({ date }: Options): string {
  const today = new Date().toISOString().slice(0, 10);
  if (date === undefined) return today;
  const time = /^\d{4}-\d{2}-\d{2}$/u.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  // 30 February would become a day of March
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date)
    throw unusable(wrongDate.at('', { value: date }));
  return date;
}
