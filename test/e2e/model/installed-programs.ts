import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Image } from '../images/image';
import { gocryptfsImage } from '../images/images';
import { staticBin } from '../images/program-layers';

/** gocryptfs and FUSE of an image, without installing them. */
export interface InstalledPrograms {
  /** A root that has them, for chroot. */
  readonly root: string;
  /** For the PATH: they run on the machine itself, with the libraries of that root. */
  readonly folder: string;
}

export async function installPrograms(below: string, image: Image = gocryptfsImage): Promise<InstalledPrograms> {
  const [root, folder] = [join(below, 'root'), join(below, 'programs')];
  mkdirSync(root);
  mkdirSync(folder);
  await image.unpack(root);
  const libraries = ['lib', 'usr/lib'].map((path) =>
    join(root, path, `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`),
  );
  const loader = process.arch === 'arm64' ? 'lib/ld-linux-aarch64.so.1' : 'lib64/ld-linux-x86-64.so.2';
  for (const name of ['gocryptfs', 'fusermount3']) {
    const original =
      [staticBin, 'usr/bin', 'bin'].map((path) => join(root, path, name)).find((path) => existsSync(path)) ?? name;
    const isStatic = original.startsWith(join(root, staticBin));
    const words = isStatic ? [original] : [join(root, loader), '--library-path', libraries.join(':'), original];
    const program = join(folder, name);
    writeFileSync(program, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`);
    chmodSync(program, 0o755);
  }
  return { root, folder };
}
