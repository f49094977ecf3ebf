import { z } from 'zod';
import { goPattern } from '../go-regexp';
import { isMap, type ValuesMap } from './coalesce';
import { alwaysAllowed, mayLack } from './parse';
import { fieldsOf, itemOfList, metaWords, shapeOf } from './shape';

/**
 * values.schema.json: what Helm checks before it renders. Objects are closed. Only keys without a default are required: the
 * values of an older chart, which `helm upgrade --reuse-values` keeps, lack what came later. A key that may lack may also be
 * `null`. `global` and `enabled` are allowed, so that the chart can be a subchart.
 */
export function valuesJsonSchema(schema: z.ZodType, title: string): ValuesMap {
  const made = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'output',
    override: ({ jsonSchema }) => {
      for (const key of metaWords) Reflect.deleteProperty(jsonSchema, key);
      for (const one of [jsonSchema, ...(jsonSchema.allOf ?? [])])
        if (one.pattern !== undefined) one.pattern = goPattern(one.pattern);
    },
  }) as ValuesMap;
  loosen(schema, made, mayLack);
  const properties = {
    ...alwaysAllowed,
    ...(made.properties as ValuesMap),
  };
  return { ...made, title, properties };
}

function allowNull(property: ValuesMap): void {
  if (typeof property.type === 'string') property.type = [property.type, 'null'];
  if (Array.isArray(property.enum)) property.enum = [...(property.enum as unknown[]), null];
  if (Array.isArray(property.anyOf)) property.anyOf = [...(property.anyOf as unknown[]), { type: 'null' }];
}

/**
 * A null takes an entry of a default away. Helm keeps it where the values that it reuses lack the entry, and refused it would be in
 * each upgrade from then on.
 */
function allowTakenAway(map: ValuesMap, given: unknown): void {
  if (!isMap(given)) return;
  const properties: ValuesMap = isMap(map.properties) ? map.properties : {};
  for (const [key, value] of Object.entries(given)) {
    const one = properties[key] ?? structuredClone(map.additionalProperties);
    if (!isMap(one) || (Array.isArray(map.required) && map.required.includes(key))) continue;
    allowTakenAway(one, value);
    allowNull(one);
    properties[key] = one;
  }
  if (Object.keys(properties).length > 0) map.properties = properties;
}

/** Keys that may lack are not required, and may be null: Helm keeps a null for which there is no default. */
function loosen(schema: z.ZodType, made: ValuesMap, isLoose: (field: z.ZodType) => boolean): void {
  const shape = shapeOf(schema);
  const item = itemOfList(shape);
  // nobody fills in what the items of a list lack
  if (item && isMap(made.items)) loosen(item, made.items, (field) => shapeOf(field).optional);
  const properties = made.properties;
  if (!isMap(properties)) return;
  const loose = new Set<string>();
  for (const [key, field] of Object.entries(fieldsOf(shape) ?? {})) {
    const property = properties[key];
    if (!isMap(property)) continue;
    loosen(field, property, isLoose);
    if (isLoose === mayLack && !fieldsOf(shapeOf(field))) allowTakenAway(property, shapeOf(field).default);
    if (!isLoose(field)) continue;
    loose.add(key);
    allowNull(property);
  }
  if (!Array.isArray(made.required)) return;
  const required = (made.required as string[]).filter((key) => !loose.has(key));
  if (required.length > 0) made.required = required;
  else Reflect.deleteProperty(made, 'required');
}
