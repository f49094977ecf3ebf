export type Claims = Readonly<Record<string, unknown>>;

export const digit = (one: string): string => one.repeat(96);
export const nobody = digit('0');

/** Attributes of a TD as a quote shows them: 8 bytes, the lowest first. */
export function attributes(...bits: readonly number[]): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n));
  return bytes.toString('hex');
}

export const septVeDisable = 28;
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

export const gpuClaims = (index: number): Claims => ({
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

export const sample: Claims = { 'sample.svn': '1', 'sample.report_data': 'AA==', report_data: 'AA==', init_data: '' };

export function changed(changes: Claims): Claims {
  return Object.fromEntries(Object.entries({ ...goodClaims, ...changes }).filter(([, value]) => value !== undefined));
}

export const claimNames = Object.keys(measured) as (keyof typeof measured)[];
export const eightGpus: Claims = Object.assign(
  {},
  ...Array.from({ length: 8 }, (_, index) => gpuClaims(index)),
) as Claims;
export const noGpu = (index: number): Claims =>
  Object.fromEntries(Object.keys(gpuClaims(index)).map((name) => [name, undefined]));
export const renamed = (place: string, start = 'tdx.nvidia_gpu.'): Claims =>
  Object.fromEntries(
    Object.entries(gpuClaims(0)).map(([name, value]) => [name.replace('tdx.nvidia_gpu.0', `${start}${place}`), value]),
  );
export const without = (...names: string[]): Claims =>
  changed(Object.fromEntries(names.map((name) => [name, undefined])));
export const withoutGpu = Object.fromEntries(Object.entries(goodClaims).filter(([name]) => !name.includes('nvidia')));
export const prefixed = Object.fromEntries(
  Object.entries(goodClaims).map(([name, value]) => [name.replace('tdx.', 'sample.'), value]),
);
