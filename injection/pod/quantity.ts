import type { Json } from '../json/json-object';

// in billionths: the API server itself rounds what is smaller up to them
const scales: Readonly<Record<string, bigint>> = {
  n: 1n,
  u: 1000n,
  m: 1_000_000n,
  '': 10n ** 9n,
  k: 10n ** 12n,
  M: 10n ** 15n,
  G: 10n ** 18n,
  T: 10n ** 21n,
  P: 10n ** 24n,
  E: 10n ** 27n,
  Ki: (10n ** 9n) << 10n,
  Mi: (10n ** 9n) << 20n,
  Gi: (10n ** 9n) << 30n,
  Ti: (10n ** 9n) << 40n,
  Pi: (10n ** 9n) << 50n,
  Ei: (10n ** 9n) << 60n,
};

// as many digits and as large an exponent as any amount has: the work for one text stays small
const form = /^\+?([0-9]{0,24})(?:\.([0-9]{0,24}))?(?:([EPTGMk]i?|Ki|[mun])|[eE]([-+]?[0-9]{1,2}))?$/u;

/** An amount of a resource in billionths, as `8Gi` or `200m`; undefined for what is none, or a negative one. */
export function readQuantity(value: Json | undefined): bigint | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const [all, whole = '', part = '', suffix = '', exponent = '0'] = form.exec(String(value)) ?? [];
  if (all === undefined || whole + part === '') return undefined;
  const scale = scales[suffix];
  if (scale === undefined) return undefined;
  const digits = BigInt(whole + part) * scale;
  const shift = Number(exponent) - part.length;
  return shift >= 0 ? digits * 10n ** BigInt(shift) : dividedUp(digits, 10n ** BigInt(-shift));
}

function dividedUp(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}

/** An amount as people write it, rounded up to the next thousandth, and from a mebibyte on to the next mebibyte. */
export function showQuantity(amount: bigint): string {
  const [one, mebi] = [scales[''] as bigint, scales.Mi as bigint];
  if (amount >= mebi) {
    const mebibytes = dividedUp(amount, mebi);
    return mebibytes % 1024n === 0n ? `${mebibytes / 1024n}Gi` : `${mebibytes}Mi`;
  }
  const thousandths = dividedUp(amount, scales.m as bigint);
  return amount % one === 0n ? String(amount / one) : `${thousandths}m`;
}
