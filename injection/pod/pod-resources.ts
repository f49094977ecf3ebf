import { type Pointer, pointerStep, type Problem } from '../../problems';
import { isObject, objectAt, objectsAt, type JsonObject } from '../json/json-object';
import { podResourcesTooSmall } from './pod-problems';
import { readQuantity, showQuantity } from './quantity';
import { isSidecarName } from './reserved-names';

/*
 * Resources of the whole Pod (`spec.resources`, Kubernetes 1.32 and later). The API server refuses a Pod whose containers ask
 * for more than the Pod does, and sidecars count. Where only limits of the Pod are given it fills in requests before any
 * webhook sees the Pod, and those have no room for sidecars either.
 */

/** What the API server fills in requests of the Pod for from those of its containers. */
const filledIn = ['cpu', 'memory'];

/** What a container asks for: where it says nothing, its limit. */
function requestOf(container: JsonObject, resource: string): bigint {
  const resources = objectAt(container, 'resources');
  const amount = objectAt(resources, 'requests')?.[resource] ?? objectAt(resources, 'limits')?.[resource];
  return readQuantity(amount) ?? 0n;
}

/** What all containers of a Pod ask for at the same time, as the scheduler and the API server add it up. */
function requestedTogether(spec: JsonObject, resource: string): bigint {
  let always = 0n;
  let most = 0n;
  for (const container of objectsAt(spec, 'initContainers')) {
    const amount = requestOf(container, resource);
    if (container.restartPolicy === 'Always') always += amount;
    const atOnce = container.restartPolicy === 'Always' ? always : always + amount;
    if (atOnce > most) most = atOnce;
  }
  const running = objectsAt(spec, 'containers').reduce((sum, one) => sum + requestOf(one, resource), always);
  return running > most ? running : most;
}

/** What a Pod asks for as a whole, as the API server has it when it checks the Pod. */
function requestsOfPod(spec: JsonObject, resources: JsonObject): Map<string, bigint> {
  const requests = new Map<string, bigint>();
  const take = (resource: string, amount: bigint | undefined): void => {
    if (amount !== undefined && !requests.has(resource)) requests.set(resource, amount);
  };
  for (const [resource, amount] of Object.entries(objectAt(resources, 'requests') ?? {})) {
    take(resource, readQuantity(amount));
  }
  const limits = Object.entries(objectAt(resources, 'limits') ?? {});
  if (limits.length === 0) return requests;
  for (const resource of filledIn) {
    const together = requestedTogether(spec, resource);
    if (together > 0n) take(resource, together);
  }
  for (const [resource, limit] of limits) take(resource, readQuantity(limit));
  return requests;
}

/** Finds resources of the whole Pod that leave no room for the sidecars. */
export function checkPodResources(before: JsonObject, after: JsonObject, base: Pointer, findings: Problem[]): void {
  const { resources } = before;
  if (!isObject(resources)) return;
  for (const [resource, amount] of requestsOfPod(before, resources)) {
    const needed = requestedTogether(after, resource);
    if (needed <= amount) continue;
    const ours = objectsAt(after, 'initContainers').filter(
      ({ name }) => typeof name === 'string' && isSidecarName(name),
    );
    const sidecars = ours.reduce((sum, one) => sum + requestOf(one, resource), 0n);
    const limit = readQuantity(objectAt(resources, 'limits')?.[resource]);
    findings.push(
      podResourcesTooSmall.at(`${base}/spec/resources/requests${pointerStep(resource)}`, {
        resource,
        amount: showQuantity(amount),
        isFilledIn: objectAt(resources, 'requests')?.[resource] === undefined,
        needed: showQuantity(needed),
        sidecars: showQuantity(sidecars),
        isLimitTooSmall: limit !== undefined && limit < needed,
      }),
    );
  }
}
