import { each, field, fields, fieldWithin, hasField, items, nonEmpty, spread, when, type Input } from '../../helm';

type Labels = Record<string, unknown>;

/*
 * Where a user says of Pods that they spread, or run beside each other or apart, and does not say which: Kubernetes takes a
 * missing selector for one that selects nothing, and does as if nothing had been said. They mean the Pods of the service.
 */

/** Spread constraints, about the service's own Pods where they select none. */
export function spreadOfOwnPods(constraints: unknown, own: Labels): unknown {
  return items(each(constraints as Input<unknown[]>, (constraint) => selecting(constraint, own)));
}

/** Affinity, whose terms about Pods are about the service's own where they select none. */
export function affinityOfOwnPods(affinity: unknown, own: Labels): unknown {
  const aboutPods = (kind: string): unknown => {
    const terms = (strictness: string, make: (term: unknown) => unknown): unknown =>
      items(each(fieldWithin(affinity, [kind, strictness]), make));
    return fields({
      requiredDuringSchedulingIgnoredDuringExecution: terms('requiredDuringSchedulingIgnoredDuringExecution', (term) =>
        selecting(term, own),
      ),
      preferredDuringSchedulingIgnoredDuringExecution: terms(
        'preferredDuringSchedulingIgnoredDuringExecution',
        (weighted) => ({
          ...spread(weighted),
          podAffinityTerm: selecting(field(weighted, 'podAffinityTerm', 'map'), own),
        }),
      ),
    });
  };
  return fields({
    ...spread(affinity),
    podAffinity: aboutPods('podAffinity'),
    podAntiAffinity: aboutPods('podAntiAffinity'),
  });
}

/**
 * Affinity of replicas that do the same: as it is given, and otherwise one that keeps them on different nodes.
 *
 * @param isRequired whether two may never share a node. @default - they avoid it
 */
export function affinityOfReplicas(given: unknown, own: Labels, isRequired: Input<boolean> = false): unknown {
  const term = {
    topologyKey: 'kubernetes.io/hostname',
    labelSelector: { matchLabels: own },
    // each revision for itself, so that a rollout needs no node more than there are replicas
    matchLabelKeys: ['pod-template-hash'],
  };
  const apart = (strictness: string, terms: unknown[]): unknown => ({ podAntiAffinity: { [strictness]: terms } });
  return when<unknown>(
    nonEmpty(given),
    () => affinityOfOwnPods(given, own),
    when(
      isRequired,
      apart('requiredDuringSchedulingIgnoredDuringExecution', [term]),
      apart('preferredDuringSchedulingIgnoredDuringExecution', [{ weight: 100, podAffinityTerm: term }]),
    ),
  );
}

/** A term with the labels where it selects nothing. An empty selector is one: it selects all Pods. */
function selecting(term: unknown, own: Labels): unknown {
  const selector = 'labelSelector';
  return {
    ...spread(term),
    [selector]: when<unknown>(hasField(term, selector), () => field(term, selector, 'map'), { matchLabels: own }),
  };
}
