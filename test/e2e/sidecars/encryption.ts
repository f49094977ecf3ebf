import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import type { Machine } from './machine';
import { PodContainer } from './pod-container';

const script = `
cd /folder
gocryptfs -init -q -scryptn 10 -passfile password cipher
mkdir /tmp/plain
gocryptfs -q -passfile password cipher /tmp/plain
cp -a model/. /tmp/plain
fusermount -u /tmp/plain
`;

/** Encrypts the folder `model` of the machine as `cai model encrypt` does, into the folder `cipher`, with what an image brings. */
export async function encryptModel(machine: Machine, root: string, password: string): Promise<void> {
  await writeFile(join(machine.folder, 'password'), password);
  const encryption = await PodContainer.start(machine, {
    container: {
      name: 'encrypt',
      command: ['/bin/sh', '-ec', script],
      securityContext: { privileged: true },
      volumeMounts: [{ name: 'folder', mountPath: '/folder' }],
    },
    root,
    volumes: { folder: machine.folder },
    network: machine.ownNetwork,
  });
  const code = await encryption.ends(60);
  if (code !== 0) throw new Error(`the model was not encrypted (${code})\n${encryption.tail()}`);
}
