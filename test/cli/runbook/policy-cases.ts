import { policies } from '../../../cli/runbook/policies';

/** What one of the policies says of one set of claims. */
export interface PolicyCase {
  readonly name: string;
  readonly policy: 'attestation' | 'resource';
  /** Whether the deployment demands GPUs. */
  readonly gpu: boolean;
  readonly data: Record<string, unknown>;
  readonly input: unknown;
  readonly allow: boolean;
}

type Claims = Readonly<Record<string, unknown>>;

const digit = (one: string): string => one.repeat(96);
export const measured = {
  'tdx.quote.body.mr_td': digit('a'),
  'tdx.quote.body.rtmr_0': digit('0'),
  'tdx.quote.body.rtmr_1': digit('1'),
  'tdx.quote.body.rtmr_2': digit('2'),
} as const;

/** What the operator registered: two images of the guest, and the TDX module beside what is required. */
export const measurements: Readonly<Record<string, readonly string[]>> = {
  'tdx.quote.body.mr_td': [digit('a')],
  'tdx.quote.body.mr_seam': [digit('5')],
  'tdx.quote.body.rtmr_0': [digit('0')],
  'tdx.quote.body.rtmr_1': [digit('f'), digit('1')],
  'tdx.quote.body.rtmr_2': [digit('2')],
};

export const resource = 'default/aliyun/model-decryption-key';

const gpuClaims = (index: number): Claims => ({
  [`tdx.nvidia_gpu.${index}.uuid`]: `GPU-${index}`,
  [`tdx.nvidia_gpu.${index}.driver_version`]: '550.144.03',
  [`tdx.nvidia_gpu.${index}.cc_enabled`]: true,
  [`tdx.nvidia_gpu.${index}.measurement`]: digit('9'),
});

/** Flat claims of a TD with one GPU, as the verifier of Trustee 1.5.2 makes them. */
const good: Claims = {
  ...measured,
  'tdx.quote.header.tee_type': '81000000',
  'tdx.quote.header.version': '0400',
  'tdx.quote.body.mr_seam': digit('5'),
  'tdx.quote.body.td_attributes': '0000001000000000',
  'tdx.quote.body.rtmr_3': digit('0'),
  ...gpuClaims(0),
  report_data: '00',
  init_data: '',
};

const sample: Claims = { 'sample.svn': '1', 'sample.report_data': 'AA==', report_data: 'AA==', init_data: '' };

function changed(changes: Claims): Claims {
  return Object.fromEntries(Object.entries({ ...good, ...changes }).filter(([, value]) => value !== undefined));
}

const without = (...names: string[]): Claims => changed(Object.fromEntries(names.map((name) => [name, undefined])));
const withoutGpu = Object.fromEntries(Object.entries(good).filter(([name]) => !name.includes('nvidia')));
const prefixed = Object.fromEntries(
  Object.entries(good).map(([name, value]) => [name.replace('tdx.', 'sample.'), value]),
);

type Row = readonly [name: string, claims: unknown, allow: boolean, settings?: { gpu?: boolean }];

/** Both policies judge these alike. */
const claimRows: readonly Row[] = [
  ['a TD with its GPU', good, true],
  ['the second of two values', changed({ 'tdx.quote.body.rtmr_1': digit('f') }), true],
  ['two GPUs', changed(gpuClaims(1)), true],
  ['no GPU, and none demanded', withoutGpu, true, { gpu: false }],
  ['a GPU, and none demanded', good, true, { gpu: false }],
  ['sample evidence', sample, false],
  ['sample evidence, and no GPU demanded', sample, false, { gpu: false }],
  ['sample evidence that repeats the claims of a TD under its own prefix', prefixed, false],
  ['no claims', {}, false],
  ['a TD without measurements', without(...Object.keys(measured), 'tdx.quote.body.mr_seam'), false],
  ...Object.keys(measured).map((name): Row => [`no ${name}`, without(name), false]),
  ...Object.keys(measured).map((name): Row => [`another ${name}`, changed({ [name]: digit('b') }), false]),
  [
    'another TDX module, which is not required but registered',
    changed({ 'tdx.quote.body.mr_seam': digit('6') }),
    false,
  ],
  ['a measurement that only begins right', changed({ 'tdx.quote.body.mr_td': `${digit('a')}0` }), false],
  ['a measurement in capitals', changed({ 'tdx.quote.body.mr_td': digit('A') }), false],
  ['a measurement that is empty', changed({ 'tdx.quote.body.mr_td': '' }), false],
  ['a measurement that is a number', changed({ 'tdx.quote.body.rtmr_1': 1 }), false],
  ['a measurement that is a list with the right value', changed({ 'tdx.quote.body.mr_td': [digit('a')] }), false],
  ['a measurement that is null', changed({ 'tdx.quote.body.rtmr_2': null }), false],
  ['a TD that may be debugged', changed({ 'tdx.quote.body.td_attributes': '0100001000000000' }), false],
  ['a TD with another bit of that byte', changed({ 'tdx.quote.body.td_attributes': '8000001000000000' }), false],
  ['no attributes', without('tdx.quote.body.td_attributes'), false],
  ['attributes that are too short', changed({ 'tdx.quote.body.td_attributes': '00' }), false],
  ['attributes that are a number', changed({ 'tdx.quote.body.td_attributes': 0 }), false],
  ['attributes that are a list', changed({ 'tdx.quote.body.td_attributes': Array(16).fill('00') }), false],
  ['a quote of SGX', changed({ 'tdx.quote.header.tee_type': '00000000' }), false],
  ['a quote of no kind', without('tdx.quote.header.tee_type'), false],
  ['no GPU', withoutGpu, false],
  ['a GPU without a report', without('tdx.nvidia_gpu.0.measurement'), false],
  ['a GPU that is not in confidential mode', changed({ 'tdx.nvidia_gpu.0.cc_enabled': false }), false],
  ['a GPU whose mode is text', changed({ 'tdx.nvidia_gpu.0.cc_enabled': 'true' }), false],
  ['a GPU of unknown mode', without('tdx.nvidia_gpu.0.cc_enabled'), false],
  ['a GPU whose measurement is null', changed({ 'tdx.nvidia_gpu.0.measurement': null }), false],
  ['a GPU whose measurement is empty', changed({ 'tdx.nvidia_gpu.0.measurement': '' }), false],
  ['a second GPU without a report', changed({ ...gpuClaims(1), 'tdx.nvidia_gpu.1.measurement': undefined }), false],
];

const attestationRows: readonly (readonly [string, reference: unknown, allow: boolean])[] = [
  ['reference values of other kinds of TEE beside ours', { ...measurements, 'sample.svn': ['9'] }, true],
  ['no reference values', {}, false],
  ['a required reference value that is missing', { ...measurements, 'tdx.quote.body.rtmr_2': undefined }, false],
  ['a required reference value that has expired', { ...measurements, 'tdx.quote.body.mr_td': [] }, false],
  ['a reference value for a claim that is not there', { ...measurements, 'tdx.quote.body.mr_owner': ['00'] }, false],
  ['reference values that are text', { ...measurements, 'tdx.quote.body.mr_td': digit('a') }, false],
  ['reference values that are no map', 'all', false],
];

const { attestationHashes } = policies({ gpu: true, resources: [resource] });
const report = (hash: unknown): Claims => ({ 'policy-id': 'default', 'policy-hash': hash });

/** A token for these claims, as Trustee 1.5.2 makes it. */
function token(claims: unknown, changes: Claims = {}, gpu = true): Claims {
  const [hash] = policies({ gpu, resources: [resource] }).attestationHashes;
  return {
    iss: 'CoCo-Attestation-Service',
    tee: 'tdx',
    'evaluation-reports': [report(hash)],
    'tcb-status': JSON.stringify(claims),
    customized_claims: { init_data: null, runtime_data: {} },
    ...changes,
  };
}

const tokenRows: readonly (readonly [string, input: unknown, allow: boolean])[] = [
  ['the hash in its other form', token(good, { 'evaluation-reports': [report(attestationHashes[1])] }), true],
  [
    'two reports',
    token(good, { 'evaluation-reports': [{ 'policy-id': 'other', 'policy-hash': 'x' }, report(attestationHashes[0])] }),
    true,
  ],
  ['a token of a sample TEE with the claims of a TD', token(good, { tee: 'sample' }), false],
  ['a token of no TEE', token(good, { tee: undefined }), false],
  ['a tee that is a list', token(good, { tee: ['tdx'] }), false],
  ['another attestation policy', token(good, { 'evaluation-reports': [report('00')] }), false],
  [
    'the right policy under another name',
    token(good, { 'evaluation-reports': [{ 'policy-id': 'x', 'policy-hash': attestationHashes[0] }] }),
    false,
  ],
  ['no policy', token(good, { 'evaluation-reports': [] }), false],
  ['reports that are missing', token(good, { 'evaluation-reports': undefined }), false],
  ['reports that are text', token(good, { 'evaluation-reports': attestationHashes[0] }), false],
  ['a report without its hash', token(good, { 'evaluation-reports': [{ 'policy-id': 'default' }] }), false],
  ['a forged status: an object', token(good, { 'tcb-status': good }), false],
  ['a forged status: text that is no JSON', token(good, { 'tcb-status': '{"tdx.quote' }), false],
  [
    'a forged status: JSON text in JSON text',
    token(good, { 'tcb-status': JSON.stringify(JSON.stringify(good)) }),
    false,
  ],
  ['a forged status: a list', token(good, { 'tcb-status': JSON.stringify([good]) }), false],
  ['a forged status: null', token(good, { 'tcb-status': 'null' }), false],
  ['an empty status', token(good, { 'tcb-status': '' }), false],
  ['no status', token(good, { 'tcb-status': undefined }), false],
  ['claims beside the status', { ...token({}), ...good }, false],
  ['claims that are not an object', [token(good)], false],
  ['claims that are null', null, false],
];

const pathRows: readonly (readonly [path: unknown, allow: boolean])[] = [
  [resource, true],
  [`resource/${resource}`, true],
  ['other/aliyun/model-decryption-key', false],
  ['resource/other/aliyun/model-decryption-key', false],
  ['default/aliyun/other-key', false],
  [`resource/resource/${resource}`, false],
  [`/${resource}`, false],
  [`${resource}/`, false],
  [`other/${resource}`, false],
  ['resource/default/aliyun', false],
  ['', false],
  [undefined, false],
  [['default', 'aliyun', 'model-decryption-key'], false],
];

export const policyCases: readonly PolicyCase[] = [
  ...claimRows.map(([name, input, allow, { gpu = true } = {}]): PolicyCase => ({
    ...{ name: `attestation: ${name}`, policy: 'attestation', gpu, allow },
    ...{ data: { reference: measurements }, input },
  })),
  ...attestationRows.map(([name, reference, allow]): PolicyCase => ({
    ...{ name: `attestation: ${name}`, policy: 'attestation', gpu: true, allow, data: { reference }, input: good },
  })),
  ...claimRows.map(([name, claims, allow, { gpu = true } = {}]): PolicyCase => ({
    ...{ name: `resource: ${name}`, policy: 'resource', gpu, allow },
    ...{ data: { 'resource-path': `resource/${resource}` }, input: token(claims, {}, gpu) },
  })),
  ...tokenRows.map(([name, input, allow]): PolicyCase => ({
    ...{ name: `resource: ${name}`, policy: 'resource', gpu: true, allow },
    ...{ data: { 'resource-path': `resource/${resource}` }, input },
  })),
  ...pathRows.map(([path, allow]): PolicyCase => ({
    ...{ name: `resource: the path ${JSON.stringify(path)}`, policy: 'resource', gpu: true, allow },
    ...{ data: { 'resource-path': path }, input: token(good) },
  })),
];

/** The policy of a case as a server runs it. */
export function policyOf({ policy, gpu }: PolicyCase): string {
  const made = policies({ gpu, resources: [resource] });
  return policy === 'attestation'
    ? made.attestation
    : `${made.resource}measurements := ${JSON.stringify(measurements)}\n`;
}
