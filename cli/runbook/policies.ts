import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the policies of a deployment demand. */
export interface PolicySettings {
  /** How many GPUs the evidence must prove: all of a node, and 0 for none. */
  readonly gpus: number;
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

/** Claims of a quote of which the policies demand a reference value, and how many digits each value has. */
export const requiredClaims: Readonly<Record<string, number>> = {
  'tdx.quote.body.mr_td': 96,
  'tdx.quote.body.mr_config_id': 96,
  'tdx.quote.body.mr_owner': 96,
  'tdx.quote.body.mr_owner_config': 96,
  'tdx.quote.body.mr_seam': 96,
  'tdx.quote.body.rtmr_0': 96,
  'tdx.quote.body.rtmr_1': 96,
  'tdx.quote.body.rtmr_2': 96,
  'tdx.quote.body.td_attributes': 16,
  'tdx.quote.body.xfam': 16,
};

/** Claims that are demanded where a value is registered: they change with every update of the processor's firmware. */
export const offeredClaims: Readonly<Record<string, number>> = { 'tdx.quote.body.tcb_svn': 32 };

/** Attributes of a TD that the policies let pass: the pattern of what they list. */
export const closedAttributes = '^000000[159d][08]000000[08]0$';

/** The rules of a policy, which are the same for every deployment. */
export function policyRules(name: 'attestation' | 'resource'): string {
  return readFileSync(join(__dirname, 'policies', `${name}-policy.rego`), 'utf8');
}

/** What the rules of both policies know of a deployment, under the names that they use. */
export function policySettings(settings: PolicySettings): {
  readonly gpus: readonly string[];
  readonly resources: readonly string[];
  readonly attestation_policy_hashes: readonly [hex: string, base64url: string];
} {
  const { resources } = settings;
  return { gpus: places(settings), resources, attestation_policy_hashes: policies(settings).attestationHashes };
}

export function policies({ gpus, resources }: PolicySettings): Policies {
  const attestation = withSettings('attestation', { gpus: places({ gpus }) });
  const digest = createHash('sha384').update(attestation);
  const hex = digest.copy().digest('hex');
  const attestationHashes = [hex, digest.digest('base64url')] as const;
  const settings = { gpus: places({ gpus }), resources, attestation_policy_hashes: attestationHashes };
  return { attestation, resource: withSettings('resource', settings), attestationHashes };
}

// the places of the GPUs, as they stand in the names of claims
function places({ gpus }: Pick<PolicySettings, 'gpus'>): readonly string[] {
  return Array.from({ length: gpus }, (_, index) => String(index));
}

// JSON is Rego
function withSettings(name: 'attestation' | 'resource', settings: object): string {
  return `${policyRules(name)}\nsettings := ${JSON.stringify(settings)}\n`;
}
