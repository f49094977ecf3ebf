import { z } from 'zod';
import { goPattern } from '../go-regexp';
import { isMap, type ValuesMap } from './coalesce';
import { fieldsOf, itemOfList, metaWords, shapeOf } from './shape';

/**
 * values.schema.json: what Helm checks before it renders. Objects are closed, keys with a default are required (only
 * `null` can take them away), and keys that may be left out may also be `null`. `global` and `enabled` are allowed,
 * so that the chart can be a subchart.
 */
export function valuesJsonSchema(schema: z.ZodType, title: string): ValuesMap {
  // "output" because Helm checks the values after it has laid them over the defaults
  const made = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'output',
    override: ({ jsonSchema }) => {
      for (const key of metaWords) Reflect.deleteProperty(jsonSchema, key);
      for (const one of [jsonSchema, ...(jsonSchema.allOf ?? [])])
        if (one.pattern !== undefined) one.pattern = goPattern(one.pattern);
    },
  }) as ValuesMap;
  allowNull(schema, made);
  const properties = {
    global: {
      description: 'Values that a parent chart shares with all its charts. This chart reads none.',
      type: 'object',
    },
    enabled: { description: 'For a condition of a parent chart. This chart does not read it.', type: 'boolean' },
    ...(made.properties as ValuesMap),
  };
  return { ...made, title, properties };
}

/** A key that may be left out may also be null: Helm keeps a null for which there is no default. */
function allowNull(schema: z.ZodType, made: ValuesMap): void {
  const shape = shapeOf(schema);
  const item = itemOfList(shape);
  if (item && isMap(made.items)) allowNull(item, made.items);
  const properties = made.properties;
  if (!isMap(properties)) return;
  for (const [key, field] of Object.entries(fieldsOf(shape) ?? {})) {
    const property = properties[key];
    if (!isMap(property)) continue;
    allowNull(field, property);
    if (!shapeOf(field).optional) continue;
    if (typeof property.type === 'string') property.type = [property.type, 'null'];
    if (Array.isArray(property.enum)) property.enum = [...(property.enum as unknown[]), null];
    if (Array.isArray(property.anyOf)) property.anyOf = [...(property.anyOf as unknown[]), { type: 'null' }];
  }
}
