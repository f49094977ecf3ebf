import type { ChartDefinition } from '../chart-definition';

/** Chart.yaml as data. Also what index.yaml says of the chart. */
export function chartMetadata(definition: ChartDefinition<unknown>): Record<string, unknown> {
  const { name, version, appVersion, description, keywords, home, sources, maintainers, kubeVersion, annotations } =
    definition;
  const metadata = {
    apiVersion: 'v2',
    name,
    version,
    appVersion,
    description,
    type: 'application',
    kubeVersion,
    keywords,
    home,
    sources,
    maintainers,
    annotations,
  };
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined));
}
