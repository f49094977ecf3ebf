import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configured, encrypted, env, modelFiles } from '../model/encrypted-model';
import type { BadInput } from './bad-input';

// names as gocryptfs writes them: of one block, and the hash of a longer one
const sixteen = (letter: string): string => Buffer.alloc(16, letter).toString('base64url');
const longName = (letter: string): string => `gocryptfs.longname.${letter.repeat(43)}`;

const verifications: readonly BadInput[] = [
  {
    name: 'a directory that does not exist',
    args: ['model', 'verify', 'out'],
    env,
    code: 2,
    says: ['error: CAI7002 unreadable-file: "out" cannot be read: there is no such directory; …'],
  },
  {
    name: 'the plaintext model',
    args: ['model', 'verify', 'model'],
    files: modelFiles,
    env,
    code: 1,
    says: [
      'error: CAI7221 not-encrypted: "model" has no gocryptfs.conf; name the directory that "cai model encrypt" wrote',
    ],
  },
  {
    name: 'a damaged configuration',
    args: ['model', 'verify', 'out'],
    prepare: encrypted((folder) => {
      writeFileSync(join(folder, 'out/gocryptfs.conf'), '{');
    }),
    env,
    code: 1,
    says: ['error: CAI7216 other-parameters: "out" has a damaged gocryptfs.conf; …'],
  },
  {
    name: 'another format',
    args: ['model', 'verify', 'out'],
    prepare: encrypted(configured({ Version: 3 })),
    env,
    code: 1,
    says: ['error: CAI7216 other-parameters: "out" has format 3, not 2; …'],
  },
  {
    name: 'a directory that was made by other means',
    args: ['model', 'verify', 'out'],
    prepare: encrypted((folder) => {
      rmSync(join(folder, 'out.plain/.cai-manifest.json'));
    }),
    env,
    code: 1,
    says: [
      'error: CAI7222 bad-manifest: "out" has no manifest; encrypt the model with "cai model encrypt", which writes the manifest',
    ],
  },
  {
    name: 'a manifest of the future',
    args: ['model', 'verify', 'out'],
    prepare: encrypted((folder) => {
      writeFileSync(join(folder, 'out.plain/.cai-manifest.json'), '{"version": 2}');
    }),
    env,
    code: 1,
    says: ['error: CAI7222 bad-manifest: "out" has a manifest that this version does not understand; …'],
  },
  {
    name: 'files that are missing, changed, cut off, added and not encrypted',
    args: ['model', 'verify', 'out'],
    files: { 'model/b.safetensors': 'bbbb', 'model/c.safetensors': 'cccc' },
    prepare: encrypted((folder) => {
      writeFileSync(join(folder, 'out.plain/a.safetensors'), 'aaab');
      writeFileSync(join(folder, 'out.plain/b.safetensors'), 'bbb');
      rmSync(join(folder, 'out.plain/c.safetensors'));
      writeFileSync(join(folder, 'out.plain/d.safetensors'), '');
      writeFileSync(join(folder, 'out/README.md'), '');
      writeFileSync(join(folder, 'out', Buffer.alloc(16, 'x').toString('base64url')), '');
    }),
    env,
    code: 1,
    says: [
      'error: CAI7226 changed-file: "a.safetensors" has another SHA-256 than the file that was encrypted; encrypt or upload the model anew',
      'error: CAI7226 changed-file: "b.safetensors" has 3 bytes, not 4; encrypt or upload the model anew',
      'error: CAI7224 missing-file: "c.safetensors" is missing; encrypt or upload the model anew',
      'error: CAI7225 extra-file: "d.safetensors" is not in the manifest; find out who put it there, and encrypt the model anew',
      'error: CAI7227 foreign-entry: "README.md" is nothing that gocryptfs wrote; remove it: nothing but what gocryptfs wrote belongs there',
      'error: CAI7227 foreign-entry: "out" holds 1 entry whose name the key does not decrypt; files are missing, so it may be theirs, …',
    ],
  },
  {
    name: 'a directory whose gocryptfs.diriv is lost, and names that are too long for a file system',
    args: ['model', 'verify', 'out'],
    files: { 'model/tokenizer/vocab.json': '{}' },
    prepare: encrypted((folder) => {
      const directory = readdirSync(join(folder, 'out'), { withFileTypes: true }).find((one) => one.isDirectory());
      renameSync(join(folder, 'out', directory?.name ?? ''), join(folder, 'out', sixteen('d')));
      rmSync(join(folder, 'out', sixteen('d'), 'gocryptfs.diriv'));
      // what gocryptfs does where it cannot read the names
      rmSync(join(folder, 'out.plain/tokenizer/vocab.json'));
      writeFileSync(join(folder, 'out', longName('n')), '');
      writeFileSync(join(folder, 'out', `${longName('c')}.name`), '');
    }),
    env,
    code: 1,
    says: [
      `error: CAI7232 lost-file: "${sixteen('d')}/gocryptfs.diriv" is lost or damaged: no name in "${sixteen('d')}" can be decrypted without it; upload it again from where the model was encrypted; where it is lost there too, encrypt the model anew`,
      `error: CAI7232 lost-file: "${longName('c')}" is lost or damaged: its name is there, and what it holds is not; upload it again…`,
      `error: CAI7232 lost-file: "${longName('n')}.name" is lost or damaged: it holds the name of a file or folder; upload it again…`,
      'error: CAI7224 missing-file: "tokenizer/vocab.json" is missing; encrypt or upload the model anew',
    ],
  },
  {
    name: 'the gocryptfs.diriv of the root is cut off, so that nothing shows',
    args: ['model', 'verify', 'out'],
    prepare: encrypted((folder) => {
      writeFileSync(join(folder, 'out/gocryptfs.diriv'), '01234567');
      rmSync(join(folder, 'out.plain'), { recursive: true });
    }),
    env,
    code: 1,
    says: [
      'error: CAI7232 lost-file: "gocryptfs.diriv" is lost or damaged: no name in "." can be decrypted without it; upload it again…',
    ],
  },
  {
    name: 'differences in JSON',
    args: ['model', 'verify', 'out', '-o', 'json'],
    prepare: encrypted((folder) => {
      rmSync(join(folder, 'out.plain/config.json'));
      writeFileSync(join(folder, 'out.plain/config.yaml'), '');
    }),
    env,
    code: 1,
    says: [
      '{"code":"CAI7224","name":"missing-file","severity":"error","at":"","says":"\\"config.json\\" is missing","fix":"encrypt or upload the model anew","message":"CAI7224 missing-file: \\"config.json\\" is missing; …',
      '{"code":"CAI7225","name":"extra-file","severity":"error","at":"","says":"\\"config.yaml\\" is not in the manifest",…',
    ],
  },
];

const uploads: readonly BadInput[] = [
  {
    name: 'nowhere to upload to',
    args: ['model', 'upload', 'out'],
    env,
    code: 2,
    says: ['error: CAI7002 unreadable-file: "cai.yaml" cannot be read: there is no such file; …'],
  },
  {
    name: 'an encryption that is not finished',
    args: ['model', 'upload', 'out', '--bucket', 'examplebucket', '--endpoint', 'https://example.com'],
    prepare: encrypted((folder) => {
      writeFileSync(join(folder, 'out/.cai-unfinished'), '');
    }),
    env,
    code: 1,
    says: [
      'error: CAI7223 unfinished: the encryption of "out" is not finished; run the same "cai model encrypt" again: it continues',
    ],
  },
  {
    name: 'plaintext and a key among the encrypted files',
    args: ['model', 'upload', 'out', '--bucket', 'examplebucket', '--endpoint', 'https://example.com'],
    prepare: encrypted((folder) => {
      writeFileSync(join(folder, 'out/model.key'), '');
      mkdirSync(join(folder, 'out/plain'));
    }),
    env,
    code: 1,
    says: [
      'error: CAI7227 foreign-entry: "out/model.key" is nothing that gocryptfs wrote, and may be plaintext or a key; …',
      'error: CAI7227 foreign-entry: "out/plain" is nothing that gocryptfs wrote, and may be plaintext or a key; …',
    ],
  },
  {
    name: 'a gocryptfs.diriv that is lost before the upload',
    args: ['model', 'upload', 'out', '--bucket', 'examplebucket', '--endpoint', 'https://example.com'],
    prepare: encrypted((folder) => {
      rmSync(join(folder, 'out/gocryptfs.diriv'));
    }),
    env,
    code: 1,
    says: ['error: CAI7232 lost-file: "out/gocryptfs.diriv" is lost or damaged: no name in "." can be decrypted…'],
  },
  {
    name: 'an empty directory',
    args: ['model', 'upload', 'out', '--bucket', 'examplebucket', '--endpoint', 'https://example.com'],
    prepare: (folder) => {
      mkdirSync(join(folder, 'out'));
    },
    env,
    code: 1,
    says: ['error: CAI7221 not-encrypted: "out" holds no encrypted file; …'],
  },
];

export const badInputs: readonly BadInput[] = [...verifications, ...uploads];
