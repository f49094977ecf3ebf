import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../../helm';
import type { Cluster } from './cluster';

interface Metadata {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** What the server keeps of objects that were sent to it, defaults and all. */
export async function liveObjects(cluster: Cluster, objects: readonly Manifest[]): Promise<Manifest[]> {
  return Promise.all(
    objects.map(async (object) => {
      const { name, namespace } = object.metadata as Metadata;
      const at = namespace === undefined ? [] : ['--namespace', namespace];
      return JSON.parse(await cluster.kubectl('get', String(object.kind), name, ...at, '-o', 'json')) as Manifest;
    }),
  );
}

const servers = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'finalizers',
  'selfLink',
];
const helms = /^(meta\.helm\.sh\/|helm\.sh\/chart$|app\.kubernetes\.io\/(managed-by|version)$)/;
const controllers = /^(deployment\.kubernetes\.io\/|pv\.kubernetes\.io\/)/;

/** An object without what the server, its controllers and Helm add, so that two ways of making it can be compared. */
export function comparable(object: Manifest): Manifest {
  const rest = Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'status'));
  const metadata = Object.fromEntries(
    Object.entries(object.metadata as Metadata).filter(([key]) => !servers.includes(key)),
  ) as unknown as Metadata;
  const kept = (map: Record<string, string> | undefined): Record<string, string> | undefined => {
    const entries = Object.entries(map ?? {}).filter(([key]) => !helms.test(key) && !controllers.test(key));
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };
  const clean = { ...metadata, labels: kept(metadata.labels), annotations: kept(metadata.annotations) };
  return withoutAddresses(JSON.parse(JSON.stringify({ ...rest, metadata: clean })) as Manifest);
}

// what the server hands out anew each time
function withoutAddresses(object: Manifest): Manifest {
  const spec = object.spec as Record<string, unknown> | undefined;
  for (const key of ['clusterIP', 'clusterIPs', 'healthCheckNodePort']) if (spec) Reflect.deleteProperty(spec, key);
  for (const port of (spec?.ports ?? []) as Record<string, unknown>[]) Reflect.deleteProperty(port, 'nodePort');
  const claim = spec?.claimRef as Record<string, unknown> | undefined;
  for (const key of ['uid', 'resourceVersion']) if (claim) Reflect.deleteProperty(claim, key);
  return object;
}

/** Throws with the first object that differs. */
export function expectSameObjects(one: readonly Manifest[], other: readonly Manifest[]): void {
  for (const [index, object] of one.entries()) {
    const twin = other[index];
    if (isDeepStrictEqual(object, twin)) continue;
    throw new Error(`the two differ:\n${JSON.stringify(object, null, 1)}\n${JSON.stringify(twin, null, 1)}`);
  }
  if (one.length === 0 || one.length !== other.length) throw new Error(`${one.length} objects and ${other.length}`);
}
