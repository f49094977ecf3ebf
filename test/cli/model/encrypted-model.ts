import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cai } from '../in-process';
import { standInPrograms } from './stand-in-programs';

const standIns = standInPrograms();

/** The environment of cases: the stand-ins are installed, and nothing else. */
export const { env } = standIns;

/** Files of a small model. */
export const modelFiles = { 'model/config.json': '{}', 'model/a.safetensors': 'aaaa' };

/** Arguments that encrypt it into the directory out, with the key out.key. */
export const encryptIt = ['model', 'encrypt', 'model', 'out'];

type Preparation = (folder: string) => void;

/** Writes the file out.key. */
export function withKey(text: string | Uint8Array, mode = 0o600): Preparation {
  return (folder) => {
    writeFileSync(join(folder, 'out.key'), text);
    chmodSync(join(folder, 'out.key'), mode);
  };
}

/** Encrypts the model; then something happens to what came of it. */
export function encrypted(then: Preparation = () => undefined): (folder: string) => Promise<void> {
  return async (folder) => {
    const { code, stderr } = await cai(encryptIt, { folder, files: modelFiles, env });
    if (code !== 0) throw new Error(stderr);
    then(folder);
  };
}

/** Writes the file gocryptfs.conf of the directory out. */
export function configured(change: object = {}): Preparation {
  const flags = ['HKDF', 'GCMIV128', 'DirIV', 'EMENames', 'LongNames', 'Raw64'];
  return (folder) => {
    writeFileSync(join(folder, 'out/gocryptfs.conf'), JSON.stringify({ Version: 2, FeatureFlags: flags, ...change }));
  };
}
