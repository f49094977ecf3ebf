import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { ChartDefinition } from '../chart-definition';
import type { ChartFiles } from './chart-files';
import { yamlText } from '../yaml-text';
import { chartMetadata } from './chart-yaml';
import { tarArchive } from './tar';

/** A packaged chart. */
export interface ChartArchive {
  /** `<name>-<version>.tgz` */
  readonly fileName: string;
  readonly content: Buffer;
  readonly definition: ChartDefinition<unknown>;
}

/** Packs a chart's files as `helm package` does, in bytes that do not depend on when or where. */
export function packChart<V>(definition: ChartDefinition<V>, files: ChartFiles): ChartArchive {
  // Helm wants Chart.yaml first, so that the metadata is read without unpacking the rest
  const order = [...files].sort(([a], [b]) => Number(b === 'Chart.yaml') - Number(a === 'Chart.yaml'));
  const tar = tarArchive(order.map(([path, text]) => [`${definition.name}/${path}`, text]));
  const content = gzipSync(tar, { level: 9 });
  return {
    fileName: `${definition.name}-${definition.version}.tgz`,
    content,
    definition: definition as ChartDefinition<unknown>,
  };
}

/** index.yaml of a chart repository that serves the archives beside it. */
export function repositoryIndex(archives: readonly ChartArchive[]): string {
  const entries: Record<string, unknown[]> = {};
  for (const { fileName, content, definition } of archives) {
    const digest = createHash('sha256').update(content).digest('hex');
    (entries[definition.name] ??= []).push({ ...chartMetadata(definition), digest, urls: [fileName] });
  }
  return yamlText({ apiVersion: 'v1', entries });
}
