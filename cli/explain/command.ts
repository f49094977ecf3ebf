import type { Command } from 'commander';
import { exitCodes } from '../command-error';
import type { Io } from '../io';
import { describe, descriptionOption, outputOption } from '../manual';
import { filesOption, recursiveOption } from '../manifests/files-option';
import { templatesOption } from '../manifests/templates';
import type { SidecarTemplates } from '../../injection';
import type { ManifestDocument } from '../manifests/reading';
import { printJson, report } from '../reporting';

interface Options {
  readonly config: string;
  readonly file?: readonly string[];
  readonly recursive: boolean;
  readonly templates?: string;
  readonly output: 'text' | 'json';
}

export function explainCommand(program: Command, io: Io): void {
  const command = program
    .command('explain')
    .summary('tell what the webhook makes of manifests, and why')
    .addOption(descriptionOption())
    .addOption(filesOption())
    .addOption(recursiveOption())
    .addOption(templatesOption())
    .addOption(outputOption())
    .action((options: Options) => explainFile(io, options));
  describe(command, {
    description: [
      'Reads the same manifests as "cai inject", or without -f those of the service that cai.yaml describes, and tells of each object whether it is injected, left alone or refused, and why. Of those that are injected it tells what the Pod must prove, where its key comes from, which versions run, which ports speak only TNG and which paths pass in plaintext, and what each container sees of the model, its encrypted form, its key and the attestation agent.',
      'With -o json the result is a list with the same facts; decision is "injected", "unchanged", "ignored" or "denied".',
    ],
    exitCodes: { 1: 'an object is refused' },
    examples: [
      ['cai explain', 'the service of cai.yaml'],
      ['cai explain -f service.yaml -f deploy/', 'several files, and a folder of them'],
      ['cai explain -f deployment.yaml', 'before it is applied'],
      ['kubectl get pod cai-vllm-0 -o yaml | cai explain -f -', 'what protects a Pod that runs'],
      [`cai explain -f all.yaml -o json | jq -r '.[] | "\\(.object) \\(.decision)"'`, 'decisions alone'],
    ],
  });
}

async function explainFile(io: Io, options: Options): Promise<void> {
  const [{ judge }, { explainAll }, { explanationText }] = await Promise.all([
    import('../manifests/verdicts'),
    import('./explanation'),
    import('./text'),
  ]);
  const { documents, templates } = await (options.file === undefined
    ? described(io, options)
    : given(io, options.file, options));
  const all = documents
    .flatMap(({ objects }) => objects)
    .flatMap((object) => explainAll(judge(object, templates), templates));
  // nobody asked about the other objects of the chart, of which nothing becomes
  const explained = options.file === undefined ? all.filter(({ decision }) => decision !== 'ignored') : all;
  if (options.output === 'json') printJson(io, explained);
  else io.stdout.write(explained.map((one) => explanationText(io.stdout, one)).join('\n'));
  if (explained.some(({ decision }) => decision === 'denied')) io.exitCode = exitCodes.refused;
}

interface Explained {
  readonly documents: readonly ManifestDocument[];
  readonly templates: SidecarTemplates;
}

async function given(io: Io, file: readonly string[], { templates: path, recursive }: Options): Promise<Explained> {
  const [{ readAllManifests }, { templatesOf }] = await Promise.all([
    import('../manifests/files'),
    import('../manifests/templates'),
  ]);
  const templates = await templatesOf(io, path);
  return { templates, documents: await readAllManifests(io, file, recursive) };
}

async function described(io: Io, { config, templates: path }: Options): Promise<Explained> {
  const [{ plannedService, plannedTemplates, readPlan }, { templatesOf }] = await Promise.all([
    import('../values/planned'),
    import('../manifests/templates'),
  ]);
  const { read, warnings } = await readPlan(io, config);
  report(io, warnings);
  const templates = path === undefined ? plannedTemplates(read) : await templatesOf(io, path);
  return { templates, documents: plannedService(read) };
}
