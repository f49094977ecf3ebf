import { define, showValue } from '../../problems';

/** A path as the user knows it, and what is wrong with it. */
export interface PathFault {
  readonly path: string;
  readonly reason: string;
}

interface OnePath {
  readonly path: string;
}

const says = (_: string, { path, reason }: PathFault): string => `${showValue(path)} ${reason}`;

export const missingProgram = define<{ readonly program: string; readonly install: string }>({
  code: 'CAI7201',
  name: 'missing-program',
  title: 'a program that this step runs is not on the PATH',
  fix: 'install it with the command that the message shows for your distribution',
  says: (_, { program }) => `${program} is not on the PATH`,
  advice: ({ install }) => `install it: ${install}`,
});

export const otherGocryptfs = define<{ readonly found: string; readonly install: string }>({
  code: 'CAI7202',
  name: 'other-gocryptfs',
  title: 'a gocryptfs of another version than 2.x, to which 2.4 of the sidecar belongs',
  fix: 'install gocryptfs 2.4, or another 2.x',
  says: (_, { found }) => `gocryptfs calls itself ${showValue(found)}; the sidecar reads what 2.x writes`,
  advice: ({ install }) => `install 2.4 or another 2.x: ${install}`,
});

export const emptySource = define<OnePath>({
  code: 'CAI7203',
  name: 'empty-source',
  title: 'a model directory without a single file',
  fix: 'name the directory that holds the files of the model',
  says: (_, { path }) => `${showValue(path)} holds no file`,
});

export const unusableSource = define<PathFault>({
  code: 'CAI7204',
  name: 'unusable-source-file',
  title:
    'an entry of the model directory that cannot be encrypted: a device, pipe or socket, a symbolic link that leads nowhere or in a circle, a name that is not UTF-8, or something that you may not read',
  fix: 'remove or correct the entry',
  says,
});

export const incompleteDownload = define<PathFault>({
  code: 'CAI7205',
  name: 'incomplete-download',
  title: 'a file that stands for one whose download is not complete: a pointer of Git LFS, or a half of a file',
  fix: 'download the model again until it is complete; with git: git lfs pull',
  says,
});

export const wholeCache = define<{ readonly path: string; readonly snapshots: readonly string[] }>({
  code: 'CAI7206',
  name: 'whole-cache',
  title: 'the cache folder of a model on Hugging Face, which holds every file twice, in place of one of its snapshots',
  fix: 'name one folder of its snapshots',
  says: (_, { path }) => `${showValue(path)} is a whole cache folder, with every revision and every file twice`,
  advice: ({ snapshots }) => `name one of its snapshots: ${snapshots.map((name) => showValue(name)).join(' or ')}`,
});

export const sameFileTwice = define<{ readonly path: string; readonly first: string }>({
  code: 'CAI7207',
  name: 'same-file-twice',
  severity: 'warning',
  title: 'a file of the model directory that is there under several names: it is encrypted once for each',
  fix: 'remove the names that vLLM does not need',
  says: (_, { path, first }) => `${showValue(path)} is the same file as ${showValue(first)} and is encrypted twice`,
});

export const nestedPaths = define<{ readonly inner: string; readonly outer: string; readonly why: string }>({
  code: 'CAI7208',
  name: 'nested-paths',
  title:
    'a path that lies inside another where it must not: the encrypted directory, the model directory, the key file',
  fix: 'choose a path outside',
  says: (_, { inner, outer, why }) => `${showValue(inner)} lies inside ${showValue(outer)}: ${why}`,
});

export const foreignTarget = define<PathFault>({
  code: 'CAI7209',
  name: 'foreign-target',
  title: 'a directory for the encrypted model that holds something else already',
  fix: 'name a directory that is empty or does not exist',
  says,
});

export const finishedTarget = define<OnePath>({
  code: 'CAI7210',
  name: 'finished-target',
  title: 'a directory for the encrypted model that holds encrypted files already',
  fix: 'check it with "cai model verify", or name another directory',
  says: (_, { path }) => `${showValue(path)} holds encrypted files already, which are not touched`,
});

export const otherSource = define<{ readonly path: string; readonly begun: string; readonly source: string }>({
  code: 'CAI7211',
  name: 'other-source',
  title: 'an interrupted encryption of another model directory',
  fix: 'name that directory, or another one for the encrypted model',
  says: (_, { path, begun, source }) =>
    `${showValue(path)} holds the interrupted encryption of ${showValue(begun)}, not of ${showValue(source)}`,
});

export const openKeyFile = define<{ readonly path: string; readonly mode: string }>({
  code: 'CAI7212',
  name: 'open-key-file',
  title: 'a key file that others than its owner can read or write',
  fix: 'take the rights of group and others away: chmod 600',
  says: (_, { path, mode }) => `${showValue(path)} has mode ${mode}: others can get at the key`,
  advice: ({ path }) => `run: chmod 600 ${showValue(path)}`,
});

export const badKey = define<PathFault>({
  code: 'CAI7213',
  name: 'bad-key',
  title: 'a key file that does not hold one line of text: gocryptfs, Trustee and the sidecar would read different keys',
  fix: 'write one line of visible characters, at most 2048 bytes, as "cai model encrypt" does where there is no key file',
  says,
});

export const weakKey = define<OnePath & { readonly length: number }>({
  code: 'CAI7214',
  name: 'weak-key',
  severity: 'warning',
  title: 'a key so short that it can be guessed by who has the encrypted files',
  fix: 'let "cai model encrypt" make a random key: name a key file that does not exist',
  says: (_, { path, length }) => `the key in ${showValue(path)} has only ${length} characters`,
});

export const wrongKey = define<{ readonly path: string; readonly keyFile: string }>({
  code: 'CAI7215',
  name: 'wrong-key',
  title: 'a key that does not open the encrypted directory',
  fix: 'name the key file that was used for the encryption',
  says: (_, { path, keyFile }) => `the key in ${showValue(keyFile)} does not open ${showValue(path)}`,
});

export const otherParameters = define<PathFault>({
  code: 'CAI7216',
  name: 'other-parameters',
  title: 'an encrypted directory that was not made with the default parameters of gocryptfs, which the sidecar expects',
  fix: 'encrypt the model anew with "cai model encrypt"',
  says,
});

export const mountFailed = define<PathFault & { readonly advice: string }>({
  code: 'CAI7217',
  name: 'mount-failed',
  title: 'gocryptfs cannot mount: FUSE is missing or not allowed here, or the encrypted directory is damaged',
  fix: 'see what gocryptfs says; FUSE needs /dev/fuse, which containers have only when they are given it',
  says: (_, { path, reason }) => `${showValue(path)} cannot be mounted: ${reason}`,
  advice: ({ advice }) => advice,
});

export const noSpace = define<{ readonly path: string; readonly needs: string; readonly has: string }>({
  code: 'CAI7218',
  name: 'no-space',
  title: 'a file system without room for the encrypted model',
  fix: 'free space there, or name a directory on another file system',
  says: (_, { path, needs, has }) => `${showValue(path)} needs ${needs}, and there are ${has}`,
});

export const sourceChanged = define<OnePath>({
  code: 'CAI7219',
  name: 'source-changed',
  title: 'a file of the model that changed while it was encrypted',
  fix: 'let the download end, then run the same command again: it continues',
  says: (_, { path }) => `${showValue(path)} changed while it was encrypted`,
});

export const copyFailed = define<PathFault>({
  code: 'CAI7220',
  name: 'copy-failed',
  title: 'a file that could not be read from the model directory, or not be written encrypted',
  fix: 'correct what the system reports, then run the same command again: it continues',
  says: (_, { path, reason }) => `${showValue(path)} could not be encrypted: ${reason}`,
});

export const notEncrypted = define<PathFault>({
  code: 'CAI7221',
  name: 'not-encrypted',
  title: 'a directory that gocryptfs did not make',
  fix: 'name the directory that "cai model encrypt" wrote',
  says,
});

export const badManifest = define<PathFault>({
  code: 'CAI7222',
  name: 'bad-manifest',
  title: 'an encrypted directory without a readable manifest: no file of it can be proved',
  fix: 'encrypt the model with "cai model encrypt", which writes the manifest',
  says,
});

export const unfinished = define<OnePath>({
  code: 'CAI7223',
  name: 'unfinished',
  title: 'an encrypted directory whose encryption was interrupted',
  fix: 'run the same "cai model encrypt" again: it continues',
  says: (_, { path }) => `the encryption of ${showValue(path)} is not finished`,
});

export const missingFile = define<OnePath>({
  code: 'CAI7224',
  name: 'missing-file',
  title: 'a file of the manifest that is not in the encrypted directory',
  fix: 'encrypt or upload the model anew',
  says: (_, { path }) => `${showValue(path)} is missing`,
});

export const extraFile = define<OnePath>({
  code: 'CAI7225',
  name: 'extra-file',
  title: 'a file in the encrypted directory that the manifest does not have',
  fix: 'find out who put it there, and encrypt the model anew',
  says: (_, { path }) => `${showValue(path)} is not in the manifest`,
});

export const changedFile = define<PathFault>({
  code: 'CAI7226',
  name: 'changed-file',
  title: 'a file in the encrypted directory that is not the one that was encrypted',
  fix: 'encrypt or upload the model anew',
  says,
});

export const foreignEntry = define<PathFault & { readonly filesMissing?: boolean }>({
  code: 'CAI7227',
  name: 'foreign-entry',
  title: 'something in the encrypted directory that is not encrypted, or not by this key',
  fix: 'remove it: nothing but what gocryptfs wrote belongs there',
  says,
  advice: ({ filesMissing = false }) =>
    filesMissing
      ? 'files are missing, so it may be theirs, with a gocryptfs.diriv or name file beside it that is not the one gocryptfs wrote: upload the model again'
      : 'remove it: nothing but what gocryptfs wrote belongs there',
});

export const uploadFailed = define<{ readonly exitCode: number; readonly command: string }>({
  code: 'CAI7228',
  name: 'upload-failed',
  title: 'ossutil ended with an error',
  fix: 'correct what ossutil says, then run the same command again: it continues',
  says: (_, { exitCode, command }) => `ossutil ended with exit code ${exitCode}: ${command}`,
});

export const hiddenEntry = define<OnePath>({
  code: 'CAI7229',
  name: 'hidden-entry',
  title: 'an entry of the model directory that the sidecar would hide, because it needs the name',
  fix: 'rename it',
  says: (_, { path }) => `the sidecar hides ${showValue(path)} from the application, because it needs that name`,
});

export const inUse = define<OnePath & { readonly pid: number }>({
  code: 'CAI7230',
  name: 'target-in-use',
  title: 'an encrypted directory that another cai writes at this moment',
  fix: 'wait for it, or end it',
  says: (_, { path, pid }) => `process ${pid} encrypts into ${showValue(path)} at this moment`,
});

export const initFailed = define<PathFault>({
  code: 'CAI7231',
  name: 'init-failed',
  title: 'gocryptfs cannot make the encrypted directory',
  fix: 'correct what gocryptfs says',
  says: (_, { path, reason }) => `${showValue(path)} cannot be made: ${reason}`,
});

export const lostFile = define<OnePath & { readonly effect: string }>({
  code: 'CAI7232',
  name: 'lost-file',
  title: 'a file that gocryptfs wrote beside the encrypted ones, and that is lost or damaged',
  fix: 'upload it again from where the model was encrypted; where it is lost there too, encrypt the model anew',
  says: (_, { path, effect }) => `${showValue(path)} is lost or damaged: ${effect}`,
});
