import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { isMap, ok, type Answer } from './answer';

/** Who signs the tokens: a key, and what speaks for it. */
export interface Signer {
  readonly key: KeyObject;
  /** PEM, the signer's own certificate first. */
  readonly certificates: readonly string[];
}

const lifetimeSeconds = 300;

/**
 * Plays the attestation service 1.5.2 with its simple tokens. It believes any evidence: what it says of it proves
 * nothing.
 */
export class AttestationService {
  constructor(private readonly signer: Signer) {}

  /** The body that servers from 1.6.0 on take is refused in the words by which TNG knows an older server. */
  attestation(body: unknown): Answer {
    if (!isMap(body) || typeof body.tee !== 'string') return badJson('missing field `tee`');
    if (typeof body.evidence !== 'string') return badJson('missing field `evidence`');
    if (!Array.isArray(body.policy_ids)) return badJson('missing field `policy_ids`');
    const runtimeData = isMap(body.runtime_data) ? body.runtime_data.structured : undefined;
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: 'CoCo-Attestation-Service',
      iat: now,
      nbf: now,
      exp: now + lifetimeSeconds,
      tee: body.tee,
      'tcb-status': JSON.stringify({ [`${body.tee}.svn`]: '1' }),
      'evaluation-reports': body.policy_ids.map((id: unknown) => ({ 'policy-id': id, 'policy-hash': 'stand-in' })),
      customized_claims: { init_data: null, runtime_data: runtimeData ?? {} },
    };
    return ok(this.token(claims));
  }

  challenge(): Answer {
    return { status: 500, body: 'Failed to get inner tee' };
  }

  certificate(): Answer {
    const { certificates } = this.signer;
    if (certificates.length === 0) return { status: 404, body: { error: 'No certificate configured' } };
    return ok(certificates.join(''));
  }

  private token(claims: unknown): string {
    const { key, certificates } = this.signer;
    // not padded and with the alphabet for URLs, as Trustee has it, though RFC 7515 says otherwise
    const chain = certificates.map((pem) => Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64'));
    const x5c = chain.map((der) => der.toString('base64url'));
    const jwk = { ...createPublicKey(key).export({ format: 'jwk' }), alg: 'RS384', ...(x5c.length > 0 ? { x5c } : {}) };
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ typ: 'JWT', alg: 'RS384', jwk })}.${part(claims)}`;
    return `${signed}.${sign('sha384', Buffer.from(signed), key).toString('base64url')}`;
  }
}

function badJson(detail: string): Answer {
  return { status: 400, body: `Json deserialize error: ${detail} at line 1 column 1` };
}
