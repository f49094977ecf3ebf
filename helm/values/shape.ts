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
  /** Everything that `.meta()` says, the outermost wrapper first. */
  readonly meta: ValueMeta;
}

/** What `.meta()` may say of a value in a description. */
export interface ValueMeta {
  /** What the value is for, in the user's words. Becomes the comment in values.yaml, the README row, the schema's text and the prop's docstring. */
  readonly description?: string;
  readonly struct?: boolean;
  readonly secret?: boolean;
  /** What values.yaml shows, commented out, for a value that has no default. */
  readonly example?: unknown;
  /** What holds where the value is not given, in words, for values without a default: `the model's own`. */
  readonly without?: string;
  /** The prop must be given: the default only shows in values.yaml what to replace. */
  readonly mustBeGiven?: boolean;
  /** Type of the prop where it is another than that of the value: `Size`, `ISecret`, `k8s.Toleration[]`. */
  readonly propType?: string;
  /** The module of that type, where it is one of ours. */
  readonly propModule?: string;
  /** Name of the enumeration of the prop, made from the words that the value may be. */
  readonly enumeration?: string;
  /** What each word of the enumeration means. */
  readonly words?: Readonly<Record<string, string>>;
  /** Name of the interface of the props, made from the keys of an object. */
  readonly interface?: string;
  /** What the interface or enumeration is, where that is not what the value is for. */
  readonly about?: string;
  /** Interfaces whose keys are among those of this one. */
  readonly extends?: readonly string[];
  /** A part that is there when its props are given, unless `enabled` says otherwise. */
  readonly switchable?: boolean;
}

/** Every word of ours in `.meta()`, none of which belongs into a JSON Schema. */
export const metaWords: readonly Exclude<keyof ValueMeta, 'description'>[] = [
  'struct',
  'secret',
  'example',
  'without',
  'mustBeGiven',
  'propType',
  'propModule',
  'enumeration',
  'words',
  'interface',
  'about',
  'extends',
  'switchable',
];

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
  const { description: doc = '', struct = false, secret = false } = meta;
  return { schema: inner, optional, default: given, doc, struct, secret, meta };
}

/** The fields of a closed object that the chart reads into, or nothing for leaves and structures handed on whole. */
export function fieldsOf(shape: Shape): Record<string, z.ZodType> | undefined {
  return shape.schema instanceof z.ZodObject && !shape.struct ? shape.schema.shape : undefined;
}

export function itemOfList(shape: Shape): z.ZodType | undefined {
  return shape.schema instanceof z.ZodArray && !shape.struct ? (shape.schema.element as z.ZodType) : undefined;
}

/** Whether only code can give the value, and nothing looks into it. */
export function isOpaque(shape: Shape): boolean {
  return shape.schema instanceof z.ZodCustom;
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
 * @param about what the part is about, or all that its `.meta()` says
 */
export function section<T extends z.core.$ZodLooseShape>(fields: T, about: string | ValueMeta) {
  return z
    .strictObject(fields)
    .prefault({} as never)
    .meta(typeof about === 'string' ? { description: about } : { ...about });
}

/** A {@link section} whose resource is made only when it is wanted; in props giving the section is wanting it. */
export function switchable<T extends z.core.$ZodLooseShape>(
  fields: T,
  { enabled, on = false, ...about }: ValueMeta & { enabled: string; on?: boolean },
) {
  return section(
    { enabled: z.boolean().default(on).meta({ description: enabled }), ...fields },
    { ...about, switchable: true },
  );
}

/**
 * The props of a construct: the keys of its description, under the name of the interface that is made of them.
 *
 * @param fields the keys
 * @param about what the construct is, and which interfaces its keys include
 */
export function props<T extends z.core.$ZodLooseShape>(fields: T, about: ValueMeta & { interface: string }) {
  return z.strictObject(fields).meta({ ...about });
}

/**
 * A prop that only code can give, such as another construct: nothing looks into it.
 *
 * @param type its TypeScript type
 * @param isOne whether a value is of that type, which other languages than TypeScript do not see to
 * @param from the module of that type, where it is one of ours
 */
export function opaque<T>(type: string, isOne: (value: unknown) => boolean, from?: string) {
  return z
    .custom<T>(isOne, `it must be a ${type}`)
    .meta({ propType: type, ...(from === undefined ? {} : { propModule: from }) });
}

/** A text of any form, such as a program, that nothing looks into. */
export function opaqueText() {
  return opaque<string>('string', (value) => typeof value === 'string');
}

/** Marks a structure of Kubernetes that a chart hands on whole. */
export function struct<T extends z.ZodType>(schema: T, type?: string): T {
  return schema.meta({ ...metaOf(schema), struct: true, ...(type === undefined ? {} : { propType: type }) });
}
