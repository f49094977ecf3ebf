import { encryptIt, encrypted, env, modelFiles } from '../model/encrypted-model';
import { standInPrograms } from '../model/stand-in-programs';
import type { BadInput } from './bad-input';

const { env: nothingInstalled } = standInPrograms([]);

export const badInputs: readonly BadInput[] = [
  {
    name: 'neither gocryptfs nor FUSE',
    args: encryptIt,
    files: modelFiles,
    env: nothingInstalled,
    code: 1,
    says: [
      'error: CAI7201 missing-program: gocryptfs is not on the PATH; install it: …',
      'error: CAI7201 missing-program: fusermount3 is not on the PATH; install it: …',
    ],
  },
  {
    name: 'an old gocryptfs',
    args: encryptIt,
    files: modelFiles,
    env: { ...env, STAND_IN_VERSION: 'gocryptfs 1.8.0' },
    code: 1,
    says: [
      'error: CAI7202 other-gocryptfs: gocryptfs calls itself "gocryptfs 1.8.0"; the sidecar reads what 2.x writes; install 2.4 or another 2.x: …',
    ],
  },
  {
    name: 'a gocryptfs that cannot make the directory',
    args: encryptIt,
    files: modelFiles,
    env: { ...env, STAND_IN_FAILS: 'init' },
    code: 1,
    says: ['error: CAI7231 init-failed: "out" cannot be made: no entropy today; correct what gocryptfs says'],
  },
  {
    name: 'a gocryptfs with other defaults',
    args: encryptIt,
    files: modelFiles,
    env: { ...env, STAND_IN_FLAGS: 'HKDF DirIV EMENames LongNames Raw64 XChaCha20Poly1305' },
    code: 1,
    says: [
      'error: CAI7216 other-parameters: "out" was not made with the default parameters of gocryptfs: it has XChaCha20Poly1305, and it lacks GCMIV128; encrypt the model anew with "cai model encrypt"',
    ],
  },
  {
    name: 'no FUSE',
    args: encryptIt,
    files: modelFiles,
    env: { ...env, STAND_IN_FAILS: 'mount' },
    code: 1,
    says: ['error: CAI7217 mount-failed: "out" cannot be mounted: fuse: device not found; …'],
  },
  {
    name: 'no ossutil',
    args: ['model', 'upload', 'out', '--bucket', 'examplebucket', '--endpoint', 'https://example.com', '--run'],
    prepare: encrypted(),
    env: nothingInstalled,
    code: 1,
    says: ['error: CAI7201 missing-program: ossutil is not on the PATH; install it: …'],
  },
  {
    name: 'an ossutil that fails',
    args: ['model', 'upload', 'out', '--bucket', 'examplebucket', '--endpoint', 'https://example.com', '--run'],
    prepare: encrypted(),
    env: { ...env, STAND_IN_FAILS: '-r' },
    code: 1,
    says: [
      'ossutil cp -r --update --force --exclude gocryptfs.conf out/ oss://examplebucket/ --endpoint https://example.com',
      'Success: 1 file',
      'error: CAI7228 upload-failed: ossutil ended with exit code 3: ossutil cp -r --update …',
    ],
  },
];
