import { App, Chart } from 'cdk8s';
import type { ChartDefinition, ReleaseContext } from './chart-definition';
import { ProblemsError, type Problem } from '../problems';
import { isOfSchema, problemsOf } from './rules';
import type { ValuesMap } from './values/coalesce';
import { parseValues } from './values/parse';

/** A Kubernetes object as data. */
export type Manifest = Record<string, unknown>;

/** What raw synth makes of a chart and a user's values. */
export interface Manifests {
  readonly objects: Manifest[];
  /** What `helm test` would run. Not part of an installation. */
  readonly tests: Manifest[];
  /** What Helm would print after an installation. */
  readonly notes: string;
}

/**
 * Makes raw manifests of a chart for a user's values.
 *
 * @throws ProblemsError with everything that is wrong with the values
 */
export function synthManifests<V>(
  definition: ChartDefinition<V>,
  given: ValuesMap,
  release: ReleaseContext,
): Manifests {
  const { values, problems } = parseValues(definition.values, given);
  if (problems.length > 0) throw new ProblemsError([...problems, ...alsoBroken(definition, values, release, problems)]);
  const { app, chart } = buildInto(definition.name, definition.build, values, release);
  throwProblems(app);
  const tests = buildInto(`${definition.name}-tests`, definition.tests ?? (() => undefined), values, release);
  return { objects: objectsOf(chart), tests: objectsOf(tests.chart), notes: notesText(definition, values, release) };
}

/** Builds a chart into an app of its own, for callers that synthesize it themselves. */
export function buildInto<V>(
  id: string,
  build: ChartDefinition<V>['build'],
  values: V,
  release: ReleaseContext,
): { app: App; chart: Chart } {
  const app = new App();
  const chart = new Chart(app, id, { namespace: release.namespace });
  build(chart, values, release);
  return { app, chart };
}

/** Rules that are broken beside what is wrong with single values, so that the user hears of everything at once. */
function alsoBroken<V>(
  definition: ChartDefinition<V>,
  values: V,
  release: ReleaseContext,
  problems: readonly Problem[],
): Problem[] {
  try {
    const { app } = buildInto(definition.name, definition.build, values, release);
    // constructs check the same by the same description, under the names that props have
    return problemsIn(app, problems).filter((problem) => !isOfSchema(problem));
  } catch {
    // the wrong values do not even let the constructs be built: their own problems have to be mended first
    return [];
  }
}

function problemsIn(app: App, outside: readonly Problem[] = []): Problem[] {
  return app.node.findAll().flatMap((construct) => problemsOf(construct, outside));
}

function throwProblems(app: App): void {
  const problems = problemsIn(app);
  if (problems.length > 0) throw new ProblemsError(problems);
}

function objectsOf(chart: Chart): Manifest[] {
  return chart.toJson() as Manifest[];
}

function notesText<V>(definition: ChartDefinition<V>, values: V, release: ReleaseContext): string {
  const lines = definition.notes?.(values, release) ?? [];
  return lines.filter((line) => line !== undefined).join('\n');
}
