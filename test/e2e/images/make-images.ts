import { stopwatch } from '../progress';
import { images } from './images';
import { tinyModel } from './tiny-model';

// makes what a fresh machine lacks: ts-node test/e2e/images/make-images.ts [FOLDER FOR THE TINY MODEL]
async function main(folder: string | undefined): Promise<void> {
  const say = stopwatch();
  for (const { artefact, reference, archive } of images) {
    await artefact.ensure(say);
    say(`${reference} ${archive}`);
  }
  if (folder) await tinyModel(folder, say);
}

void main(process.argv[2]);
