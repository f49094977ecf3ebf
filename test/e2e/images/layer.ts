import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Say } from '../progress';

/** How one layer of an image is made. */
export interface LayerRecipe {
  readonly title: string;
  /** Everything that the content depends on. */
  readonly inputs: unknown;
  /** Fills an empty folder. `below` is the root that the layers under this one make. */
  readonly fill: (folder: string, below: string, say: Say) => Promise<void>;
  /** Several images have it: it is made once. */
  readonly kept?: boolean;
}

/** A layer on disk: a tar archive, not compressed, so that an import has nothing to unpack. */
export interface Layer {
  readonly file: string;
  readonly digest: string;
  readonly size: number;
}

// one content, one digest: owners, times and order are those of no machine
const reproducible = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--format=gnu'];

/** Packs a folder into a layer. */
export async function packLayer(folder: string, file: string): Promise<Layer> {
  const tar = spawn('nice', ['-n', '10', 'tar', ...reproducible, '-C', folder, '-cf', '-', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve, reject) => tar.on('error', reject).on('exit', resolve));
  await pipeline(tar.stdout, createWriteStream(file));
  const code = await ended;
  if (code !== 0) throw new Error(`tar ended with ${String(code)} on ${folder}`);
  return readLayer(file);
}

/** A layer that was packed before. */
export async function readLayer(file: string): Promise<Layer> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return { file, digest: `sha256:${hash.digest('hex')}`, size: (await stat(file)).size };
}
