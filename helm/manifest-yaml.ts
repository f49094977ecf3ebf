import type { Manifest } from './manifests';
import { yamlText } from './yaml-text';

/** Objects as one YAML text of several documents, as `kubectl apply` reads it. */
export function manifestYaml(objects: readonly Manifest[]): string {
  return objects.map(yamlText).join('---\n');
}
