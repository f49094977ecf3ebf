import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configured, encryptIt, encrypted, env, modelFiles, withKey } from '../model/encrypted-model';
import type { BadInput } from './bad-input';

const key = 'a key of twenty-three..';
const noKey = 'error: CAI7002 unreadable-file: "';

export const badInputs: readonly BadInput[] = [
  {
    name: 'a key file that others can read, with two lines',
    args: encryptIt,
    files: modelFiles,
    prepare: withKey('one\ntwo\n', 0o644),
    env,
    code: 1,
    says: [
      'error: CAI7212 open-key-file: "out.key" has mode 0644: others can get at the key; run: chmod 600 "out.key"',
      'error: CAI7213 bad-key: "out.key" holds several lines; write one line of visible characters, at most 2048 bytes, as "cai model encrypt" does where there is no key file',
    ],
  },
  {
    name: 'an empty key file',
    args: encryptIt,
    files: modelFiles,
    prepare: withKey('\n'),
    env,
    code: 1,
    says: ['error: CAI7213 bad-key: "out.key" holds no key; …'],
  },
  {
    name: 'a key file from Windows',
    args: encryptIt,
    files: modelFiles,
    prepare: withKey(`${key}\r\n`),
    env,
    code: 1,
    says: ['error: CAI7213 bad-key: "out.key" holds a carriage return, as files from Windows do, …'],
  },
  {
    name: 'a key file with a tab',
    args: encryptIt,
    files: modelFiles,
    prepare: withKey(`${key}\t`),
    env,
    code: 1,
    says: ['error: CAI7213 bad-key: "out.key" holds a control character; …'],
  },
  {
    name: 'a key file that is too long',
    args: encryptIt,
    files: modelFiles,
    prepare: withKey('k'.repeat(2049)),
    env,
    code: 1,
    says: ['error: CAI7213 bad-key: "out.key" holds more than 2048 bytes; …'],
  },
  {
    name: 'a directory as key file',
    args: [...encryptIt, '--key-file', '.'],
    files: modelFiles,
    env,
    code: 1,
    says: ['error: CAI7213 bad-key: "." is not a file; …'],
  },
  {
    name: 'a key file whose directory does not exist',
    args: [...encryptIt, '--key-file', 'keys/model.key'],
    files: modelFiles,
    env,
    code: 1,
    says: ['error: CAI7004 unwritable-file: "keys/model.key" cannot be written: there is no such file; …'],
  },
  {
    name: 'a key file that would be uploaded',
    args: [...encryptIt, '--key-file', 'out/key'],
    files: modelFiles,
    env,
    code: 1,
    says: [
      'error: CAI7208 nested-paths: "out/key" lies inside "out": it would be uploaded with the encrypted files; choose a path outside',
    ],
  },
  {
    name: 'the key of another model, and a short one',
    args: ['model', 'verify', 'out'],
    prepare: encrypted(withKey('alibaba@1688\n')),
    env,
    code: 1,
    says: [
      'warning: CAI7214 weak-key: the key in "out.key" has only 12 characters; let "cai model encrypt" make a random key: name a key file that does not exist',
      'error: CAI7215 wrong-key: the key in "out.key" does not open "out"; name the key file that was used for the encryption',
    ],
  },
  {
    name: 'no key to verify with',
    args: ['model', 'verify', 'out'],
    prepare: encrypted((folder) => {
      rmSync(join(folder, 'out.key'));
    }),
    env,
    code: 2,
    says: [`${noKey}out.key" cannot be read: there is no such file; …`],
  },
  {
    name: 'an interrupted encryption whose key is gone',
    args: encryptIt,
    files: modelFiles,
    prepare: (folder) => {
      mkdirSync(join(folder, 'out'));
      configured()(folder);
      writeFileSync(join(folder, 'out/gocryptfs.diriv'), '');
    },
    env,
    code: 2,
    says: [`${noKey}out.key" cannot be read: there is no such file, and the interrupted encryption needs its key; …`],
  },
];
