import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed } from '../program';
import type { LayerRecipe } from './layer';

const source = join(__dirname, 'pause/pause.c');
const flags = ['-static', '-Os', '-s', '-Wl,--build-id=none'];

/** One program that needs no file beside itself. */
export const pauseLayer: LayerRecipe = {
  title: 'pause',
  inputs: { flags, source: readFileSync(source, 'utf8') },
  fill: async (folder) => {
    await printed('gcc', [...flags, '-o', join(folder, 'pause'), source]);
  },
};
