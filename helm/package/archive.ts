import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { ChartDefinition } from '../chart-definition';
import type { ChartFiles } from './chart-files';
import { chartMetadata, yamlText } from './chart-yaml';

/** A packaged chart. */
export interface ChartArchive {
  /** `<name>-<version>.tgz` */
  readonly fileName: string;
  readonly content: Buffer;
  readonly definition: ChartDefinition<unknown>;
}

// one date for every file: an archive made twice is the same archive
const mtime = new Date(0);

/** Packs a chart's files as `helm package` does, in bytes that do not depend on when or where. */
export async function packChart<V>(definition: ChartDefinition<V>, files: ChartFiles): Promise<ChartArchive> {
  const tar = pack();
  // Helm wants Chart.yaml first, so that the metadata is read without unpacking the rest
  const order = [...files].sort(([a], [b]) => Number(b === 'Chart.yaml') - Number(a === 'Chart.yaml'));
  for (const [path, text] of order) tar.entry({ name: `${definition.name}/${path}`, mtime, mode: 0o644 }, text);
  tar.finalize();
  const content = gzipSync(await buffer(tar), { level: 9 });
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
