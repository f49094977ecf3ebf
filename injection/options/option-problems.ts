import { define, type NoDetails, showChoices, showType, showValue } from '../../problems';
import { versionSetChoices, type VersionSetName } from '../version-sets';

const document = 'the text of the options';

/** A value the user wrote, or a default of the installation that stands in for it. */
interface Written {
  readonly value: unknown;
  readonly isDefault?: boolean;
}

interface Ruled extends Written {
  /** What is allowed, as a phrase that completes "write …". */
  readonly rule: string;
}

interface VersionInUse extends Written {
  readonly key: string;
  readonly sets: readonly VersionSetName[];
}

const shown = ({ value, isDefault }: Written): string => `${showValue(value)}${isDefault === true ? ' (default)' : ''}`;
const place = ({ line, column }: { line: number; column: number }): string => `line ${line}, column ${column}`;

export const invalidJson = define<{ line: number; column: number; expected: string; found?: string }>({
  code: 'CAI5001',
  name: 'invalid-json',
  title: 'The options are not valid JSON',
  fix: 'correct the JSON text there',
  document,
  says: (where, { expected, found, ...at }) =>
    `${where} is not JSON: at ${place(at)} expected ${expected} but found ${found === undefined ? 'the end of the text' : showValue(found)}`,
});

export const emptyOptions = define<NoDetails>({
  code: 'CAI5002',
  name: 'empty-options',
  title: 'The options are empty',
  fix: 'write a JSON object with at least "cipher-text-volume", "model-decryption-key-id" and "trustee-address"',
  document,
  says: (where) => `${where} is empty`,
});

export const unknownOption = define<{ suggestion?: string; known?: readonly string[] }>({
  code: 'CAI5003',
  name: 'unknown-option',
  title: 'A key is not an option',
  fix: 'correct the spelling of the key, or remove it',
  says: (where) => `${where} is not an option`,
  advice: ({ suggestion, known }) => {
    if (suggestion !== undefined) return `did you mean ${showValue(suggestion)}?`;
    return known === undefined
      ? 'correct its spelling, or remove it'
      : `remove it, or use one of ${showChoices(known)}`;
  },
});

export const notAnObject = define<{ value: unknown; isJson: boolean }>({
  code: 'CAI5004',
  name: 'not-an-object',
  title: 'The options are not a JSON object',
  fix: 'write a JSON object: {"cipher-text-volume": "pvc-oss", ...}',
  document: 'the value of the options',
  says: (where, { value, isJson }) =>
    isJson
      ? `${where} is ${showType(value)}, not an object: ${showValue(value)}`
      : `${where} is of type ${typeof value} and cannot be written as JSON`,
});

export const duplicateKey = define<{ line: number; column: number }>({
  code: 'CAI5005',
  name: 'duplicate-key',
  title: 'A key is written more than once',
  fix: 'keep one of them',
  says: (where, at) => `${where} is written again at ${place(at)}`,
});

export const nestedTooDeep = define<{ line: number; column: number; limit: number }>({
  code: 'CAI5006',
  name: 'nested-too-deep',
  title: 'The options are nested too deep',
  fix: 'no option needs more than four levels of objects and lists: remove the others',
  document,
  says: (where, { limit, ...at }) => `${where} is nested deeper than ${limit} levels at ${place(at)}`,
});

export const missingOption = define<{ rule: string; example: string }>({
  code: 'CAI5007',
  name: 'missing-option',
  title: 'A required option is missing',
  fix: 'add the option',
  says: (where) => `${where} is required but missing`,
  advice: ({ rule, example }) => `add ${example} (${rule})`,
});

export const wrongType = define<Ruled & { expected: string }>({
  code: 'CAI5008',
  name: 'wrong-option-type',
  title: 'A value has the wrong JSON type',
  fix: 'write a value of the type the option has',
  says: (where, { expected, ...written }) =>
    `${where} is ${showType(written.value)}, not ${expected}: ${shown(written)}`,
  advice: ({ rule }) => `write ${rule}`,
});

export const invalidValue = define<Ruled>({
  code: 'CAI5009',
  name: 'invalid-value',
  title: 'A value is not allowed',
  fix: 'write a value that the option allows',
  says: (where, written) => `${where} cannot be ${shown(written)}`,
  advice: ({ rule }) => `write ${rule}`,
});

export const placeholderLeft = define<Ruled & { placeholder: string }>({
  code: 'CAI5010',
  name: 'placeholder-left',
  title: 'A placeholder of the instructions was not filled in',
  fix: 'put the real value in place of the placeholder',
  says: (where, { placeholder, ...written }) =>
    `${where} still holds the placeholder ${showValue(placeholder)}: ${shown(written)}`,
  advice: ({ rule }) => `put the real value in its place: ${rule}`,
});

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

export const tooManyPorts = define<{ count: number; most: number }>({
  code: 'CAI5015',
  name: 'too-many-ports',
  title: 'Too many secured ports',
  fix: 'list only the ports that serve requests',
  says: (where, { count, most }) => `${where} has ${count} entries, at most ${most} are allowed`,
});

export const duplicatePort = define<{ port: number; first: string }>({
  code: 'CAI5016',
  name: 'duplicate-port',
  title: 'A port is listed twice',
  fix: 'keep one entry and join their regexes',
  says: (where, { port, first }) => `${where} is ${port}, which ${first} has already`,
});

export const invalidRegex = define<{ value: string; fault: string }>({
  code: 'CAI5017',
  name: 'invalid-regex',
  title: 'A regular expression cannot be used',
  fix: 'write an expression that Rust\'s regex crate knows, such as "^/metrics$"; write special characters as \\., \\[ and so on',
  says: (where, { value, fault }) => `${where} cannot be ${showValue(value)}: ${fault}`,
});

export const optionsTooLong = define<{ length: number; most: number }>({
  code: 'CAI5018',
  name: 'options-too-long',
  title: 'The text of the options is too long',
  fix: 'remove what is not an option',
  document,
  says: (where, { length, most }) => `${where} has ${length} characters, at most ${most} are allowed`,
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
