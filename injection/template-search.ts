import { isObject, objectAt, type Json, type JsonObject } from './json/json-object';
import { isOurKey } from './pod/pod-keys';

/** A template of Pods somewhere in an object. */
export interface FoundTemplate {
  readonly path: readonly string[];
  /** The object that holds `metadata` and `spec`. */
  readonly template: JsonObject;
}

/** A key of ours somewhere in an object. */
export interface FoundKey {
  /** Keys that lead to the annotations or labels. */
  readonly path: readonly string[];
  readonly key: string;
}

/** What an object of any kind has of Pods and of us. */
export interface Searched {
  readonly templates: readonly FoundTemplate[];
  /** Keys of ours in annotations that belong to no template of Pods. */
  readonly keys: readonly FoundKey[];
}

// deeper lies nothing that a controller reads
const maxDepth = 40;

/**
 * Looks for templates of Pods by their shape, and for annotations of ours. Operators have kinds without number (Rollout,
 * LeaderWorkerSet, RayCluster …); the shape of a Pod's template is Kubernetes' own in all of them.
 */
export function searchTemplates(object: JsonObject): Searched {
  const templates: FoundTemplate[] = [];
  const keys: FoundKey[] = [];
  const walk = (value: Json | undefined, path: readonly string[]): void => {
    if (path.length > maxDepth) return;
    if (Array.isArray(value)) {
      for (const [index, item] of (value as readonly Json[]).entries()) walk(item, [...path, String(index)]);
      return;
    }
    if (!isObject(value)) return;
    const isTemplate = Array.isArray(objectAt(value, 'spec')?.containers);
    if (isTemplate) templates.push({ path, template: value });
    for (const [name, inner] of Object.entries(value)) {
      // what a template says of itself is read with it
      if (isTemplate && name === 'metadata') continue;
      if (name === 'annotations' && isObject(inner)) keys.push(...keysIn(inner, [...path, name]));
      else walk(inner, [...path, name]);
    }
  };
  walk(object, []);
  return { templates, keys };
}

function keysIn(annotations: JsonObject, path: readonly string[]): FoundKey[] {
  return Object.keys(annotations)
    .filter(isOurKey)
    .map((key) => ({ path, key }));
}
