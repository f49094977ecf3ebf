import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processMark } from '../../../cli/model/living-process';
import { encryptIt, encrypted, env, modelFiles } from '../model/encrypted-model';
import type { BadInput } from './bad-input';

/** Something that happens when the model has been listed, and is not yet copied. */
function whenListed(then: (folder: string) => void): Pick<BadInput, 'prepare' | 'now'> {
  let folder: string | undefined;
  return {
    prepare: (where) => {
      folder = where;
    },
    now: () => {
      if (folder !== undefined) then(folder);
      folder = undefined;
      return 0;
    },
  };
}

const sources: readonly BadInput[] = [
  {
    name: 'a model that does not exist',
    args: encryptIt,
    env,
    code: 2,
    says: ['error: CAI7002 unreadable-file: "model" cannot be read: there is no such file; …'],
  },
  {
    name: 'neither a model nor cai.yaml',
    args: ['model', 'encrypt'],
    env,
    code: 2,
    says: ['error: CAI7002 unreadable-file: "cai.yaml" cannot be read: there is no such file; …'],
  },
  {
    name: 'a file as model',
    args: ['model', 'encrypt', 'model/config.json', 'out'],
    files: modelFiles,
    env,
    code: 2,
    says: ['error: CAI7002 unreadable-file: "model/config.json" cannot be read: a part of the path is not a folder; …'],
  },
  {
    name: 'an empty model',
    args: encryptIt,
    prepare: (folder) => {
      mkdirSync(join(folder, 'model'));
    },
    env,
    code: 1,
    says: ['error: CAI7203 empty-source: "model" holds no file; name the directory that holds the files of the model'],
  },
  {
    name: 'links that lead nowhere and in a circle, a link to the directory above',
    args: encryptIt,
    files: modelFiles,
    prepare: (folder) => {
      symlinkSync('gone', join(folder, 'model/a'));
      symlinkSync('b', join(folder, 'model/b'));
      symlinkSync('.', join(folder, 'model/c'));
      symlinkSync('/dev/null', join(folder, 'model/d'));
      writeFileSync(Buffer.concat([Buffer.from(join(folder, 'model/')), Buffer.from([0xff])]), '');
    },
    env,
    code: 1,
    says: [
      'error: CAI7204 unusable-source-file: "a" is a symbolic link that leads nowhere; remove or correct the entry',
      'error: CAI7204 unusable-source-file: "b" is a symbolic link that leads in a circle; remove or correct the entry',
      'error: CAI7204 unusable-source-file: "c" is a symbolic link to a directory that it lies in; remove or correct the entry',
      'error: CAI7204 unusable-source-file: "d" is neither a file nor a directory; remove or correct the entry',
      'error: CAI7204 unusable-source-file: "\ufffd" has a name that is not UTF-8; remove or correct the entry',
    ],
  },
  {
    name: 'a model that is not downloaded',
    args: encryptIt,
    files: {
      'model/a.safetensors': 'version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 3968658944\n',
      'model/b.safetensors.incomplete': 'b',
    },
    env,
    code: 1,
    says: [
      'error: CAI7205 incomplete-download: "a.safetensors" stands for a file that is not downloaded; download the model again until it is complete; with git: git lfs pull',
      'error: CAI7205 incomplete-download: "b.safetensors.incomplete" stands for a file that is not downloaded; …',
    ],
  },
  {
    name: 'a whole cache folder',
    args: ['model', 'encrypt', 'models--Qwen--Qwen3', 'out'],
    files: { 'models--Qwen--Qwen3/refs/main': 'aa8e', 'models--Qwen--Qwen3/blobs/0123': 'a' },
    prepare: (folder) => {
      mkdirSync(join(folder, 'models--Qwen--Qwen3/snapshots/aa8e'), { recursive: true });
      symlinkSync('../../blobs/0123', join(folder, 'models--Qwen--Qwen3/snapshots/aa8e/config.json'));
    },
    env,
    code: 1,
    says: [
      'error: CAI7206 whole-cache: "models--Qwen--Qwen3" is a whole cache folder, with every revision and every file twice; name one of its snapshots: "models--Qwen--Qwen3/snapshots/aa8e"',
    ],
  },
  {
    name: 'a file under two names, and a name that the sidecar needs',
    args: encryptIt,
    files: { 'model/.plaintext': 'a' },
    prepare: (folder) => {
      symlinkSync('.plaintext', join(folder, 'model/b'));
    },
    env,
    code: 1,
    says: [
      'error: CAI7229 hidden-entry: the sidecar hides ".plaintext" from the application, because it needs that name; rename it',
    ],
  },
  {
    name: 'a file under two names, and a mount that fails',
    args: encryptIt,
    files: modelFiles,
    prepare: (folder) => {
      symlinkSync('config.json', join(folder, 'model/params.json'));
    },
    env: { ...env, STAND_IN_FAILS: 'init' },
    code: 1,
    says: [
      'warning: CAI7207 same-file-twice: "params.json" is the same file as "config.json" and is encrypted twice; …',
      'error: CAI7231 init-failed: …',
    ],
  },
  {
    name: 'a file that changes',
    args: encryptIt,
    files: modelFiles,
    ...whenListed((folder) => {
      writeFileSync(join(folder, 'model/config.json'), '{"model_type": "qwen2"}');
    }),
    env,
    code: 1,
    says: [
      'error: CAI7219 source-changed: "config.json" changed while it was encrypted; let the download end, then run the same command again: it continues',
    ],
  },
  {
    name: 'a file that goes away',
    args: encryptIt,
    files: modelFiles,
    ...whenListed((folder) => {
      rmSync(join(folder, 'model/config.json'));
    }),
    env,
    code: 1,
    says: ['error: CAI7220 copy-failed: "config.json" could not be encrypted: there is no such file; …'],
  },
  {
    name: 'a model that no disk holds',
    args: encryptIt,
    files: modelFiles,
    prepare: (folder) => {
      truncateSync(join(folder, 'model/a.safetensors'), 2 ** 43);
    },
    env,
    code: 1,
    says: ['error: CAI7218 no-space: "out" needs 8.1 TiB, and there are …'],
  },
];

const targets: readonly BadInput[] = [
  {
    name: 'the encrypted directory within the model, and the key file too',
    args: ['model', 'encrypt', 'model', 'model/out'],
    files: modelFiles,
    env,
    code: 1,
    says: [
      'error: CAI7208 nested-paths: "model/out" lies inside "model": it would be encrypted into itself; choose a path outside',
      'error: CAI7208 nested-paths: "model/out.key" lies inside "model": it would be encrypted with itself; choose a path outside',
    ],
  },
  {
    name: 'the model within the encrypted directory',
    args: ['model', 'encrypt', 'model', '.', '--key-file', '../key'],
    files: modelFiles,
    env,
    code: 1,
    says: [
      'error: CAI7208 nested-paths: "model" lies inside ".": the plaintext would lie among the encrypted files; choose a path outside',
      'error: CAI7209 foreign-target: "." holds something else: "model"; name a directory that is empty or does not exist',
    ],
  },
  {
    name: 'a target that holds something else',
    args: encryptIt,
    files: { ...modelFiles, 'out/a': '', 'out/b': '', 'out/c': '', 'out/d': '' },
    env,
    code: 1,
    says: [
      'error: CAI7209 foreign-target: "out" holds something else: "a", "b", "c", …; name a directory that is empty or does not exist',
    ],
  },
  {
    name: 'a target that is a file',
    args: encryptIt,
    files: { ...modelFiles, out: '' },
    env,
    code: 1,
    says: ['error: CAI7209 foreign-target: "out" cannot be used: a part of the path is not a folder; …'],
  },
  {
    name: 'a target that is finished',
    args: encryptIt,
    prepare: encrypted(),
    env,
    code: 1,
    says: [
      'error: CAI7210 finished-target: "out" holds encrypted files already, which are not touched; check it with "cai model verify", or name another directory',
    ],
  },
  {
    name: 'a target with the half of another model',
    args: ['model', 'encrypt', 'other', 'out'],
    files: { 'other/config.json': '' },
    prepare: encrypted((folder) => {
      writeFileSync(join(folder, 'out/.cai-unfinished'), '');
      writeFileSync(join(folder, 'out.plain/.cai-journal'), '{"source": "/models/qwen", "boot": "0"}\n{"pa');
    }),
    env,
    code: 1,
    says: ['error: CAI7211 other-source: "out" holds the interrupted encryption of "/models/qwen", not of …'],
  },
  {
    name: 'a target that another process writes',
    args: encryptIt,
    prepare: encrypted((folder) => {
      writeFileSync(join(folder, 'out/.cai-unfinished'), JSON.stringify(processMark(process.ppid)));
    }),
    env,
    code: 1,
    says: [
      `error: CAI7230 target-in-use: process ${process.ppid} encrypts into "out" at this moment; wait for it, or end it`,
    ],
  },
];

export const badInputs: readonly BadInput[] = [...sources, ...targets];
