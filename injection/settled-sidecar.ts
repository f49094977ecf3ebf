import {
  isObject,
  jsonEqual,
  listAt,
  namedAt,
  objectAt,
  type Container,
  type Json,
  type JsonObject,
} from './json/json-object';

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The mount that the API server gives every container: of a projected volume, never of one with files of others. */
function tokenMounts(found: Container, spec: JsonObject): Json[] {
  const mount = namedAt(found, 'volumeMounts').find(({ mountPath }) => mountPath === tokenPath);
  if (mount?.readOnly !== true) return [];
  const volume = namedAt(spec, 'volumes').find(({ name }) => name === mount.name);
  return objectAt(volume, 'projected') === undefined ? [] : [mount];
}

/** What the API server and its plugins decide for a container; none of it touches what the sidecar keeps from others. */
function decided(found: Container): JsonObject {
  const { resources, resizePolicy } = found;
  return {
    ...(found.imagePullPolicy === 'Always' ? { imagePullPolicy: 'Always' } : {}),
    ...(isObject(resources) ? { resources } : {}),
    ...(Array.isArray(resizePolicy) ? { resizePolicy } : {}),
  };
}

/**
 * The sidecar as it stays in a Pod that was injected before: as it is made now, with what the API server and its plugins
 * (AlwaysPullImages, LimitRanger, ServiceAccount) decided about it since. The very container that was found when nothing else
 * differs.
 */
export function keepServerDecisions(made: Container, found: Container | undefined, spec: JsonObject): Container {
  if (found === undefined) return made;
  const volumeMounts = [...listAt(made, 'volumeMounts'), ...tokenMounts(found, spec)];
  const settled = { ...made, ...decided(found), ...(volumeMounts.length === 0 ? {} : { volumeMounts }) };
  return jsonEqual(settled, found) ? found : settled;
}
