import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Artefact } from '../artefact';
import { printed } from '../program';
import type { Say } from '../progress';
import { packLayer, readLayer, type Layer, type LayerRecipe } from './layer';
import { blobPath, writeOciArchive, type ImageConfiguration } from './oci-archive';

interface ImageRecipe extends ImageConfiguration {
  /** From the lowest up. */
  readonly layers: readonly LayerRecipe[];
}

const tar = ['-n', '10', 'tar'];

/** A container image that is made on the machine and kept until its recipe changes. */
export class Image {
  readonly reference: string;
  readonly hash: string;
  readonly artefact: Artefact;

  constructor(private readonly recipe: ImageRecipe) {
    const { reference, layers, environment, entrypoint } = recipe;
    this.reference = reference;
    this.hash = hashOf([reference, layers.map(({ inputs }) => inputs), environment, entrypoint]);
    const key = `images/${reference.replace(/^.*\//, '').replace(':', '-')}-${this.hash}`;
    this.artefact = new Artefact(`image ${reference}`, key, (folder, say) => this.make(folder, say));
  }

  /** The OCI archive, for `ctr images import`. */
  get archive(): string {
    return this.artefact.path('image.tar');
  }

  /** Lays the image's files out in an empty folder. */
  async unpack(root: string): Promise<void> {
    const digests = JSON.parse(readFileSync(this.artefact.path('layers.json'), 'utf8')) as string[];
    for (const digest of digests) {
      const extract = 'tar -xOf "$1" "$2" | tar -x -C "$3"';
      await printed('/bin/sh', ['-ec', extract, 'extract', this.archive, blobPath(digest), root]);
    }
  }

  private async make(folder: string, say: Say): Promise<void> {
    const root = join(folder, 'root');
    await mkdir(root);
    const layers: Layer[] = [];
    for (const [index, recipe] of this.recipe.layers.entries()) {
      const layer = recipe.kept ? await keptLayer(recipe, say) : await makeLayer(recipe, { folder, root, say });
      layers.push(layer);
      if (index < this.recipe.layers.length - 1) await printed('nice', [...tar, '-xf', layer.file, '-C', root]);
    }
    await rm(root, { recursive: true });
    await writeOciArchive(join(folder, 'image.tar'), this.recipe, layers);
    writeFileSync(join(folder, 'layers.json'), JSON.stringify(layers.map(({ digest }) => digest)));
    await rm(join(folder, 'layer.tar'), { force: true });
    await this.removeForgotten();
  }

  /** Archives of gigabytes for every recipe there ever was would fill the disk. That of another branch stays a week. */
  private async removeForgotten(): Promise<void> {
    const folder = dirname(this.artefact.folder);
    const name = basename(this.artefact.folder).slice(0, -this.hash.length);
    const aWeekAgo = Date.now() - 7 * 24 * 3600 * 1000;
    for (const other of await readdir(folder)) {
      const path = join(folder, other);
      const isOfThisImage = other.startsWith(name) && /^[0-9a-f]{16}$/.test(other.slice(name.length));
      if (!isOfThisImage) continue;
      // another run may remove the same
      const found = statSync(path, { throwIfNoEntry: false });
      if (found !== undefined && found.mtimeMs < aWeekAgo) await rm(path, { recursive: true, force: true });
    }
  }
}

async function makeLayer(
  recipe: LayerRecipe,
  { folder, root, say }: { folder: string; root: string; say: Say },
): Promise<Layer> {
  const content = join(folder, 'layer');
  await mkdir(content);
  await recipe.fill(content, root, say);
  const layer = await packLayer(content, join(folder, 'layer.tar'));
  await rm(content, { recursive: true });
  return layer;
}

async function keptLayer(recipe: LayerRecipe, say: Say): Promise<Layer> {
  const artefact = new Artefact(recipe.title, `images/layer-${hashOf(recipe.inputs)}`, async (folder) => {
    const root = join(folder, 'root');
    await mkdir(root);
    await makeLayer(recipe, { folder, root, say });
    await rm(root, { recursive: true });
  });
  await artefact.ensure(say);
  return readLayer(artefact.path('layer.tar'));
}

export function hashOf(inputs: unknown): string {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
}
