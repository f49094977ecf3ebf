import { mkdir } from 'node:fs/promises';
import { Artefact } from '../artefact';
import { debianLayer } from '../images/debian-layer';
import { hashOf } from '../images/image';

// dash: what makes the layer runs a shell in it
const recipe = debianLayer(['dash', 'coreutils', 'chromium-headless-shell', 'fonts-dejavu-core']);

/** A root with Debian's Chromium without a window, and one family of fonts: the same lines on every machine. */
export const chromium = new Artefact(recipe.title, `chromium-${hashOf(recipe.inputs)}`, async (folder, say) => {
  await mkdir(folder, { recursive: true });
  await recipe.fill(folder, '', say);
});
