import { z } from 'zod';
import { isMap, type ValuesMap } from '../../helm/values/coalesce';
import { alwaysAllowed } from '../../helm/values/parse';
import { metaWords } from '../../helm/values/shape';
import { description } from './description';
import { chartSections } from './section-names';

/** The description as JSON Schema, for editors: they complete keys, show what each is for, and mark mistakes. */
export function descriptionJsonSchema(): Record<string, unknown> {
  const made = z.toJSONSchema(description, {
    target: 'draft-7',
    // what a person writes: keys with a default may be left away
    io: 'input',
    override: ({ jsonSchema }) => {
      if ('example' in jsonSchema) jsonSchema.examples = [jsonSchema.example];
      for (const key of metaWords) Reflect.deleteProperty(jsonSchema, key);
    },
  });
  return { ...withDefinitions({ ...made, properties: withSections(made.properties) }), title: 'cai.yaml' };
}

/** The sections take what any chart does. */
function withSections(properties: z.core.JSONSchema.JSONSchema['properties'] = {}): ValuesMap {
  const sections = chartSections.flatMap((name) => {
    const section = properties[name];
    if (typeof section !== 'object') return [];
    return [[name, { ...section, properties: { ...alwaysAllowed, ...section.properties } }] as const];
  });
  return { ...properties, ...Object.fromEntries(sections) };
}

/** The schema as the text of a file. */
export function schemaText(): string {
  return `${JSON.stringify(descriptionJsonSchema(), undefined, 2)}\n`;
}

// below it a reference is no shorter than what it stands for
const leastShared = 300;

/** The same schema with what stands in it several times, as structures of Kubernetes do, in definitions. */
function withDefinitions(schema: ValuesMap): ValuesMap {
  const seen = new Map<string, number>();
  const count = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const text = JSON.stringify(value);
    seen.set(text, (seen.get(text) ?? 0) + 1);
    // a part of what is shared is shared as well: only what stands elsewhere too counts
    if (seen.get(text) === 1) Object.values(value).forEach(count);
  };
  count(schema);
  const names = new Map<string, string>();
  const definitions: ValuesMap = {};
  const shared = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(shared);
    const text = JSON.stringify(value);
    const isShared = 'type' in value && text.length >= leastShared && (seen.get(text) ?? 0) > 1;
    if (!isShared) return inner(value);
    const name = names.get(text) ?? `shared${names.size + 1}`;
    if (!names.has(text)) {
      names.set(text, name);
      definitions[name] = inner(value);
    }
    return { $ref: `#/definitions/${name}` };
  };
  const inner = (value: object): ValuesMap =>
    Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shared(one)]));
  const made = shared(schema);
  return { ...(isMap(made) ? made : {}), definitions };
}
