import { policies } from '../../../cli/runbook/policies';
import {
  digit,
  nobody,
  attributes,
  septVeDisable,
  attributeRows,
  measured,
  measurements,
  resource,
  gpuClaims,
  goodClaims,
  sample,
  changed,
  claimNames,
  eightGpus,
  noGpu,
  renamed,
  without,
  withoutGpu,
  prefixed,
  type Claims,
} from './policy-claims';

/** What one of the policies says of one set of claims. */
export interface PolicyCase {
  readonly name: string;
  readonly policy: 'attestation' | 'resource';
  /** How many GPUs the deployment demands. */
  readonly gpus: number;
  readonly data: Record<string, unknown>;
  /** The last rule of the resource policy. @default - what the operator registered */
  readonly measurements?: unknown;
  readonly input: unknown;
  readonly allow: boolean;
}

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
  ['a TDX module whose attributes are the number 0', changed({ 'tdx.quote.body.seam_attributes': 0 }), false],
  ['a TDX module without attributes', without('tdx.quote.body.seam_attributes'), false],
  ['a quote of version 5 without a service TD', changed({ 'tdx.quote.body.mr_servicetd': nobody }), true],
  ['a service TD', changed({ 'tdx.quote.body.mr_servicetd': digit('1') }), false],
  ['a service TD that is the number 0', changed({ 'tdx.quote.body.mr_servicetd': 0 }), false],
  ['a service TD of a few zeros', changed({ 'tdx.quote.body.mr_servicetd': '00' }), false],
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
  [
    'attributes under a name with a blank, beside none',
    { ...without('tdx.quote.body.td_attributes'), 'tdx.quote.body.td_attributes ': attributes(septVeDisable) },
    false,
  ],
  [
    'attributes of the event log, beside none',
    {
      ...without('tdx.quote.body.td_attributes'),
      'tdx.ccel.quote.body.td_attributes': attributes(septVeDisable),
    },
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
  ['a GPU whose mode is 1', changed({ 'tdx.nvidia_gpu.0.cc_enabled': 1 }), false],
  ['a GPU whose mode is a list', changed({ 'tdx.nvidia_gpu.0.cc_enabled': [true] }), false],
  ['a GPU whose measurement is a list of 96', changed({ 'tdx.nvidia_gpu.0.measurement': Array(96).fill('9') }), false],
  ['a GPU in capitals', { ...withoutGpu, ...renamed('0', 'tdx.NVIDIA_GPU.') }, false],
  ['a GPU of another kind of TEE', { ...withoutGpu, ...renamed('0', 'sample.nvidia_gpu.') }, false],
  ['a GPU with a name within its place', { ...withoutGpu, ...renamed('0.0') }, false],
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
  ['a reference value that is null', { ...measurements, 'tdx.quote.body.xfam': [null] }, false],
  ['a reference value that is empty text', { ...measurements, 'tdx.quote.body.xfam': [''] }, false],
  ['a reference value in a list in a list', { ...measurements, 'tdx.quote.body.xfam': [['e742060000000000']] }, false],
  [
    'reference values in a map',
    { ...measurements, 'tdx.quote.body.xfam': { value: measured['tdx.quote.body.xfam'] } },
    false,
  ],
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
  ['a hash that is a list', token(goodClaims, { 'evaluation-reports': [report([...attestationHashes])] }), false],
  [
    'a hash in capitals',
    token(goodClaims, { 'evaluation-reports': [report(attestationHashes[0].toUpperCase())] }),
    false,
  ],
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
  [`${resource}%00`, false],
  [`${resource}\u0000`, false],
  [`${resource} `, false],
  [resource.toUpperCase(), false],
  [`resource/default/../${resource}`, false],
  [`Resource/${resource}`, false],
  ['', false],
  [undefined, false],
  [['default', 'aliyun', 'model-decryption-key'], false],
];

/** What 40-policies.sh would never write. */
const registeredRows: readonly (readonly [name: string, changes: Claims])[] = [
  ...claimNames.map((name): [string, Claims] => [`no reference value for ${name}`, { [name]: undefined }]),
  ['a list without a value', { 'tdx.quote.body.mr_td': [] }],
  ['a value that is text', { 'tdx.quote.body.mr_td': digit('a') }],
  ['values in a map', { 'tdx.quote.body.xfam': { value: measured['tdx.quote.body.xfam'] } }],
  ['a value for a claim that is not there', { 'tdx.quote.body.nothing': ['00'] }],
];

// what is registered, and claimed as well, must be a text
const sameRows: readonly unknown[] = [null, 0, false, [], ['e742060000000000'], { a: 1 }];

export const policyCases: readonly PolicyCase[] = [
  ...sameRows.map((value): PolicyCase => ({
    ...{ name: `attestation: xfam is ${JSON.stringify(value)}, and so is its reference value`, policy: 'attestation' },
    ...{ gpus: 1, allow: false, data: { reference: { ...measurements, 'tdx.quote.body.xfam': [value] } } },
    input: changed({ 'tdx.quote.body.xfam': value }),
  })),
  ...sameRows.map((value): PolicyCase => ({
    ...{ name: `resource: xfam is ${JSON.stringify(value)}, and so is its reference value`, policy: 'resource' },
    ...{ gpus: 1, allow: false, data: { 'resource-path': resource } },
    measurements: { ...measurements, 'tdx.quote.body.xfam': [value] },
    input: token(changed({ 'tdx.quote.body.xfam': value })),
  })),
  ...registeredRows.map(([name, changes]): PolicyCase => ({
    ...{ name: `resource: ${name}`, policy: 'resource', gpus: 1, allow: false, data: { 'resource-path': resource } },
    ...{ measurements: { ...measurements, ...changes }, input: token(goodClaims) },
  })),
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
export function policyOf({ policy, gpus, measurements: registered = measurements }: PolicyCase): string {
  const made = policies({ gpus, resources: [resource] });
  return policy === 'attestation'
    ? made.attestation
    : `${made.resource}measurements := ${JSON.stringify(registered)}\n`;
}
