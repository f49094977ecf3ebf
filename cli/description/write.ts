import { valuesYaml } from '../../helm/values/values-yaml';
import { description } from './description';

/** Name of the schema's file, which lies beside cai.yaml. */
export const schemaFile = 'cai.schema.json';

const heading = `One confidential inference service, from the model to the client. Made by "cai init"; yours to edit.
Every command reads it. Keys that are commented out have no default. No secret belongs in here.`;

/**
 * The text of cai.yaml: every key with a comment.
 *
 * @param given what differs from the defaults; not checked
 */
export function descriptionYaml(given: Record<string, unknown>): string {
  return `# yaml-language-server: $schema=./${schemaFile}\n${valuesYaml(description, heading, given)}`;
}
