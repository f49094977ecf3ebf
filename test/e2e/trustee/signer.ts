import { createPrivateKey } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed } from '../program';
import type { Signer } from './attestation-service';

/** A key for tokens with a certificate from an authority of its own, made in a folder. */
export async function makeSigner(folder: string): Promise<Signer> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string): string => join(folder, name);
  const make = (name: string, extensions: readonly string[], issuer: readonly string[] = []): Promise<string> =>
    printed('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', `/CN=${name}`],
      // no configuration of the machine's, which would make every certificate an authority
      ...['-config', '/dev/null', ...extensions.flatMap((each) => ['-addext', each]), ...issuer],
      ...['-keyout', file(`${name}.key`), '-out', file(`${name}.crt`)],
    ]);
  await make('as-ca', ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign']);
  const issuer = ['-CA', file('as-ca.crt'), '-CAkey', file('as-ca.key')];
  await make('as', ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature'], issuer);
  return {
    key: createPrivateKey(readFileSync(file('as.key'))),
    certificates: ['as', 'as-ca'].map((name) => readFileSync(file(`${name}.crt`), 'utf8')),
  };
}
