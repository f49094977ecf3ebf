import type { Command } from 'commander';
import { CommandError } from '../command-error';
import type { Io } from '../io';
import { describe, outputOption } from '../manual';
import { filesOption, recursiveOption } from '../manifests/files-option';
import { templatesOption } from '../manifests/templates';
import { report } from '../reporting';

interface Options {
  readonly file: readonly string[];
  readonly recursive: boolean;
  readonly templates?: string;
  readonly output: 'yaml' | 'json';
}

export function injectCommand(program: Command, io: Io): void {
  const command = program
    .command('inject')
    .summary('put the sidecars into manifests, as the webhook would')
    .addOption(filesOption().makeOptionMandatory())
    .addOption(recursiveOption())
    .addOption(templatesOption())
    .addOption(outputOption(['yaml', 'json']))
    .action((options: Options) => inject(io, options));
  describe(command, {
    description: [
      'Reads Pods, Deployments, StatefulSets, DaemonSets, ReplicaSets, ReplicationControllers, Jobs, CronJobs and PodTemplates, and objects of any other kind that holds templates of Pods, such as Rollout, LeaderWorkerSet or RayCluster, also in Lists and in several documents, and prints them with the sidecars in every Pod that asks for protection. The order is kept, and whatever asks for nothing is printed as it was. The result is what the admission webhook makes, and the webhook takes it as it is.',
      'A Pod that asks for protection and cannot have all of it is refused: then nothing is printed but the problems of all documents, with their lines. Warnings are on standard error: also of options that stand where no template of Pods is known to be, which "cai check" refuses.',
    ],
    exitCodes: { 1: 'a Pod is refused; every problem is on standard error, one a line' },
    examples: [
      ['cai inject -f service.yaml -f deploy/', 'several files, and a folder of them'],
      ['cai inject -f deployment.yaml | kubectl apply -f -', 'inject before the cluster sees the manifest'],
      ['helm template vllm dist/helm/cai-vllm -f values.yaml | cai inject -f -', 'inject into what a chart renders'],
      ['cai inject -f pod.yaml -o json | jq .spec.initContainers', 'look at the sidecars'],
    ],
  });
}

async function inject(io: Io, { file, recursive, templates: path, output }: Options): Promise<void> {
  const [{ readAllManifests }, { judge }, { templatesOf }, { jsonOf, yamlOf }] = await Promise.all([
    import('../manifests/files'),
    import('../manifests/verdicts'),
    import('../manifests/templates'),
    import('../manifests/printing'),
  ]);
  const templates = await templatesOf(io, path);
  const documents = (await readAllManifests(io, file, recursive)).map((document) => ({
    document,
    objects: document.objects.map((object) => judge(object, templates)),
  }));
  const all = documents.flatMap(({ objects }) => objects);
  report(
    io,
    all.flatMap(({ warnings }) => warnings),
  );
  const problems = all.flatMap((one) => one.problems);
  if (problems.length > 0) throw new CommandError(problems);
  io.stdout.write(output === 'json' ? jsonOf(documents) : yamlOf(documents));
}
