import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate as OtherReader,
} from '@peculiar/x509';
import { spawnSync } from 'node:child_process';
import { webcrypto, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mintAuthority, mintServing, pairFault, validityOf, type KeyPair } from '../../webhook/certificates';

// its type is the browser's, which is not among the types here
cryptoProvider.set(webcrypto as unknown as Parameters<typeof cryptoProvider.set>[0]);

const [hour, day] = [3_600_000, 86_400_000];
const names = ['cai-webhook.cai.svc', 'cai-webhook.cai', 'cai-webhook'];
const now = Date.now();
const authority = mintAuthority(now, 3650 * day);
const serving = mintServing(authority, names, now, 7 * day);

describe('as Node.js reads them', () => {
  const [ca, leaf] = [authority, serving].map(({ certificate }) => new X509Certificate(certificate));

  test('the authority signs itself and is one', () => {
    expect([ca?.ca, ca?.checkIssued(ca), ca?.verify(ca.publicKey)]).toEqual([true, true, true]);
  });

  test('the serving certificate is signed by it, is none, and bears the names', () => {
    expect([leaf?.ca, ca && leaf?.checkIssued(ca), ca && leaf?.verify(ca.publicKey)]).toEqual([false, true, true]);
    for (const name of names) expect(leaf?.checkHost(name)).toBe(name);
    expect(leaf?.checkHost('other.cai.svc')).toBeUndefined();
  });

  test('each has a serial number and a name of its own', () => {
    const many = Array.from({ length: 20 }, () => new X509Certificate(mintAuthority(now, day).certificate));
    expect(new Set(many.map(({ serialNumber }) => serialNumber)).size).toBe(20);
    expect(new Set(many.map(({ subject }) => subject)).size).toBe(20);
    for (const { serialNumber } of many) expect(serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
  });
});

test('as another library reads them', async () => {
  const [ca, leaf] = [new OtherReader(authority.certificate), new OtherReader(serving.certificate)];
  expect(await ca.isSelfSigned()).toBe(true);
  expect(await leaf.verify({ publicKey: ca.publicKey })).toBe(true);
  expect(leaf.issuer).toBe(ca.subject);
  expect(ca.getExtension(BasicConstraintsExtension)).toMatchObject({ ca: true, pathLength: 0, critical: true });
  expect(leaf.getExtension(BasicConstraintsExtension)).toMatchObject({ ca: false, critical: true });
  expect(ca.getExtension(KeyUsagesExtension)).toMatchObject({
    usages: KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign,
    critical: true,
  });
  expect(leaf.getExtension(KeyUsagesExtension)).toMatchObject({
    usages: KeyUsageFlags.digitalSignature,
    critical: true,
  });
  expect(leaf.getExtension(ExtendedKeyUsageExtension)?.usages).toEqual(['1.3.6.1.5.5.7.3.1']);
  const own = await SubjectKeyIdentifierExtension.create(ca.publicKey);
  expect(ca.getExtension(SubjectKeyIdentifierExtension)?.keyId).toBe(own.keyId);
  expect(leaf.getExtension(AuthorityKeyIdentifierExtension)?.keyId).toBe(own.keyId);
  const found = leaf.getExtension(SubjectAlternativeNameExtension)?.names.toJSON();
  expect(found).toEqual(names.map((value) => ({ type: 'dns', value })));
});

describe('validity', () => {
  test('begins a little before now, for clocks that are late', () => {
    expect(Math.abs(validityOf(serving.certificate).notBefore - (now - 300_000))).toBeLessThan(1000);
    expect(Math.abs(validityOf(serving.certificate).notAfter - (now + 7 * day))).toBeLessThan(1000);
  });

  test('a short life begins only a tenth of it before now, so that it is not old when it is made', () => {
    expect(validityOf(mintAuthority(now, 20_000).certificate).notBefore).toBeGreaterThan(now - 3001);
  });

  test('a serving certificate ends with its authority', () => {
    const short = mintAuthority(now, hour);
    const { notAfter } = validityOf(mintServing(short, names, now, day).certificate);
    expect(notAfter).toBe(validityOf(short.certificate).notAfter);
  });

  test.each(['2049-12-31T23:59:59Z', '2050-01-01T00:00:00Z', '2071-06-05T04:03:02Z', '1999-01-01T00:00:00Z'])(
    'the end %s is written in the form of its century',
    (end) => {
      const notAfter = Date.parse(end);
      const { certificate } = mintAuthority(notAfter - hour, hour);
      expect(validityOf(certificate).notAfter).toBe(notAfter);
      expect(new OtherReader(certificate).notAfter.getTime()).toBe(notAfter);
    },
  );
});

describe('a pair', () => {
  const other = mintAuthority(now, day);
  test.each<[string, KeyPair, RegExp | undefined]>([
    ['that is one', serving, undefined],
    ['of two pairs', { ...serving, key: other.key }, /does not belong/],
    ['without a key', { ...serving, key: '' }, /not PEM/],
    ['without a certificate', { ...serving, certificate: 'x' }, /not PEM/],
    ['the wrong way round', { certificate: serving.key, key: serving.certificate }, /not PEM/],
  ])('%s', (_, pair, fault) => {
    if (fault === undefined) expect(pairFault(pair)).toBeUndefined();
    else expect(pairFault(pair)).toMatch(fault);
  });
});

test('openssl, where there is one, finds nothing to complain about', () => {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-test-'));
  const [caFile, leafFile] = [join(folder, 'ca.pem'), join(folder, 'leaf.pem')];
  writeFileSync(caFile, authority.certificate);
  writeFileSync(leafFile, serving.certificate);
  const { error, stdout } = spawnSync(
    'openssl',
    [
      'verify',
      '-x509_strict',
      '-purpose',
      'sslserver',
      '-verify_hostname',
      names[0] ?? '',
      '-CAfile',
      caFile,
      leafFile,
    ],
    { encoding: 'utf8' },
  );
  rmSync(folder, { recursive: true, force: true });
  expect(error === undefined ? stdout : 'leaf.pem: OK\n').toMatch(/leaf\.pem: OK\n$/);
});
