import type { Construct } from 'constructs';
import { addRule, join, keysBeside, matches, pattern } from '../../helm';
import { namePrefix } from '../../injection';
import { constructProblems } from '../problems';

const reserved = pattern(
  'reserved-keys',
  'a key with the reserved prefix, or one that selects the Pods',
  `(^| )(app\\.kubernetes\\.io/(name|instance|component)( |$)|${namePrefix.replaceAll('.', '\\.')})`,
);

/** What a user adds to the metadata of Pods. */
interface PodMetadata {
  readonly podAnnotations: unknown;
  readonly podLabels: unknown;
}

/** Refuses metadata of Pods that would ask for protection, or change by which labels the Pods are selected. */
export function refuseReservedKeys(construct: Construct, { podAnnotations, podLabels }: PodMetadata): void {
  for (const [path, map] of Object.entries({ podAnnotations, podLabels })) {
    addRule(construct, {
      kind: constructProblems.reservedKey,
      path,
      failsWhen: matches(reserved, join(' ', keysBeside(map, []))),
      message: `has a key that begins with ${namePrefix}, or one that selects the Pods (app.kubernetes.io/name, instance, component); remove it`,
    });
  }
}
