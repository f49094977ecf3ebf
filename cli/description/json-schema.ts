import { z } from 'zod';
import { metaWords } from '../../helm/values/shape';
import { description } from './description';

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
  return { ...made, title: 'cai.yaml' };
}

/** The schema as the text of a file. */
export function schemaText(): string {
  return `${JSON.stringify(descriptionJsonSchema(), undefined, 2)}\n`;
}
