import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the policies of a deployment demand. */
export interface PolicySettings {
  /** Whether the evidence must prove a GPU. */
  readonly gpu: boolean;
  /** The keys that may be released: paths of three segments. */
  readonly resources: readonly string[];
}

/** The policies of a deployment as Rego. */
export interface Policies {
  /** Of the attestation service, complete. */
  readonly attestation: string;
  /** Of the key broker. It lacks its last rule: `measurements := {"<claim>": ["<value>"]}`. */
  readonly resource: string;
  /** The hash of the attestation policy in the two forms in which Trustee is known to write it: SHA-384. */
  readonly attestationHashes: readonly [hex: string, base64url: string];
}

/** Claims of which the policies demand a value. */
export const requiredMeasurements: readonly string[] = [
  'tdx.quote.body.mr_td',
  'tdx.quote.body.rtmr_0',
  'tdx.quote.body.rtmr_1',
  'tdx.quote.body.rtmr_2',
];

/** The rules of a policy, which are the same for every deployment. */
export function policyRules(name: 'attestation' | 'resource'): string {
  return readFileSync(join(__dirname, 'policies', `${name}-policy.rego`), 'utf8');
}

export function policies({ gpu, resources }: PolicySettings): Policies {
  const attestation = withSettings('attestation', { gpu });
  const digest = createHash('sha384').update(attestation);
  const hex = digest.copy().digest('hex');
  const attestationHashes = [hex, digest.digest('base64url')] as const;
  return {
    attestation,
    resource: withSettings('resource', { gpu, resources, attestation_policy_hashes: attestationHashes }),
    attestationHashes,
  };
}

// JSON is Rego
function withSettings(name: 'attestation' | 'resource', settings: object): string {
  return `${policyRules(name)}\nsettings := ${JSON.stringify(settings)}\n`;
}
