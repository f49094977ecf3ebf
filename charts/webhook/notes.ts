import { and, eq, gt, not, orElse, when, type NotesLine, type ReleaseContext, text } from '../../helm';
import { defaultWebhookName } from '../../constructs/sidecars/schema';
import type { Values } from './values';

/** What the user reads after an installation: how to look, how to go on, and what is risky. */
export function chartNotes(v: Values, release: ReleaseContext): NotesLine[] {
  const name = orElse<string>(v.fullnameOverride, defaultWebhookName);
  const { namespace } = release;
  return [
    text`The CAI webhook ${name} is being started in the namespace ${namespace}.`,
    'From now on Pods with the annotation trustiflux.alibaba.com/ack-cai-options are made confidential, or refused.',
    '',
    '1. Wait until it answers:',
    text`   kubectl rollout status deployment/${name} --namespace ${namespace} --timeout 5m`,
    text`   helm test ${release.name} --namespace ${namespace}`,
    '',
    '2. Pods that were there before are not changed. Make them anew, for instance:',
    '   kubectl rollout restart deployment/cai-vllm',
    '',
    '3. See what it decides, and why:',
    text`   kubectl logs --selector app.kubernetes.io/component=webhook,app.kubernetes.io/instance=${release.name} --namespace ${namespace} --prefix`,
    '',
    'While no replica answers, Pods that ask for protection are refused; all others are created. In an emergency',
    text`   kubectl delete mutatingwebhookconfiguration,validatingwebhookconfiguration ${name}`,
    'takes the webhook out of the way; the policy then still refuses Pods that ask for protection. The next upgrade brings it back.',
    '',
    'The policy looks at the form of sidecars, not at their images, scripts and values: what was made while the webhook was away may',
    'only look protected. It gets no key that attestation does not give it. Exec, debug containers and port-forward show what the',
    'application sees, except in closedNamespaces; nobody enters a sidecar.',
    ...warnings(v),
  ] as NotesLine[];
}

function warnings(v: Values): unknown[] {
  const warn = (test: unknown, sentence: string): unknown => when(test as boolean, `WARNING: ${sentence}`);
  return [
    warn(
      v.unsafeAllowSampleEvidence,
      'unsafeAllowSampleEvidence is set: Pods can get model keys without any hardware protection.',
    ),
    warn(
      not(v.admissionPolicy),
      'admissionPolicy is off: a Pod that asks for protection runs without it when the webhook is removed or passed by, debug containers reach the encrypted volume and the key, and whoever may exec reads the key in a sidecar.',
    ),
    warn(eq(v.replicas, 1), 'replicas is 1: while that one is away, confidential Pods cannot be created.'),
    warn(
      and(gt(v.replicas, 1), not(v.podDisruptionBudget.enabled)),
      'podDisruptionBudget is off: a drain of nodes may take all replicas away at once.',
    ),
  ];
}
