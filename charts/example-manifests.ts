import { readFileSync } from 'node:fs';
import { readValues, synthManifests, type Manifest } from '../helm';
import { charts, type ProductChart } from '.';

/** Manifests of one example, and the name of their file. */
export interface ExampleManifests {
  readonly name: string;
  readonly objects: readonly Manifest[];
}

/**
 * The examples as one installation: each in a namespace that its own file makes. `kubectl apply` takes a folder in the order of
 * its files' names, so cai-webhook comes before vllm, whose Pods have to be injected when they are made.
 */
export function exampleManifests(): ExampleManifests[] {
  return [...charts.values()].map((chart) => ({
    name: chart.release.name,
    objects: [namespaceOf(chart), ...objectsOf(chart)],
  }));
}

function objectsOf({ definition, example, release }: ProductChart): readonly Manifest[] {
  return synthManifests(definition, readValues(readFileSync(example, 'utf8'), example), release).objects;
}

function namespaceOf({ release, podSecurity }: ProductChart): Manifest {
  const labels = {
    'app.kubernetes.io/part-of': 'confidential-ai',
    'pod-security.kubernetes.io/enforce': podSecurity,
  };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { labels, name: release.namespace } };
}
