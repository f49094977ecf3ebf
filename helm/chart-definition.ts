import type { Chart } from 'cdk8s';
import type { z } from 'zod';
import type { Input } from './expression';

/** What Helm knows of the release; in raw synth what the user said. */
export interface ReleaseContext {
  /** The release's name. */
  readonly name: string;
  /** The namespace that the release goes to. */
  readonly namespace: string;
}

/** A line of notes, a line that stands only when a test holds (made with `when`), or several. */
export type NotesLine = Input<string> | undefined;

/**
 * One description from which raw manifests and a Helm chart are made.
 *
 * @typeParam V the values, as `z.infer` of the schema
 */
export interface ChartDefinition<V> {
  /** The chart's name: lower case letters, digits and dashes. */
  readonly name: string;
  /** The chart's version, a semantic version. */
  readonly version: string;
  /** The version of what the chart installs. */
  readonly appVersion: string;
  readonly description: string;
  readonly keywords?: readonly string[];
  /** Web page of the project. */
  readonly home?: string;
  readonly sources?: readonly string[];
  readonly maintainers?: readonly { readonly name: string; readonly url?: string }[];
  /** Kubernetes versions that the chart supports, as a semantic version constraint. */
  readonly kubeVersion: string;
  /** Chart.yaml annotations, such as those of Artifact Hub. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Text that the chart's README starts with, in Markdown. */
  readonly introduction?: string;
  /** What the chart can be told. A closed zod object: every key with `.meta({ description })`. */
  readonly values: z.ZodType<V>;
  /** Builds the resources. Runs once with values, for raw manifests, and once with references, for the chart. */
  readonly build: (chart: Chart, values: V, release: ReleaseContext) => void;
  /** Builds what `helm test` runs: Pods that are no part of the raw manifests. */
  readonly tests?: (chart: Chart, values: V, release: ReleaseContext) => void;
  /** What the user reads after an installation: the next commands, and warnings. */
  readonly notes?: (values: V, release: ReleaseContext) => readonly NotesLine[];
}
