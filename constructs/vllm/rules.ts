import type { Construct } from 'constructs';
import type { ProblemKind } from '../../problems';
import {
  and,
  field,
  gt,
  hasField,
  matches,
  not,
  orElse,
  pattern,
  addRule,
  addRuleForEach,
  toJson,
  text,
} from '../../helm';
import { podProblems } from '../../injection';
import { memoryPattern } from '../../helm/kubernetes/quantities';
import { refuseReservedKeys } from '../kubernetes/reserved-keys';
import { constructProblems as problems } from '../problems';
import { refuseArgumentMistakes } from './arguments';
import { apiKeyDirectory, memoryLimit, modelMountPath, reservedEnv, volumeNames } from './container';
import type { VllmInputs } from './schema';

type Props = VllmInputs & {
  readonly podAnnotations: unknown;
  readonly podLabels: unknown;
};

/** Refuses what Kubernetes would accept and what then would not run, or would not be confidential. */
export function refuseServerMistakes(server: Construct, p: Props): void {
  refuseResourceMistakes(server, p);
  refuseReservedWords(server, p);
  refuseArgumentMistakes(server, p.extraArgs);
  refuseReservedKeys(server, { podAnnotations: p.podAnnotations, podLabels: p.podLabels });
}

function refuseResourceMistakes(server: Construct, p: Props): void {
  const { limits, requests } = p.resources;
  const gpus = p.gpuCount;
  const memory = memoryLimit(limits);
  addRule(server, {
    kind: problems.memoryLimit,
    path: 'resources.limits.memory',
    failsWhen: and(hasField(limits, 'memory'), not(matches(memoryPattern, memory))),
    message: text`is ${toJson(memory)}; write a whole number of Mi, Gi or Ti, as in "64Gi": shared memory is added to it`,
  });
  for (const [name, map] of [
    ['limits', limits],
    ['requests', requests],
  ] as const) {
    addRule(server, {
      kind: problems.gpuInResources,
      path: `resources.${name}`,
      failsWhen: hasField(map, 'nvidia.com/gpu'),
      message: 'asks for nvidia.com/gpu; remove it and set gpuCount',
    });
  }
  const parallel = orElse<number>(p.tensorParallelSize, 1);
  addRule(server, {
    kind: problems.tensorParallel,
    path: 'tensorParallelSize',
    failsWhen: and(gt(gpus, 0), gt(parallel, gpus)),
    message: text`is ${parallel} but gpuCount is ${gpus}; raise gpuCount or lower tensorParallelSize`,
  });
}

const reservedNames = pattern('reserved-env', 'the variables that are reserved', exactly(reservedEnv));
function refuseReservedWords(server: Construct, p: Props): void {
  const volumes = pattern(
    'reserved-volumes',
    'the names of volumes that are reserved',
    exactly([...Object.values(volumeNames), 'cai-.*']),
  );
  const paths = pattern(
    'reserved-paths',
    'the paths that are reserved, and whatever lies below',
    // however many slashes, as the kernel reads them
    exactly([modelMountPath, '/dev/shm', '/tmp', apiKeyDirectory].map((path) => `${path.replaceAll('/', '/+')}(/.*)?`)),
  );
  refuseNames(server, 'env', p.env, {
    kind: problems.reservedEnv,
    key: 'name',
    pattern: reservedNames,
    says: 'which the construct sets itself',
  });
  refuseNames(server, 'extraVolumes', p.extraVolumes, {
    kind: podProblems.reservedName,
    key: 'name',
    pattern: volumes,
    says: 'a name that the construct or the injected sidecars use',
  });
  refuseNames(server, 'extraVolumeMounts', p.extraVolumeMounts, {
    kind: problems.reservedPath,
    key: 'mountPath',
    pattern: paths,
    says: 'a path where the construct mounts something itself',
  });
}

interface ReservedNames {
  readonly kind: ProblemKind;
  readonly key: string;
  readonly pattern: string;
  readonly says: string;
}

function refuseNames(
  server: Construct,
  path: string,
  list: unknown,
  { kind, key, pattern, says }: ReservedNames,
): void {
  addRuleForEach<unknown>(server, list as unknown[], (item) => {
    const name = field(item, key, 'string');
    return [
      {
        kind,
        path,
        failsWhen: matches(pattern, name),
        message: text`has ${toJson(name)}, ${says}; choose another`,
      },
    ];
  });
}

function exactly(words: readonly string[]): string {
  return `^(${words.join('|')})$`;
}
