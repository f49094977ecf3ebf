import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Artefact } from '../artefact';
import type { Say } from '../progress';
import { hashOf } from './image';
import { vllmImage } from './images';
import { printedInRoot } from './root-folder';

const program = join(__dirname, 'vllm/make_tiny_model.py');

/** A Qwen2 of 0.4 million random weights. */
export const tinyModelArtefact = new Artefact(
  'a tiny model',
  `models/tiny-${hashOf([vllmImage.hash, readFileSync(program, 'utf8')])}`,
  async (folder, say) => {
    await vllmImage.artefact.ensure(say);
    const root = mkdtempSync(join(tmpdir(), 'vllm-root-'));
    try {
      await vllmImage.unpack(root);
      const mounts = { '/program': join(__dirname, 'vllm'), '/model': folder };
      await printedInRoot({ root, mounts }, ['python3', '/program/make_tiny_model.py', '/model']);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
);

/** Puts a Qwen2 of 0.4 million random weights into a folder: what a bucket of the tests holds. */
export async function tinyModel(folder: string, say: Say): Promise<void> {
  await tinyModelArtefact.ensure(say);
  await mkdir(folder, { recursive: true });
  cpSync(tinyModelArtefact.folder, folder, { recursive: true });
}
