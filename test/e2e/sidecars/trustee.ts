import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { waitFor } from '../cluster/waiting';
import { addresses, type Machine } from './machine';
import { keyId, trusteePort } from './pod-plan';

/** Files, as PEM, of a server that speaks https, and of the authority that has signed it. */
export interface ServerFiles {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
}

/** Starts the stand-in for Trustee beside the Pod, with the key of the model. */
export async function startTrustee(machine: Machine, password: string, tls?: ServerFiles): Promise<void> {
  const folder = join(machine.folder, 'trustee');
  const keyFile = join(folder, 'kbs/repository', keyId);
  await mkdir(dirname(keyFile), { recursive: true });
  await writeFile(keyFile, password);
  const program = join(__dirname, '../trustee/trustee.ts');
  const trustee = machine.spawn(
    'trustee',
    [
      process.execPath,
      '--require',
      require.resolve('ts-node/register'),
      program,
      addresses.machine,
      String(trusteePort),
      folder,
      ...(tls ? [tls.certificate, tls.key] : []),
    ],
    { TS_NODE_PROJECT: join(__dirname, '../../../tsconfig.json') },
  );
  const url = `${tls ? 'https' : 'http'}://${addresses.machine}:${trusteePort}/api/health`;
  const believing = tls ? ['--cacert', tls.authority] : [];
  const answers = async (): Promise<boolean> =>
    (await machine.run('curl', ['-sf', '--noproxy', '*', ...believing, url])).code === 0;
  await waitFor('the stand-in for Trustee', 60, answers, [trustee]);
}
