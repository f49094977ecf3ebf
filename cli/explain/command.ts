import type { Command } from 'commander';
import { exitCodes } from '../command-error';
import type { Io } from '../io';
import { describe, outputOption } from '../manual';
import { filesOption, recursiveOption } from '../manifests/files-option';
import { templatesOption } from '../manifests/templates';
import { printJson } from '../reporting';

interface Options {
  readonly file: readonly string[];
  readonly recursive: boolean;
  readonly templates?: string;
  readonly output: 'text' | 'json';
}

export function explainCommand(program: Command, io: Io): void {
  const command = program
    .command('explain')
    .summary('tell what the webhook makes of manifests, and why')
    .addOption(filesOption().makeOptionMandatory())
    .addOption(recursiveOption())
    .addOption(templatesOption())
    .addOption(outputOption())
    .action((options: Options) => explainFile(io, options));
  describe(command, {
    description: [
      'Reads the same manifests as "cai inject" and tells of each object whether it is injected, left alone or refused, and why. Of those that are injected it tells what the Pod must prove, where its key comes from, which versions run, which ports speak only TNG and which paths pass in plaintext, and what each container sees of the model, its encrypted form, its key and the attestation agent.',
      'With -o json the result is a list with the same facts; decision is "injected", "unchanged", "ignored" or "denied".',
    ],
    exitCodes: { 1: 'an object is refused' },
    examples: [
      ['cai explain -f service.yaml -f deploy/', 'several files, and a folder of them'],
      ['cai explain -f deployment.yaml', 'before it is applied'],
      ['kubectl get pod cai-vllm-0 -o yaml | cai explain -f -', 'what protects a Pod that runs'],
      [`cai explain -f all.yaml -o json | jq -r '.[] | "\\(.object) \\(.decision)"'`, 'decisions alone'],
    ],
  });
}

async function explainFile(io: Io, { file, recursive, templates: path, output }: Options): Promise<void> {
  const [{ readAllManifests }, { judge }, { templatesOf }, { explainAll }, { explanationText }] = await Promise.all([
    import('../manifests/files'),
    import('../manifests/verdicts'),
    import('../manifests/templates'),
    import('./explanation'),
    import('./text'),
  ]);
  const templates = await templatesOf(io, path);
  const explained = (await readAllManifests(io, file, recursive))
    .flatMap(({ objects }) => objects)
    .flatMap((object) => explainAll(judge(object, templates), templates));
  if (output === 'json') printJson(io, explained);
  else io.stdout.write(explained.map((one) => explanationText(io.stdout, one)).join('\n'));
  if (explained.some(({ decision }) => decision === 'denied')) io.exitCode = exitCodes.refused;
}
