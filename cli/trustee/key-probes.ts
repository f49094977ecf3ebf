import { createHash, generateKeyPair, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { Answer, TrusteeClient } from './client';
import { sampleAuth } from './health';
import { sampleEvidence, type Verdict } from './sample-evidence';

/** A key that does not exist, so that nothing can be released by accident. */
export const nobodysKey = 'default/cai-trustee-check/no-such-key';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A key of this program, for one check: nobody else knows it. */
export interface OwnKey {
  readonly key: KeyObject;
  readonly jwk: JsonWebKey;
}

export async function makeOwnKey(): Promise<OwnKey> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { key: privateKey, jwk: publicKey.export({ format: 'jwk' }) };
}

/** The public half as KBS takes it, to encrypt for. */
function teeKey({ n = '', e = '' }: JsonWebKey): JsonWebKey & { readonly alg: string } {
  return { alg: 'RSA1_5', e, kty: 'RSA', n };
}

/** Shows KBS a token that this program has signed. What KBS says of the key behind it tells whether it believed. */
export async function probeForgedToken(client: TrusteeClient, path: string, { key, jwk }: OwnKey): Promise<Verdict> {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'cai trustee check',
    iat: now,
    nbf: now - 60,
    exp: now + 300,
    tee: 'sample',
    'tcb-status': '{}',
    // without a key to encrypt for, a KBS that believes the token answers 401 as well
    customized_claims: { init_data: null, runtime_data: { 'tee-pubkey': teeKey(jwk) } },
  };
  const signed = `${part({ typ: 'JWT', alg: 'RS384', jwk: { ...jwk, alg: 'RS384' } })}.${part(claims)}`;
  const token = `${signed}.${sign('sha384', Buffer.from(signed), key).toString('base64url')}`;
  const answer = await client.ask({
    ...{ method: 'GET', path: `/kbs/v0/resource/${path}` },
    headers: { authorization: `Bearer ${token}` },
  });
  // a 401 of somebody before KBS proves nothing
  if (answer.status === 401 && isOfKbs(answer)) return { state: 'refused' };
  // the policy is asked, and the key looked for, only when the token has been believed
  if (answer.status === 200 || isOfKind(answer, 403, 'PolicyDeny') || isOfKind(answer, 500, 'PluginInternalError'))
    return { state: 'accepted' };
  return answer.status === 404 || answer.status === 403
    ? { state: 'blocked' }
    : { state: 'unclear', answer: `status ${answer.status}` };
}

/** How far a machine without a TEE gets on its way to a key. */
export interface Release extends Verdict {
  /** What the key broker did in the end. */
  readonly how: string;
  /** How the attestation service is that KBS asks, where it may be the reason. @default - it is well, or not the reason */
  readonly attestationService?: 'down' | 'unknown';
}

/**
 * Goes the way of CDH with sample evidence, up to the key. What is released is encrypted for a key that is thrown away, and
 * is never decrypted.
 */
export async function probeRelease(client: TrusteeClient, path: string, { jwk }: OwnKey): Promise<Release> {
  const auth = await client.ask(sampleAuth);
  const nonce = fieldOf(auth, 'nonce');
  const cookie = (auth.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');
  if (auth.status !== 200 || nonce === undefined) return end(auth, 'the handshake did not begin');
  const key = teeKey(jwk);
  // the hash is over the keys in their order
  const digest = createHash('sha384')
    .update(JSON.stringify({ nonce, 'tee-pubkey': key }))
    .digest();
  const body = { 'tee-pubkey': key, 'tee-evidence': sampleEvidence(digest) };
  const attest = await client.ask({ method: 'POST', path: '/kbs/v0/attest', body, headers: { cookie } });
  if (isOfKind(attest, 500, 'AttestationError')) return deniedOrDown(client);
  if (attest.status !== 200) return end(attest, 'the evidence was not taken');
  const released = await client.ask({ method: 'GET', path: `/kbs/v0/resource/${path}`, headers: { cookie } });
  if (released.status === 200) return { state: 'accepted', how: 'the key broker sent it' };
  if (isOfKind(released, 500, 'PluginInternalError'))
    return { state: 'accepted', how: 'the policy allowed it, and only the key was not there' };
  if ((released.status === 403 || released.status === 401) && isOfKbs(released))
    return { state: 'refused', how: 'the policy denied it' };
  return end(released, 'the key was not asked for');
}

/**
 * KBS answers the same whether its attestation service denied the evidence or is down, and the state of the services leaves
 * that one out. Where its list of policies can be asked for, that tells.
 */
async function deniedOrDown(client: TrusteeClient): Promise<Release> {
  const { status } = await client.ask({ method: 'GET', path: '/kbs/v0/attestation-policies' });
  const how = 'the evidence was refused';
  if (status === 200) return { state: 'refused', how };
  return { state: 'refused', how, attestationService: status === 500 ? 'down' : 'unknown' };
}

function end({ status }: Answer, how: string): Release {
  return { state: status === 404 || status === 403 ? 'blocked' : 'unclear', answer: `${how}: status ${status}`, how };
}

/** Whether KBS itself says so. */
function isOfKbs(answer: Answer): boolean {
  return /\/errors\/\w+$/.test(fieldOf(answer, 'type') ?? '');
}

function isOfKind(answer: Answer, status: number, kind: string): boolean {
  return answer.status === status && (fieldOf(answer, 'type') ?? '').endsWith(`/${kind}`);
}

function fieldOf({ text }: Answer, field: string): string | undefined {
  try {
    const value = (JSON.parse(text) as Record<string, unknown> | null)?.[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
