import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ChartDefinition } from '../chart-definition';
import { manifestYaml } from '../manifest-yaml';
import type { Manifest } from '../manifests';
import { packChart, repositoryIndex } from './archive';
import { chartFiles } from './chart-files';

/** Writes one file so that it is there whole or not at all. Answers its path. */
async function writeWhole(path: string, content: string | Buffer): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  const scratch = await mkdtemp(join(dirname(path), '.writing-'));
  try {
    await writeFile(join(scratch, basename(path)), content);
    await rename(join(scratch, basename(path)), path);
  } finally {
    await rm(scratch, { recursive: true });
  }
  return path;
}

/** Writes raw manifests as `<name>.k8s.yaml`. Answers the file's path. */
export function writeManifests(directory: string, name: string, objects: readonly Manifest[]): Promise<string> {
  return writeWhole(join(directory, `${name}.k8s.yaml`), manifestYaml(objects));
}

/** Writes a chart as a folder of its own below a directory, in the place of an older one. Answers the folder's path. */
async function writeChart<V>(directory: string, definition: ChartDefinition<V>): Promise<string> {
  await mkdir(directory, { recursive: true });
  const folder = join(directory, definition.name);
  const scratch = await mkdtemp(join(directory, '.writing-'));
  try {
    for (const [path, text] of chartFiles(definition)) {
      await mkdir(join(scratch, 'chart', dirname(path)), { recursive: true });
      await writeFile(join(scratch, 'chart', path), text);
    }
    if (existsSync(folder)) await rename(folder, join(scratch, 'old'));
    await rename(join(scratch, 'chart'), folder);
  } finally {
    await rm(scratch, { recursive: true });
  }
  return folder;
}

/** Writes charts, their packages, and the index of a chart repository that serves these. Answers the paths written. */
export async function writeCharts(
  directory: string,
  definitions: readonly ChartDefinition<unknown>[],
): Promise<string[]> {
  const folders: string[] = [];
  for (const definition of definitions) folders.push(await writeChart(directory, definition));
  const archives = definitions.map((definition) => packChart(definition, chartFiles(definition)));
  const packages: string[] = [];
  for (const { fileName, content } of archives) packages.push(await writeWhole(join(directory, fileName), content));
  return [...folders, ...packages, await writeWhole(join(directory, 'index.yaml'), repositoryIndex(archives))];
}
