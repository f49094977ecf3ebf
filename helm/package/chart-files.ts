import type { ChartDefinition } from '../chart-definition';
import { chartTemplates } from '../template/chart-templates';
import { valuesJsonSchema } from '../values/json-schema';
import { valuesTable } from '../values/table';
import { valuesYaml } from '../values/values-yaml';
import { yamlText } from '../yaml-text';
import { chartMetadata } from './chart-yaml';

/** Every file of a chart, by its path in the chart's folder, in a stable order. */
export type ChartFiles = ReadonlyMap<string, string>;

const helmignore = [
  '.DS_Store',
  '.git/',
  '.gitignore',
  '*.swp',
  '*.bak',
  '*.tmp',
  '*.orig',
  '*~',
  '.idea/',
  '.vscode/',
  '',
].join('\n');

/** Makes a whole Helm chart of a definition. The same definition gives the same bytes, always. */
export function chartFiles<V>(definition: ChartDefinition<V>): ChartFiles {
  const { name, values } = definition;
  const templates = chartTemplates(definition).files;
  const schema = valuesJsonSchema(values, `Values of the chart ${name}`);
  const files: [string, string][] = [
    ['.helmignore', helmignore],
    ['Chart.yaml', yamlText(chartMetadata(definition as ChartDefinition<unknown>))],
    ['README.md', readme(definition as ChartDefinition<unknown>)],
    ['values.schema.json', `${JSON.stringify(schema, null, 2)}\n`],
    ['values.yaml', valuesYaml(values, `Values of the chart ${name}. Keys that are commented out have no default.`)],
    ...[...templates].map(([file, text]): [string, string] => [`templates/${file}`, text]),
  ];
  return new Map(files);
}

function readme(definition: ChartDefinition<unknown>): string {
  const { name, version, appVersion, description, introduction, kubeVersion } = definition;
  return [
    `# ${name}`,
    '',
    description,
    '',
    `Chart version ${version}, application version ${appVersion}, Kubernetes ${kubeVersion}.`,
    '',
    ...(introduction ? [introduction, ''] : []),
    '## Values',
    '',
    valuesTable(definition.values),
    '',
  ].join('\n');
}
