import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AttestationService } from './attestation-service';
import { trusteeGateway } from './gateway';
import { KeyBroker } from './key-broker';
import { makeSigner } from './signer';

/*
 * STAND-IN for Trustee 1.5.2: an HTTP server that releases keys. Its evidence is not checked, and its answers are not
 * encrypted.
 *
 * usage: trustee.ts ADDRESS PORT FOLDER [CERTIFICATE KEY]
 */
async function main([address = '', port = '', folder = '', certificate, key]: string[]): Promise<void> {
  const gateway = trusteeGateway({
    keyBroker: new KeyBroker(folder),
    attestationService: new AttestationService(await makeSigner(join(folder, 'as'))),
    log: console.log,
    ...(certificate && key ? { tls: { cert: readFileSync(certificate), key: readFileSync(key) } } : {}),
  });
  gateway.listen(Number(port), address, () => {
    console.log(`stand-in for Trustee listens on ${address}:${port}`);
  });
}

void main(process.argv.slice(2));
