import { App, Chart, type ChartProps } from 'cdk8s';
import { CaiOptions, type CaiOptionsProps } from '../../constructs';
import type { Manifest } from '../../helm';

/** Makes something in a chart, as apps that use the constructs do. */
export type Build<T = unknown> = (chart: Chart) => T;

const inSpace: ChartProps = { namespace: 'space' };

/** What a build makes. */
export function madeBy<T>(build: Build<T>, props: ChartProps = inSpace): T {
  return build(new Chart(new App(), 'chart', props));
}

function chartOf(build: Build, props: ChartProps = inSpace): Chart {
  const chart = new Chart(new App(), 'chart', props);
  build(chart);
  return chart;
}

/** What the app writes. */
export function yamlOf(build: Build, props?: ChartProps): string {
  return App.of(chartOf(build, props)).synthYaml();
}

export function objectsOf(build: Build, props?: ChartProps): Manifest[] {
  const chart = chartOf(build, props);
  App.of(chart).synthYaml();
  return chart.toJson() as Manifest[];
}

/** What `app.synth()` reports, one line a problem; empty when it reports nothing. */
export function problemsOf(build: Build): string[] {
  const app = App.of(chartOf(build));
  try {
    app.synthYaml();
    return [];
  } catch (error) {
    const [, ...lines] = (error as Error).message.split('\n');
    return lines.map((line) => line.trim());
  }
}

/** Construct path and code of each problem. */
export function codesOf(build: Build): string[] {
  return problemsOf(build).map((line) => /^(\[[^\]]*\] \w+\d+) /.exec(line)?.[1] ?? line);
}

/** The value at a path of an object, as in `at(deployment, 'spec', 'replicas')`. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner === undefined ? undefined : (inner as Record<string | number, unknown>)[key]),
    value,
  );
}

/** The container of a Deployment. */
export function containerOf(deployment: unknown): unknown {
  return at(deployment, 'spec', 'template', 'spec', 'containers', 0);
}

/** Options with nothing wrong in them. */
export function options(more: Partial<CaiOptionsProps> = {}): CaiOptions {
  return CaiOptions.of({
    modelDecryptionKeyId: 'kbs:///default/aliyun/model-decryption-key',
    trusteeAddress: 'https://203.0.113.10:8081/api',
    ...more,
  });
}

/** The document's public sample model. */
export const bucket = {
  bucket: 'conf-ai',
  path: '/qwen2.5-3b-gocryptfs/',
  url: 'https://oss-cn-beijing-internal.aliyuncs.com',
} as const;
