import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { z } from 'zod';
import { switchable, type Input } from '../../helm';
import { selectorLabels } from './labels';
import { resource, type Owned } from './resource';

/** How many Pods may be away, or must stay: one of the two. */
interface BudgetLimits {
  readonly maxUnavailable?: Input<number> | undefined;
  readonly minAvailable?: Input<number> | undefined;
}

/** A number of replicas in a budget. */
export const budgetReplicas = z.int().min(0).max(1000);

/** What replicas that serve many callers are told of their budget. */
export function replicaBudget(interfaceName: string) {
  return switchable(
    { maxUnavailable: budgetReplicas.default(1).meta({ description: 'Maximum number of replicas away.' }) },
    {
      interface: interfaceName,
      enabled: 'Make a PodDisruptionBudget.',
      on: true,
      description: 'How many replicas a drain of nodes may take away at once.',
      without: 'one',
    },
  );
}

/** Keeps a drain of nodes from taking all Pods of a service away at once. */
export function disruptionBudget(construct: Construct, owned: Owned, limits: BudgetLimits): ApiObject {
  const { identity, component } = owned;
  return resource(construct, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    ...owned,
    spec: { selector: { matchLabels: selectorLabels(identity, component) }, ...limits },
  });
}
