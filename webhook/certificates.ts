import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { bits, explicit, identifier, implicit, integer, octets, sequence, set, time, utf8, yes, type Der } from './der';

/** A certificate with its private key, both as PEM text. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** From when to when a certificate is good, in milliseconds since 1970. */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Clocks differ: a certificate is good for some minutes before it is made; for less when it lives only minutes itself. */
function backdated(now: number, lifetime: number): number {
  return now - Math.min(5 * 60_000, lifetime / 10);
}

const ecdsaWithSha256 = sequence(identifier('1.2.840.10045.4.3.2'));

/** A new certificate authority on P-256, good from now for a time in milliseconds. */
export function mintAuthority(now: number, lifetime: number): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // its own name each time, so that a chain never fits the wrong one of two authorities
  const name = commonName(`cai-webhook-ca ${randomBytes(6).toString('hex')}`);
  const id = keyIdentifier(publicKey);
  const certificate = signed(privateKey, name, {
    subject: name,
    publicKey,
    validity: { notBefore: backdated(now, lifetime), notAfter: now + lifetime },
    extensions: [
      extension('2.5.29.19', sequence(yes, integer(Buffer.from([0]))), true), // basicConstraints: CA, no CA below
      extension('2.5.29.15', bits(Buffer.from([0b0000_0110]), 1), true), // keyUsage: keyCertSign, cRLSign
      extension('2.5.29.14', octets(id)), // subjectKeyIdentifier
      extension('2.5.29.35', sequence(implicit(0, id))), // authorityKeyIdentifier
    ],
  });
  return { certificate, key: pemOf(privateKey) };
}

/** A new serving certificate for DNS names, signed by an authority. It does not outlive the authority. */
export function mintServing(authority: KeyPair, names: readonly string[], now: number, lifetime: number): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = new X509Certificate(authority.certificate);
  const issuerName = commonName(/^CN=(.+)$/mu.exec(issuer.subject)?.[1] ?? '');
  const notAfter = Math.min(now + lifetime, validityOf(authority.certificate).notAfter);
  const certificate = signed(createPrivateKey(authority.key), issuerName, {
    subject: commonName('cai-webhook'),
    publicKey,
    validity: { notBefore: backdated(now, lifetime), notAfter },
    extensions: [
      extension('2.5.29.19', sequence(), true), // basicConstraints: no CA
      extension('2.5.29.15', bits(Buffer.from([0b1000_0000]), 7), true), // keyUsage: digitalSignature
      extension('2.5.29.37', sequence(identifier('1.3.6.1.5.5.7.3.1'))), // extKeyUsage: serverAuth
      extension('2.5.29.14', octets(keyIdentifier(publicKey))),
      extension('2.5.29.35', sequence(implicit(0, keyIdentifier(issuer.publicKey)))),
      extension('2.5.29.17', sequence(...names.map((name) => implicit(2, Buffer.from(name, 'ascii'))))), // subjectAltName
    ],
  });
  return { certificate, key: pemOf(privateKey) };
}

/** @throws when the text is not a certificate */
export function validityOf(certificate: string): Validity {
  const { validFrom, validTo } = new X509Certificate(certificate);
  return { notBefore: Date.parse(validFrom), notAfter: Date.parse(validTo) };
}

/** What is wrong with a pair, as a clause; undefined when certificate and key belong together. */
export function pairFault({ certificate, key }: KeyPair): string | undefined {
  try {
    const { publicKey } = new X509Certificate(certificate);
    if (createPublicKey(createPrivateKey(key)).equals(publicKey)) return undefined;
    return 'the key does not belong to the certificate';
  } catch {
    // the error may quote the key
    return 'certificate or key is not PEM';
  }
}

interface Subject {
  readonly subject: Der;
  readonly publicKey: KeyObject;
  readonly validity: Validity;
  readonly extensions: readonly Der[];
}

function signed(key: KeyObject, issuer: Der, { subject, publicKey, validity, extensions }: Subject): string {
  const content = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(serialNumber()),
    ecdsaWithSha256,
    issuer,
    sequence(time(validity.notBefore), time(validity.notAfter)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  const der = sequence(content, ecdsaWithSha256, bits(sign('sha256', content, key)));
  const lines = der.toString('base64').match(/.{1,64}/gu) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** Sixteen random bytes, positive and never zero. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function commonName(name: string): Der {
  return sequence(set(sequence(identifier('2.5.4.3'), utf8(name))));
}

function extension(id: string, value: Der, isCritical = false): Der {
  return isCritical ? sequence(identifier(id), yes, octets(value)) : sequence(identifier(id), octets(value));
}

/** Method 1 of RFC 5280: the SHA-1 of the key's bits, which are the last 65 bytes of an uncompressed point on P-256. */
function keyIdentifier(publicKey: KeyObject): Buffer {
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-65);
  return createHash('sha1').update(point).digest();
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
