import { z } from 'zod';
import { isMap, type ValuesMap } from '../../helm/values/coalesce';
import { fieldsOf, shapeOf } from '../../helm/values/shape';
import { valuesYaml } from '../../helm/values/values-yaml';
import { chartSections, type ChartSection } from './section-names';
import { description } from './description';
import { mapWith, merged, type Path } from './values-map';

/** Name of the schema's file, which lies beside cai.yaml. */
export const schemaFile = 'cai.schema.json';

const heading = `One confidential inference service, from the model to the client. Made by "cai init"; yours to edit.
Every command reads it. Keys that are commented out have no default. No secret belongs in here.
vllm, webhook and client are the values of the three charts: a few are shown, each chart's README lists them all.`;

/** Of the many values of the charts those that most people come to set. */
const shown: Readonly<Record<ChartSection, readonly Path[]>> = {
  vllm: [
    ...['bucket', 'path', 'url', 'authType', 'existingSecret'].map((key) => ['oss', key]),
    ['model', 'servedName'],
    ['apiKey', 'existingSecret'],
    ['replicas'],
    ['gpuCount'],
    ['caiOptions'],
  ],
  webhook: [['replicas']],
  client: [['proxy', 'port'], ['upstreams']],
};

/**
 * The text of cai.yaml: every key with a comment, of the charts' values those that are given and a few more.
 *
 * @param given what differs from the defaults; not checked
 */
export function descriptionYaml(given: ValuesMap): string {
  const fields = { ...description.shape } as Record<string, z.ZodType>;
  for (const name of chartSections) {
    const wanted = shown[name].reduce((map: ValuesMap, path) => merged(map, mapWith(path, true)), {});
    const part = given[name];
    fields[name] = chosen(description.shape[name], isMap(part) ? merged(wanted, part) : wanted);
  }
  const text = valuesYaml(z.strictObject(fields), heading, given);
  return `# yaml-language-server: $schema=./${schemaFile}\n${text}`;
}

/** The schema with those fields alone that a map has, in the order of the schema. */
function chosen(schema: z.ZodType, wanted: ValuesMap): z.ZodType {
  const shape = shapeOf(schema);
  const fields = Object.entries(fieldsOf(shape) ?? {}).flatMap(([key, field]): [string, z.ZodType][] => {
    if (!Object.hasOwn(wanted, key)) return [];
    const below = wanted[key];
    return [[key, fieldsOf(shapeOf(field)) && isMap(below) ? chosen(field, below) : field]];
  });
  return z.strictObject(Object.fromEntries(fields)).meta({ description: shape.doc });
}
