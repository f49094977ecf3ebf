import { define, type NoDetails, showValue } from '../../problems';
import { versionSetChoices, type VersionSetName } from '../version-sets';

/** A value the user wrote, or a default of the installation that stands in for it. */
interface Written {
  readonly value: unknown;
  readonly isDefault?: boolean;
}

interface VersionInUse extends Written {
  readonly key: string;
  readonly sets: readonly VersionSetName[];
}

const shown = ({ value, isDefault }: Written): string => `${showValue(value)}${isDefault === true ? ' (default)' : ''}`;

export const unsupportedVersion = define<Written>({
  code: 'CAI5011',
  name: 'unsupported-version',
  title: 'A version belongs to no version set',
  fix: 'choose a version of one of the version sets',
  says: (where, written) => `${where} ${shown(written)} belongs to no version set`,
  advice: () => `choose an image tag of ${versionSetChoices}`,
});

export const mixedVersionSets = define<{ versions: readonly VersionInUse[] }>({
  code: 'CAI5012',
  name: 'mixed-version-sets',
  title: 'AA, CDH and TNG come from different version sets',
  fix: 'take "aa-version", "cdh-version" and "tng-version" from one version set',
  document: 'the versions',
  says: (where, { versions }) =>
    `${where} mix version sets, which cannot talk to each other: ${versions
      .map(({ key, sets, ...written }) => `${key} ${shown(written)} is of set ${sets.join(' or ')}`)
      .join(', ')}`,
  advice: () => `take all three from ${versionSetChoices}`,
});

export const gpuWithoutTdx = define<{ isGpuDefault: boolean }>({
  code: 'CAI5013',
  name: 'gpu-without-tdx',
  title: 'GPU attestation is on while TDX attestation is off',
  fix: 'set "tdx-ra-enable" to true: GPU evidence travels only inside TDX evidence',
  says: (where, { isGpuDefault }) =>
    `${where} is false while "gpu-ra-enable" is true${isGpuDefault ? ' (default)' : ''}`,
});

export const sampleEvidence = define<NoDetails>({
  code: 'CAI5014',
  name: 'sample-evidence',
  title: 'Both kinds of attestation are off',
  fix: 'set "tdx-ra-enable" to true, or let the operator of the cluster allow sample evidence for a test',
  says: (where) =>
    `${where} and "gpu-ra-enable" are both false, so the Pod would attest with sample evidence that anybody can make`,
});

export const duplicatePort = define<{ port: number; first: number }>({
  code: 'CAI5016',
  name: 'duplicate-port',
  title: 'A port is given twice',
  fix: 'give each port once, or choose another',
  says: (where, { port, first }) => `${where} is ${port}, which entry ${first} of the list has already`,
  advice: () => 'keep one entry and join their regexes',
});

export const invalidRegex = define<{ value: string; fault: string }>({
  code: 'CAI5017',
  name: 'invalid-regex',
  title: 'A regular expression cannot be used',
  fix: 'write an expression that Rust\'s regex crate knows, such as "^/metrics$"; write special characters as \\., \\[ and so on',
  says: (where, { value, fault }) => `${where} cannot be ${showValue(value)}: ${fault}`,
});

export const plainTrustee = define<Written>({
  code: 'CAI5051',
  name: 'plain-trustee-address',
  severity: 'warning',
  title: 'Trustee is reached over plain http',
  fix: 'use https in production',
  says: (where, { value }) =>
    `${where} ${showValue(value)} is plain http: nothing proves that it is your Trustee that answers`,
});

export const sampleEvidenceAllowed = define<NoDetails>({
  code: 'CAI5052',
  name: 'sample-evidence-allowed',
  severity: 'warning',
  title: 'The Pod attests with sample evidence',
  fix: 'never do this outside a test: set "tdx-ra-enable" to true',
  says: (where) =>
    `${where} and "gpu-ra-enable" are both false: the Pod attests with sample evidence that anybody can make, as the operator allows`,
});

export const noSecurePorts = define<NoDetails>({
  code: 'CAI5053',
  name: 'no-secure-ports',
  severity: 'warning',
  title: 'No port is secured',
  fix: 'list the ports that serve requests, or remove the option to secure every declared TCP port',
  says: (where) => `${where} is [], so TNG is not started and all requests travel in plaintext`,
});

export const insecureRequests = define<{ value: string; isAnchored: boolean }>({
  code: 'CAI5054',
  name: 'insecure-requests',
  severity: 'warning',
  title: 'Some requests are let through in plaintext',
  fix: 'remove it unless the whole HTTP service may be reached in plaintext',
  says: (where, { value }) =>
    `${where} ${showValue(value)} is a door to the whole HTTP service: once its first request matches, a connection stays in plaintext for any path`,
  advice: ({ isAnchored }) =>
    isAnchored
      ? 'remove it unless the whole HTTP service may be reached in plaintext'
      : 'remove it, or anchor it as in "^/metrics$": as it stands it also matches inside longer paths',
});
