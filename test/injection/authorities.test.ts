import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import fc from 'fast-check';
import { parseOptions, readAuthorities, readTemplates, validityWarnings, type Authorities } from '../../injection';
import { readCertificate } from '../../injection/authorities/certificate';
import type { Problem } from '../../problems';
import { mintAuthority, mintServing } from '../../webhook/certificates';
import {
  authorityPem,
  endedAuthorityPem,
  keyMarker,
  keyPem,
  otherAuthorityPem,
  serverPem,
} from '../support/test-certificates';
import { required } from './option-texts';

function read(value: unknown): { authorities: Authorities | undefined; messages: string[] } {
  const findings: Problem[] = [];
  const authorities = readAuthorities(value, '/trustee-authorities', findings);
  return { authorities, messages: findings.map(({ message }) => message) };
}

const derOf = (pem: string): Buffer => Buffer.from(pem.replace(/-----.*-----|\s/gu, ''), 'base64');

describe('a certificate', () => {
  const minted = mintAuthority(Date.UTC(2049, 11, 31), 3 * 365 * 86_400_000);
  const own = [
    authorityPem,
    endedAuthorityPem,
    serverPem,
    minted.certificate,
    mintServing(minted, ['a'], Date.UTC(2050), 1e9).certificate,
  ];

  // every authority that Node.js brings: old and new forms of names, times and keys
  test.each([...rootCertificates, ...own].map((pem, index) => [index, pem] as const))(
    '%d is read as OpenSSL reads it',
    (_, pem) => {
      const known = new X509Certificate(pem);
      const found = readCertificate(derOf(pem));
      expect(found?.begins).toBe(Date.parse(known.validFrom));
      expect(found?.ends).toBe(Date.parse(known.validTo));
      expect(found?.isAuthority).toBe(known.ca);
      const { CN, O } = known.toLegacyObject().subject as { CN?: string; O?: string };
      expect(found?.name).toBe(CN ?? O ?? '');
    },
  );

  test('the authorities of the world are enough of them', () => {
    expect(rootCertificates.length).toBeGreaterThan(100);
  });

  test('whatever bytes: an answer or none, and no error', () => {
    const good = derOf(authorityPem);
    const change = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(good.length), (changes, length) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        readCertificate(bytes);
        expect(readCertificate(good.subarray(0, Math.min(length, good.length - 1)))).toBeUndefined();
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readCertificate(bytes)));
  });
});

describe('authorities', () => {
  test('are handed on as certificates alone, whatever stood between them', () => {
    const blank = fc.constantFrom('', '\n', '\r\n', ' \t', '# of our own\n', '#\n\n');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(authorityPem, otherAuthorityPem), { minLength: 1, maxLength: 6 }),
        blank,
        fc.boolean(),
        (pems, between, isDos) => {
          const given = between + pems.map((pem) => (isDos ? pem.replaceAll('\n', '\r\n') : pem)).join(between);
          const { authorities, messages } = read(given);
          expect(messages).toEqual([]);
          expect(authorities?.pem).toBe(pems.join(''));
          expect(authorities?.certificates).toHaveLength(pems.length);
          // what was handed on is what is read from it
          expect(read(authorities?.pem).authorities).toEqual(authorities);
        },
      ),
    );
  });

  const hidden = [
    ['alone', keyPem],
    ['after a certificate', authorityPem + keyPem],
    ['before one', keyPem + authorityPem],
    ['for OpenSSH', `-----BEGIN OPENSSH PRIVATE KEY-----\n${keyMarker}`],
    ['encrypted', `${authorityPem}-----BEGIN ENCRYPTED PRIVATE KEY-----\n${keyMarker}`],
    ['in a comment', `# -----BEGIN PRIVATE KEY----- ${keyMarker}\n${authorityPem}`],
    ['in a text that is too long', `${authorityPem.repeat(40)}${keyPem}`],
    ['without its first line', `${keyMarker}\n-----END EC PRIVATE KEY-----\n`],
    ['as base64 of itself', Buffer.from(keyPem).toString('base64')],
    ['in the form of a certificate', `-----BEGIN CERTIFICATE-----\n${keyMarker}\n-----END CERTIFICATE-----`],
    ['in a list', [keyPem]],
    ['in a map', { key: keyPem }],
  ] as const;

  test.each(hidden)('a key %s is refused and never shown', (_, value) => {
    const { authorities, messages } = read(value);
    expect(authorities).toBeUndefined();
    const options = parseOptions({ ...required, 'trustee-authorities': value });
    const templates = readTemplates({ trusteeAuthorities: value });
    const all = [
      ...messages,
      ...options.problems.map(({ message }) => message),
      ...templates.problems.map(({ message }) => message),
    ];
    expect(all).toHaveLength(3);
    for (const message of all) {
      expect(message).not.toContain(keyMarker.slice(0, 6));
      expect(message).not.toContain(Buffer.from(keyPem).toString('base64').slice(30, 40));
    }
  });

  test('a certificate that is no authority is named', () => {
    expect(read(authorityPem + serverPem).messages).toEqual([
      'CAI5021 not-an-authority: /trustee-authorities has as certificate 2 that of "cai-webhook", which is no authority; give the certificate of who has signed it, whose basicConstraints say CA:TRUE',
    ]);
  });

  test('one that is cut is counted', () => {
    const cut = authorityPem.replace(/\n.{64}\n/u, '\n');
    expect(read(authorityPem + cut).messages).toEqual([
      'CAI1004 wrong-form: /trustee-authorities is the value given (not shown); block 2 of 2 is no whole certificate: copy it again',
    ]);
  });

  test('of what is not valid is warned, by the clock of who asks', () => {
    const authorities = read(authorityPem + endedAuthorityPem).authorities;
    const at = (time: number): string[] =>
      validityWarnings(authorities as Authorities, '/a', time).map(({ message }) => message);
    expect(at(Date.UTC(2030))).toEqual([
      expect.stringMatching(
        /^CAI5055 authority-not-valid: \/a has the authority "cai-webhook-ca [0-9a-f]+", which ended on 2020-12-31; /u,
      ),
    ]);
    expect(at(Date.UTC(2020, 6))).toEqual([expect.stringMatching(/which is valid from 2025-12-31 on; /u)]);
    expect(validityWarnings(read(authorityPem).authorities as Authorities, '', Date.UTC(2030))).toEqual([]);
  });
});

describe('whose authorities are used', () => {
  const { templates } = readTemplates({ trusteeAuthorities: otherAuthorityPem });
  const authorities = templates?.trusteeAuthorities;
  const parse = (options: object) => parseOptions({ ...required, ...options }, { ...(authorities && { authorities }) });

  test("the Pod's, else the installation's, and none over plain http", () => {
    expect(parse({ 'trustee-authorities': authorityPem }).options?.trusteeAuthorities).toBe(authorityPem);
    expect(parse({}).options?.trusteeAuthorities).toBe(otherAuthorityPem);
    expect(parse({ 'trustee-address': 'http://192.0.2.1/api' }).options?.trusteeAuthorities).toBeUndefined();
    expect(parseOptions(required).options?.trusteeAuthorities).toBeUndefined();
  });
});
