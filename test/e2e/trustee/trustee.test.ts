import { createPublicKey, generateKeyPairSync, verify, type JsonWebKey } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { scratchFolder } from '../../support/scratch-folder';
import { AttestationService } from './attestation-service';
import { trusteeGateway } from './gateway';
import { KeyBroker } from './key-broker';

const folder = scratchFolder();
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const log: string[] = [];
let server: Server;
let address = '';

beforeAll(async () => {
  mkdirSync(join(folder, 'kbs/repository/default/aliyun'), { recursive: true });
  writeFileSync(join(folder, 'kbs/repository/default/aliyun/key'), 'alibaba@1688');
  server = trusteeGateway({
    keyBroker: new KeyBroker(folder),
    attestationService: new AttestationService({ key, certificates: [] }),
    log: (line) => log.push(line),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (path: string, body: unknown, cookie = ''): Promise<Response> =>
  fetch(address + path, { method: 'POST', body: JSON.stringify(body), headers: { cookie } });
const resource = (path: string, cookie = ''): Promise<Response> =>
  fetch(`${address}/kbs/v0/resource/${path}`, { headers: { cookie } });

/** Goes through the handshake and answers the session's cookie. */
async function attested(): Promise<string> {
  const auth = await post('/kbs/v0/auth', { version: '0.1.0', tee: 'sample' });
  const cookie = auth.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { nonce } = (await auth.json()) as { nonce: string };
  const evidence = JSON.stringify({ svn: '1', report_data: Buffer.from(nonce).toString('base64') });
  expect((await post('/kbs/v0/attest', { 'tee-pubkey': {}, 'tee-evidence': evidence }, cookie)).status).toBe(200);
  return cookie;
}

describe('the stand-in for Trustee', () => {
  test('says that it is well', async () => {
    expect(await (await fetch(`${address}/services-health`)).json()).toMatchObject({ kbs: { status: 'ok' } });
    expect((await fetch(`${address}/nothing`)).status).toBe(404);
  });

  test('releases a key after attestation only, and its log has none', async () => {
    expect((await resource('default/aliyun/key')).status).toBe(401);
    const cookie = await attested();
    const sealed = (await (await resource('default/aliyun/key', cookie)).json()) as { ciphertext: string };
    expect(Buffer.from(sealed.ciphertext, 'base64url').toString()).toBe('alibaba@1688');
    expect((await resource('default/aliyun/other', cookie)).status).toBe(500);
    expect((await resource('default/..%2F..%2F..%2Fas/as.key', cookie)).status).toBe(404);
    expect(log.join('\n')).not.toContain(sealed.ciphertext);
  });

  test('refuses another protocol, evidence of another session, and what the policy denies', async () => {
    expect((await post('/kbs/v0/auth', { version: '0.4.0', tee: 'sample' })).status).toBe(500);
    const auth = await post('/kbs/v0/auth', { version: '0.1.0', tee: 'sample' });
    const unattested = auth.headers.get('set-cookie') ?? '';
    expect((await post('/kbs/v0/attest', { 'tee-evidence': '{"report_data":"eA=="}' }, unattested)).status).toBe(500);
    expect((await resource('default/aliyun/key', unattested)).status).toBe(401);
    const cookie = await attested();
    const policy = join(folder, 'kbs/policy.rego');
    writeFileSync(policy, 'package policy\ndefault allow = false\n');
    expect((await resource('default/aliyun/key', cookie)).status).toBe(403);
    writeFileSync(policy, 'package policy\n\ndefault allow = true\n');
    expect((await resource('default/aliyun/key', cookie)).status).toBe(200);
  });

  test('signs what it was asked to attest, for a client that knows only the old form', async () => {
    const request = {
      tee: 'sample',
      evidence: '',
      runtime_data: { structured: { key: 'x' } },
      policy_ids: ['default'],
    };
    const newForm = await post('/attestation-service/attestation', {
      verification_requests: [request],
      policy_ids: [],
    });
    expect([newForm.status, await newForm.text()]).toEqual([400, expect.stringContaining('missing field `tee`')]);
    const token = await (await post('/as/attestation', request)).text();
    const [header = '', claims = '', signature = ''] = token.split('.');
    const json = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
    const { jwk } = json(header) as { jwk: JsonWebKey };
    const signed = [Buffer.from(`${header}.${claims}`), Buffer.from(signature, 'base64url')] as const;
    expect(verify('sha384', signed[0], createPublicKey({ key: jwk, format: 'jwk' }), signed[1])).toBe(true);
    expect(json(claims)).toMatchObject({
      'evaluation-reports': [{ 'policy-id': 'default' }],
      customized_claims: { runtime_data: { key: 'x' } },
    });
    expect((await fetch(`${address}/attestation-service/certificate`)).status).toBe(404);
  });
});
