import { policies } from '../../../cli/runbook/policies';

/** What one of the policies says of one set of claims. */
export interface PolicyCase {
  readonly name: string;
  readonly policy: 'attestation' | 'resource';
  /** How many GPUs the deployment demands. */
  readonly gpus: number;
  readonly data: Record<string, unknown>;
  readonly input: unknown;
  readonly allow: boolean;
}

export type Claims = Readonly<Record<string, unknown>>;

const digit = (one: string): string => one.repeat(96);
const nobody = digit('0');

/** Attributes of a TD as a quote shows them: 8 bytes, the lowest first. */
export function attributes(...bits: readonly number[]): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n));
  return bytes.toString('hex');
}

const septVeDisable = 28;
const harmlessBits: readonly number[] = [27, 30, 31, 63];
const otherBits = Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => bit !== septVeDisable);

/** Values of the attributes, whether they are closed, and what each is. */
export const attributeRows: readonly (readonly [name: string, value: string, isClosed: boolean])[] = [
  ['nothing but SEPT_VE_DISABLE', attributes(septVeDisable), true],
  ...otherBits.map((bit): [string, string, boolean] => [
    `bit ${bit} beside SEPT_VE_DISABLE`,
    attributes(bit, septVeDisable),
    harmlessBits.includes(bit),
  ]),
  ['all that is harmless', attributes(septVeDisable, ...harmlessBits), true],
  ['MIGRATABLE, as it was seen', '0000003000000000', false],
  ['MIGRATABLE among what is harmless', attributes(septVeDisable, 29, ...harmlessBits), false],
  ['no bit', attributes(), false],
  ['what is harmless without SEPT_VE_DISABLE', attributes(...harmlessBits), false],
  ['all bits', 'f'.repeat(16), false],
  ['SEPT_VE_DISABLE with the highest byte first', '0000000010000000', false],
  ['capitals', '000000D000000000', false],
  ['too short', '00000010', false],
  ['too long', '000000100000000000', false],
  ['text before it', '0x0000001000000000', false],
  ['a blank after it', '0000001000000000 ', false],
  ['nothing', '', false],
];

export const measured = {
  'tdx.quote.body.mr_td': digit('a'),
  'tdx.quote.body.mr_config_id': digit('c'),
  'tdx.quote.body.mr_owner': nobody,
  'tdx.quote.body.mr_owner_config': nobody,
  'tdx.quote.body.mr_seam': digit('5'),
  'tdx.quote.body.rtmr_0': digit('0'),
  'tdx.quote.body.rtmr_1': digit('1'),
  'tdx.quote.body.rtmr_2': digit('2'),
  'tdx.quote.body.td_attributes': attributes(septVeDisable),
  'tdx.quote.body.xfam': 'e742060000000000',
} as const;

/**
 * What the operator registered: two images of the guest, the version of the TDX module beside what is required, and every
 * value of the attributes above, for what is not closed must not pass even when it is registered.
 */
export const measurements: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(measured).map(([name, value]) => [name, [value]])),
  'tdx.quote.body.rtmr_1': [digit('f'), digit('1')],
  'tdx.quote.body.tcb_svn': ['03000500000000000000000000000000'],
  'tdx.quote.body.td_attributes': attributeRows.map(([, value]) => value),
};

export const resource = 'default/aliyun/model-decryption-key';

const gpuClaims = (index: number): Claims => ({
  [`tdx.nvidia_gpu.${index}.uuid`]: `GPU-${index}`,
  [`tdx.nvidia_gpu.${index}.driver_version`]: '550.144.03',
  [`tdx.nvidia_gpu.${index}.cc_enabled`]: true,
  [`tdx.nvidia_gpu.${index}.measurement`]: digit('9'),
});

/** Flat claims of a TD with one GPU, as the verifier of Trustee 1.5.2 makes them. */
export const goodClaims: Claims = {
  ...measured,
  'tdx.quote.header.tee_type': '81000000',
  'tdx.quote.header.version': '0400',
  'tdx.quote.body.tcb_svn': '03000500000000000000000000000000',
  'tdx.quote.body.mrsigner_seam': nobody,
  'tdx.quote.body.seam_attributes': '0000000000000000',
  'tdx.quote.body.rtmr_3': digit('0'),
  ...gpuClaims(0),
  report_data: '00',
  init_data: '',
};

const sample: Claims = { 'sample.svn': '1', 'sample.report_data': 'AA==', report_data: 'AA==', init_data: '' };

function changed(changes: Claims): Claims {
  return Object.fromEntries(Object.entries({ ...goodClaims, ...changes }).filter(([, value]) => value !== undefined));
}

const claimNames = Object.keys(measured) as (keyof typeof measured)[];
const eightGpus: Claims = Object.assign({}, ...Array.from({ length: 8 }, (_, index) => gpuClaims(index))) as Claims;
const noGpu = (index: number): Claims =>
  Object.fromEntries(Object.keys(gpuClaims(index)).map((name) => [name, undefined]));
const renamed = (place: string, start = 'tdx.nvidia_gpu.'): Claims =>
  Object.fromEntries(
    Object.entries(gpuClaims(0)).map(([name, value]) => [name.replace('tdx.nvidia_gpu.0', `${start}${place}`), value]),
  );
const without = (...names: string[]): Claims => changed(Object.fromEntries(names.map((name) => [name, undefined])));
const withoutGpu = Object.fromEntries(Object.entries(goodClaims).filter(([name]) => !name.includes('nvidia')));
const prefixed = Object.fromEntries(
  Object.entries(goodClaims).map(([name, value]) => [name.replace('tdx.', 'sample.'), value]),
);

type Row = readonly [name: string, claims: unknown, allow: boolean, settings?: { gpus?: number }];

/** Both policies judge these alike. */
const claimRows: readonly Row[] = [
  ['a TD with its GPU', goodClaims, true],
  ['the second of two values', changed({ 'tdx.quote.body.rtmr_1': digit('f') }), true],
  ['two GPUs of two', changed(gpuClaims(1)), true, { gpus: 2 }],
  ['eight GPUs of eight', changed(eightGpus), true, { gpus: 8 }],
  ['no GPU, and none demanded', withoutGpu, true, { gpus: 0 }],
  ['a GPU, and none demanded', goodClaims, true, { gpus: 0 }],
  ['sample evidence', sample, false],
  ['sample evidence, and no GPU demanded', sample, false, { gpus: 0 }],
  ['sample evidence that repeats the claims of a TD under its own prefix', prefixed, false],
  ['no claims', {}, false],
  ['a TD without measurements', without(...Object.keys(measured)), false],
  ...claimNames.map((name): Row => [`no ${name}`, without(name), false]),
  ...claimNames.map((name): Row => [`another ${name}`, changed({ [name]: 'b'.repeat(measured[name].length) }), false]),
  [
    'an older TDX module: another version, which is not required but registered',
    changed({ 'tdx.quote.body.tcb_svn': '02000500000000000000000000000000' }),
    false,
  ],
  ['a TDX module of another signer', changed({ 'tdx.quote.body.mrsigner_seam': digit('1') }), false],
  ['a TDX module of no signer', without('tdx.quote.body.mrsigner_seam'), false],
  ['a TDX module with an attribute', changed({ 'tdx.quote.body.seam_attributes': '0100000000000000' }), false],
  ['a TDX module without attributes', without('tdx.quote.body.seam_attributes'), false],
  ['a quote of version 5 without a service TD', changed({ 'tdx.quote.body.mr_servicetd': nobody }), true],
  ['a service TD', changed({ 'tdx.quote.body.mr_servicetd': digit('1') }), false],
  ['a service TD that is null', changed({ 'tdx.quote.body.mr_servicetd': null }), false],
  ['a service TD that is false', changed({ 'tdx.quote.body.mr_servicetd': false }), false],
  ['a measurement that only begins right', changed({ 'tdx.quote.body.mr_td': `${digit('a')}0` }), false],
  ['a measurement in capitals', changed({ 'tdx.quote.body.mr_td': digit('A') }), false],
  ['a measurement that is empty', changed({ 'tdx.quote.body.mr_td': '' }), false],
  ['a measurement that is a number', changed({ 'tdx.quote.body.rtmr_1': 1 }), false],
  ['a measurement that is a list with the right value', changed({ 'tdx.quote.body.mr_td': [digit('a')] }), false],
  ['a measurement that is null', changed({ 'tdx.quote.body.rtmr_2': null }), false],
  ...attributeRows.map(([name, value, isClosed]): Row => [
    `registered attributes: ${name}`,
    changed({ 'tdx.quote.body.td_attributes': value }),
    isClosed,
  ]),
  [
    'attributes that are harmless and not registered',
    changed({ 'tdx.quote.body.td_attributes': attributes(septVeDisable, 30, 63) }),
    false,
  ],
  ['no attributes', without('tdx.quote.body.td_attributes'), false],
  ['attributes that are a number', changed({ 'tdx.quote.body.td_attributes': 0 }), false],
  ['attributes that are the right number', changed({ 'tdx.quote.body.td_attributes': 0x10000000 }), false],
  ['attributes that are null', changed({ 'tdx.quote.body.td_attributes': null }), false],
  ['attributes that are true', changed({ 'tdx.quote.body.td_attributes': true }), false],
  [
    'attributes that are a list with the right value',
    changed({ 'tdx.quote.body.td_attributes': [attributes(septVeDisable)] }),
    false,
  ],
  [
    'attributes that are a map of bits',
    changed({ 'tdx.quote.body.td_attributes': { debug: false, septve_disable: true } }),
    false,
  ],
  ['a quote of SGX', changed({ 'tdx.quote.header.tee_type': '00000000' }), false],
  ['a quote of no kind', without('tdx.quote.header.tee_type'), false],
  ['no GPU', withoutGpu, false],
  ['a GPU without a report', without('tdx.nvidia_gpu.0.measurement'), false],
  ['a GPU that is not in confidential mode', changed({ 'tdx.nvidia_gpu.0.cc_enabled': false }), false],
  ['a GPU whose mode is text', changed({ 'tdx.nvidia_gpu.0.cc_enabled': 'true' }), false],
  ['a GPU of unknown mode', without('tdx.nvidia_gpu.0.cc_enabled'), false],
  ['a GPU whose measurement is null', changed({ 'tdx.nvidia_gpu.0.measurement': null }), false],
  ['a GPU whose measurement is empty', changed({ 'tdx.nvidia_gpu.0.measurement': '' }), false],
  [
    'a second GPU without a report',
    changed({ ...gpuClaims(1), 'tdx.nvidia_gpu.1.measurement': undefined }),
    false,
    { gpus: 2 },
  ],
  ['one GPU of two: the evidence of the second failed', goodClaims, false, { gpus: 2 }],
  ['one GPU of two: the evidence of the first failed', { ...withoutGpu, ...gpuClaims(1) }, false, { gpus: 2 }],
  ['the second GPU in the place of the only one', { ...withoutGpu, ...gpuClaims(1) }, false],
  ['a GPU more than there should be', changed(gpuClaims(1)), false],
  ['seven GPUs of eight', { ...withoutGpu, ...eightGpus, ...noGpu(3) }, false, { gpus: 8 }],
  [
    'eleven GPUs, of which ten are expected',
    changed({ ...eightGpus, ...gpuClaims(8), ...gpuClaims(9), ...gpuClaims(10) }),
    false,
    { gpus: 10 },
  ],
  ['ten GPUs of ten', changed({ ...eightGpus, ...gpuClaims(8), ...gpuClaims(9) }), true, { gpus: 10 }],
  ['the same GPU twice', changed({ ...gpuClaims(1), 'tdx.nvidia_gpu.1.uuid': 'GPU-0' }), false, { gpus: 2 }],
  ['a GPU without a name', without('tdx.nvidia_gpu.0.uuid'), false],
  ['a GPU whose name is a number', changed({ 'tdx.nvidia_gpu.0.uuid': 0 }), false],
  ['a GPU at another spelling of its place', { ...withoutGpu, ...renamed('00') }, false],
  ['a GPU at no place', { ...withoutGpu, ...renamed('') }, false],
  ['claims of GPUs beside one that is good', changed({ 'tdx.nvidia_gpu.x.cc_enabled': true }), false],
  ['a GPU under a name that only begins alike', { ...withoutGpu, ...renamed('0', 'tdx.nvidia_gpus.') }, false],
];

const attestationRows: readonly (readonly [string, reference: unknown, allow: boolean])[] = [
  ['reference values of other kinds of TEE beside ours', { ...measurements, 'sample.svn': ['9'] }, true],
  ['no reference values', {}, false],
  ...claimNames.map((name): [string, unknown, boolean] => [
    `no reference value for ${name}`,
    { ...measurements, [name]: undefined },
    false,
  ]),
  ['a required reference value that has expired', { ...measurements, 'tdx.quote.body.mr_td': [] }, false],
  [
    'a reference value for a claim that is not there',
    { ...measurements, 'tdx.quote.body.mr_servicetd': [nobody] },
    false,
  ],
  ['reference values that are text', { ...measurements, 'tdx.quote.body.mr_td': digit('a') }, false],
  ['reference values that are no map', 'all', false],
];

const { attestationHashes } = policies({ gpus: 1, resources: [resource] });
const report = (hash: unknown): Claims => ({ 'policy-id': 'default', 'policy-hash': hash });

/** A token for these claims, as Trustee 1.5.2 makes it. */
function token(claims: unknown, changes: Claims = {}, gpus = 1): Claims {
  const [hash] = policies({ gpus, resources: [resource] }).attestationHashes;
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
  ['the hash in its other form', token(goodClaims, { 'evaluation-reports': [report(attestationHashes[1])] }), true],
  [
    'two reports',
    token(goodClaims, {
      'evaluation-reports': [{ 'policy-id': 'other', 'policy-hash': 'x' }, report(attestationHashes[0])],
    }),
    true,
  ],
  ['a token of a sample TEE with the claims of a TD', token(goodClaims, { tee: 'sample' }), false],
  ['a token of no TEE', token(goodClaims, { tee: undefined }), false],
  ['a tee that is a list', token(goodClaims, { tee: ['tdx'] }), false],
  ['another attestation policy', token(goodClaims, { 'evaluation-reports': [report('00')] }), false],
  [
    'the right policy under another name',
    token(goodClaims, { 'evaluation-reports': [{ 'policy-id': 'x', 'policy-hash': attestationHashes[0] }] }),
    false,
  ],
  ['no policy', token(goodClaims, { 'evaluation-reports': [] }), false],
  ['reports that are missing', token(goodClaims, { 'evaluation-reports': undefined }), false],
  ['reports that are text', token(goodClaims, { 'evaluation-reports': attestationHashes[0] }), false],
  ['a report without its hash', token(goodClaims, { 'evaluation-reports': [{ 'policy-id': 'default' }] }), false],
  ['a forged status: an object', token(goodClaims, { 'tcb-status': goodClaims }), false],
  ['a forged status: text that is no JSON', token(goodClaims, { 'tcb-status': '{"tdx.quote' }), false],
  [
    'a forged status: JSON text in JSON text',
    token(goodClaims, { 'tcb-status': JSON.stringify(JSON.stringify(goodClaims)) }),
    false,
  ],
  ['a forged status: a list', token(goodClaims, { 'tcb-status': JSON.stringify([goodClaims]) }), false],
  ['a forged status: null', token(goodClaims, { 'tcb-status': 'null' }), false],
  ['an empty status', token(goodClaims, { 'tcb-status': '' }), false],
  ['no status', token(goodClaims, { 'tcb-status': undefined }), false],
  ['claims beside the status', { ...token({}), ...goodClaims }, false],
  ['claims that are not an object', [token(goodClaims)], false],
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
  ...claimRows.map(([name, input, allow, { gpus = 1 } = {}]): PolicyCase => ({
    ...{ name: `attestation: ${name}`, policy: 'attestation', gpus, allow },
    ...{ data: { reference: measurements }, input },
  })),
  ...attestationRows.map(([name, reference, allow]): PolicyCase => ({
    ...{ name: `attestation: ${name}`, policy: 'attestation', gpus: 1, allow, data: { reference }, input: goodClaims },
  })),
  ...claimRows.map(([name, claims, allow, { gpus = 1 } = {}]): PolicyCase => ({
    ...{ name: `resource: ${name}`, policy: 'resource', gpus, allow },
    ...{ data: { 'resource-path': `resource/${resource}` }, input: token(claims, {}, gpus) },
  })),
  ...tokenRows.map(([name, input, allow]): PolicyCase => ({
    ...{ name: `resource: ${name}`, policy: 'resource', gpus: 1, allow },
    ...{ data: { 'resource-path': `resource/${resource}` }, input },
  })),
  ...pathRows.map(([path, allow]): PolicyCase => ({
    ...{ name: `resource: the path ${JSON.stringify(path)}`, policy: 'resource', gpus: 1, allow },
    ...{ data: { 'resource-path': path }, input: token(goodClaims) },
  })),
];

/** The policy of a case as a server runs it. */
export function policyOf({ policy, gpus }: PolicyCase): string {
  const made = policies({ gpus, resources: [resource] });
  return policy === 'attestation'
    ? made.attestation
    : `${made.resource}measurements := ${JSON.stringify(measurements)}\n`;
}
