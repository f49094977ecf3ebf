import { createHash } from 'node:crypto';
import type { Answer, TrusteeClient } from './client';

/** What the answer to a probe proves. */
export interface Verdict {
  /** `blocked`: the question did not get to the service. */
  readonly state: 'accepted' | 'refused' | 'blocked' | 'unclear';
  /** Of an answer that proves nothing. */
  readonly answer?: string;
}

/** Evidence of the kind that needs no TEE. */
export function sampleEvidence(reportData: Uint8Array): string {
  return JSON.stringify({ svn: '1', report_data: Buffer.from(reportData).toString('base64') });
}

/** Has sample evidence verified, which a Trustee in use must refuse. */
export async function probeSampleEvidence(client: TrusteeClient): Promise<Verdict> {
  const runtimeData = { probe: 'cai trustee check' };
  const evidence = sampleEvidence(createHash('sha384').update(JSON.stringify(runtimeData)).digest());
  const request = {
    tee: 'sample',
    evidence: Buffer.from(evidence).toString('base64url'),
    runtime_data: { structured: runtimeData },
    runtime_data_hash_algorithm: 'sha384',
  };
  const path = '/attestation-service/attestation';
  const first = await client.ask({ method: 'POST', path, body: { ...request, policy_ids: ['default'] } });
  if (first.status !== 400 || !first.text.includes('verification_requests')) return verdict(first);
  // from 1.6.0 on
  return verdict(
    await client.ask({ method: 'POST', path, body: { verification_requests: [request], policy_ids: ['default'] } }),
  );
}

function verdict({ status, text }: Answer): Verdict {
  if (status === 200 && isToken(text)) return { state: 'accepted' };
  if (status === 500 && text.includes('Reject by policy')) return { state: 'refused' };
  if (status === 403 || status === 404 || status === 405) return { state: 'blocked' };
  // the gateway's own words
  if (text.includes('Failed to forward request'))
    return { state: 'unclear', answer: 'the attestation service is down' };
  return { state: 'unclear', answer: `status ${status}` };
}

/** Three parts of which the first says that it is a token. */
function isToken(text: string): boolean {
  const [header = '', ...rest] = text.trim().replace(/^"|"$/g, '').split('.');
  if (rest.length !== 2) return false;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(header, 'base64url').toString());
    return typeof parsed === 'object' && parsed !== null && 'alg' in parsed;
  } catch {
    return false;
  }
}
