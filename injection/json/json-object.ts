/** A value that JSON can hold. Objects are never changed in place. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object as JSON has it. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** An element of a list whose elements are told apart by their names. Fields that are not named here are kept. */
export interface Named extends JsonObject {
  readonly name: string;
}

/** A container of a Pod. Fields that are not named here are kept as they are. */
export type Container = Named;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNamed(value: Json): value is Named {
  return isObject(value) && typeof value.name === 'string';
}

// What has the wrong type reads as absent here: the structure of a Pod is checked before anything relies on it.

/** The object at a key, if there is one. */
export function objectAt(object: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = object?.[key];
  return isObject(value) ? value : undefined;
}

/** The text at a key, if there is one. */
export function textAt(object: JsonObject | undefined, key: string): string | undefined {
  const value = object?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** The list at a key, empty where there is none. */
export function listAt(object: JsonObject | undefined, key: string): readonly Json[] {
  const value = object?.[key];
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The objects in the list at a key. */
export function objectsAt(object: JsonObject | undefined, key: string): JsonObject[] {
  return listAt(object, key).filter(isObject);
}

/** The elements with a name in the list at a key. */
export function namedAt(object: JsonObject | undefined, key: string): Named[] {
  return listAt(object, key).filter(isNamed);
}

/** Puts the values at the keys of the object; the very object when it has them already. */
export function withFields(object: JsonObject, fields: JsonObject): JsonObject {
  const keys = Object.keys(fields);
  if (keys.every((key) => object[key] === fields[key])) return object;
  // not by more keys behind the spread, nor by a second spread: both cost several times as much
  const copy: Record<string, Json | undefined> = { ...object };
  for (const key of keys) copy[key] = fields[key];
  return copy;
}

const definedKeys = (object: JsonObject): string[] => Object.keys(object).filter((key) => object[key] !== undefined);

/** Whether two values are the same JSON; the order of keys does not count. */
export function jsonEqual(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    const others = other as readonly Json[];
    return one.length === others.length && one.every((item: Json, index) => jsonEqual(item, others[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = definedKeys(one);
  // hasOwn: reading a foreign key such as __proto__ that is not there would reach the prototype
  return (
    keys.length === definedKeys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && jsonEqual(one[key], other[key]))
  );
}
