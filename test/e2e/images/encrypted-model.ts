import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Artefact } from '../artefact';
import { hashOf } from './image';
import { gocryptfsImage } from './images';
import { printedInRoot } from './root-folder';

/** The document's own key. */
export const modelKey = 'alibaba@1688';

const weights = Buffer.concat(
  Array.from({ length: 5 * 32_768 }, (_, index) => createHash('sha256').update(String(index)).digest()),
);

/** The files of the model by their paths, as an application must see them. */
export const modelFiles: Readonly<Record<string, Buffer>> = {
  'Qwen2.5-3B-Instruct/config.json': Buffer.from('{"model_type":"qwen2","note":"plaintext-of-the-model"}\n'),
  'Qwen2.5-3B-Instruct/model.safetensors': weights,
  'Qwen2.5-3B-Instruct/a name with blanks.txt': Buffer.from('模型\n'),
  '.gitattributes': Buffer.from('*.safetensors filter=lfs\n'),
};

// the document's commands; the key comes with a line end, as its file has one
const script = `
printf '%s\\n' "$0" >/tmp/key
gocryptfs -q -init -passfile /tmp/key /model/cipher
mkdir /tmp/plain
gocryptfs -q -passfile /tmp/key /model/cipher /tmp/plain
cp -r /model/plain/. /tmp/plain/
umount /tmp/plain`;

/** Both kinds of the same files: the folders cipher and plain. */
export const encryptedModelArtefact = new Artefact(
  'an encrypted model',
  `models/encrypted-${hashOf([
    ...[gocryptfsImage.hash, modelKey, script],
    ...Object.entries(modelFiles).map(([path, content]) => [path, createHash('sha256').update(content).digest('hex')]),
  ])}`,
  async (folder, say) => {
    await gocryptfsImage.artefact.ensure(say);
    for (const [path, content] of Object.entries(modelFiles)) {
      mkdirSync(dirname(join(folder, 'plain', path)), { recursive: true });
      writeFileSync(join(folder, 'plain', path), content);
    }
    mkdirSync(join(folder, 'cipher'));
    const root = mkdtempSync(join(tmpdir(), 'gocryptfs-root-'));
    try {
      await gocryptfsImage.unpack(root);
      await printedInRoot({ root, mounts: { '/model': folder } }, ['sh', '-ec', script, modelKey]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
);

/** Puts the encrypted model into a folder. */
export function copyEncryptedModel(folder: string): void {
  mkdirSync(folder, { recursive: true });
  cpSync(encryptedModelArtefact.path('cipher'), folder, { recursive: true });
}
