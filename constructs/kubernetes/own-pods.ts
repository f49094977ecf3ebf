import { each, field, fields, fieldWithin, hasField, items, spread, when, type Input } from '../../helm';

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

/** A term with the labels where it selects nothing. An empty selector is one: it selects all Pods. */
function selecting(term: unknown, own: Labels): unknown {
  const selector = 'labelSelector';
  return {
    ...spread(term),
    [selector]: when<unknown>(hasField(term, selector), () => field(term, selector, 'map'), { matchLabels: own }),
  };
}
