// A file of its own: the help names the charts, and must not wait for their schemas.

/** The sections of cai.yaml that are the values of a chart, and the charts. */
export const chartOfSection = { vllm: 'cai-vllm', webhook: 'cai-webhook', client: 'tng-client' } as const;

/** Name of a section that is the values of a chart. */
export type ChartSection = keyof typeof chartOfSection;

/** The same, in the order of the file. */
export const chartSections = Object.keys(chartOfSection) as readonly ChartSection[];

/** Names of the charts. */
export const chartNames: readonly string[] = Object.values(chartOfSection);

/** The section with the values of a chart, by the chart's name. */
export function sectionOfChart(chart: string): ChartSection {
  const section = chartSections.find((name) => chartOfSection[name] === chart);
  if (section === undefined) throw new RangeError(`there is no chart ${chart}`);
  return section;
}
