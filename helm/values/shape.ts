import { z } from 'zod';
import type { Kind } from '../expression';

/** What the schema says of one value, with the wrappers for defaults and optional values taken off. */
export interface Shape {
  readonly schema: z.ZodType;
  readonly optional: boolean;
  /** What stands in values.yaml; `undefined` when the user must say or may leave out. */
  readonly default: unknown;
  readonly doc: string;
  /** A Kubernetes structure or the like: handed on whole, its inside is not for the chart to read. */
  readonly struct: boolean;
  /** Its value must not be shown in a message. */
  readonly secret: boolean;
}

/** What `.meta()` may say of a value in a chart's description. */
export interface ValueMeta {
  /** What the value is for, in the user's words. Becomes the comment in values.yaml, the README row and the schema's text. */
  readonly description?: string;
  readonly struct?: boolean;
  readonly secret?: boolean;
  /** What values.yaml shows, commented out, for a value that has no default. */
  readonly example?: unknown;
}

export function metaOf(schema: z.ZodType): ValueMeta {
  return schema.meta() ?? {};
}

// a schema never changes, and the walks over it come by each part many times
const shapes = new WeakMap<z.ZodType, Shape>();

export function shapeOf(schema: z.ZodType): Shape {
  const known = shapes.get(schema) ?? readShape(schema);
  shapes.set(schema, known);
  return known;
}

function readShape(schema: z.ZodType): Shape {
  let inner = schema;
  let optional = false;
  let given: unknown;
  let meta = metaOf(inner);
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault || inner instanceof z.ZodOptional) {
    if (inner instanceof z.ZodOptional) optional = true;
    else given = inner.def.defaultValue;
    inner = inner.def.innerType as z.ZodType;
    meta = { ...metaOf(inner), ...meta };
  }
  const doc = meta.description ?? '';
  return { schema: inner, optional, default: given, doc, struct: meta.struct ?? false, secret: meta.secret ?? false };
}

/** The fields of a closed object that the chart reads into, or nothing for leaves and structures handed on whole. */
export function fieldsOf(shape: Shape): Record<string, z.ZodType> | undefined {
  return shape.schema instanceof z.ZodObject && !shape.struct ? shape.schema.shape : undefined;
}

export function itemOfList(shape: Shape): z.ZodType | undefined {
  return shape.schema instanceof z.ZodArray && !shape.struct ? (shape.schema.element as z.ZodType) : undefined;
}

export function kindOfShape(shape: Shape): Kind {
  const { schema } = shape;
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return 'string';
  if (schema instanceof z.ZodNumber) return schema.format === 'safeint' ? 'int' : 'number';
  if (schema instanceof z.ZodBoolean) return 'bool';
  if (schema instanceof z.ZodArray) return 'list';
  if (schema instanceof z.ZodObject || schema instanceof z.ZodRecord) return 'map';
  return 'any';
}

/**
 * A part of the values with keys of its own. It always exists, so that a template may read through it.
 *
 * @param fields the keys of the part
 * @param description what the part is about
 */
export function section<T extends z.core.$ZodLooseShape>(fields: T, description: string) {
  return z
    .strictObject(fields)
    .prefault({} as never)
    .meta({ description });
}

/** Marks a structure of Kubernetes that a chart hands on whole. */
export function struct<T extends z.ZodType>(schema: T): T {
  return schema.meta({ ...metaOf(schema), struct: true });
}
