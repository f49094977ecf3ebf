/*
 * As much of X.509 (RFC 5280) as tells what a certificate is good for. No signature is checked: whether it has signed the
 * certificate of a server shows when that server is asked.
 */

/** What a certificate says of itself. */
export interface Certificate {
  /** Common name of the subject, else its organization, else an empty text. */
  readonly name: string;
  /** Whether it may sign other certificates. */
  readonly isAuthority: boolean;
  /** When it begins and ends to be valid, in milliseconds since 1970. */
  readonly begins: number;
  readonly ends: number;
}

/** An element of DER: where its content begins and ends. */
interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

class Unreadable extends Error {}

const tags = { boolean: 0x01, bits: 0x03, octets: 0x04, oid: 0x06, utcTime: 0x17, time: 0x18, sequence: 0x30 } as const;
const explicit = { version: 0xa0, extensions: 0xa3 } as const;

// of 2.5.4.3, 2.5.4.10, 2.5.29.19 and 2.5.29.15, in hexadecimal
const names = { commonName: '550403', organization: '55040a', constraints: '551d13', keyUsage: '551d0f' } as const;

const keyCertSign = 0x04;

class Der {
  constructor(private readonly bytes: Uint8Array) {}

  /** The element at a place, which must not end after another. */
  at(offset: number, limit: number): Element {
    const [tag, first] = [this.bytes[offset], this.bytes[offset + 1]];
    if (tag === undefined || first === undefined || offset + 2 > limit) throw new Unreadable();
    // four bytes hold every length there can be here
    const count = first < 0x80 ? 0 : first & 0x7f;
    if (first === 0x80 || count > 4) throw new Unreadable();
    const start = offset + 2 + count;
    const digits = [...this.bytes.subarray(offset + 2, start)];
    const length = count === 0 ? first : digits.reduce((sum, byte) => sum * 256 + byte, 0);
    if (start + length > limit) throw new Unreadable();
    return { tag, start, end: start + length };
  }

  children({ start, end }: Element): Element[] {
    const found: Element[] = [];
    for (let offset = start; offset < end; offset = found.at(-1)?.end ?? end) found.push(this.at(offset, end));
    return found;
  }

  bytesOf({ start, end }: Element): Uint8Array {
    return this.bytes.subarray(start, end);
  }

  hex(element: Element): string {
    return [...this.bytesOf(element)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  text(element: Element): string {
    // a BMPString is the one form with two bytes a character
    return new TextDecoder(element.tag === 0x1e ? 'utf-16be' : 'utf-8').decode(this.bytesOf(element));
  }
}

function part(elements: readonly Element[], index: number, ...allowed: readonly number[]): Element {
  const found = elements[index];
  if (found === undefined || !allowed.includes(found.tag)) throw new Unreadable();
  return found;
}

const timeForm = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/u;

function timeOf(der: Der, element: Element): number {
  const [, year = '', ...rest] = timeForm.exec(der.text(element)) ?? [];
  if (year.length !== (element.tag === tags.utcTime ? 2 : 4)) throw new Unreadable();
  const [month = 0, ...others] = rest.map(Number);
  const short = Number(year) + (Number(year) < 50 ? 2000 : 1900);
  return Date.UTC(year.length === 2 ? short : Number(year), month - 1, ...others);
}

/** A name is a list of sets of pairs. */
function nameOf(der: Der, subject: Element): string {
  const pairs = der.children(subject).flatMap((set) => der.children(set).map((pair) => der.children(pair)));
  for (const wanted of [names.commonName, names.organization]) {
    const pair = pairs.find(([oid]) => oid?.tag === tags.oid && der.hex(oid) === wanted);
    if (pair?.[1] !== undefined) return der.text(pair[1]);
  }
  return '';
}

/** The content of an extension; nothing where there is none. */
function extension(der: Der, extensions: readonly (readonly Element[])[], wanted: string): Element | undefined {
  const found = extensions.find(([oid]) => oid?.tag === tags.oid && der.hex(oid) === wanted);
  const octets = found?.at(-1);
  if (octets === undefined) return undefined;
  if (octets.tag !== tags.octets) throw new Unreadable();
  return der.at(octets.start, octets.end);
}

function signsOthers(der: Der, extensions: readonly (readonly Element[])[]): boolean {
  const constraints = extension(der, extensions, names.constraints);
  if (constraints === undefined) return false;
  const [isAuthority] = der.children(constraints);
  if (isAuthority?.tag !== tags.boolean || der.hex(isAuthority) === '00') return false;
  const usage = extension(der, extensions, names.keyUsage);
  if (usage === undefined) return true;
  if (usage.tag !== tags.bits) throw new Unreadable();
  return ((der.bytesOf(usage)[1] ?? 0) & keyCertSign) !== 0;
}

function read(bytes: Uint8Array): Certificate {
  const der = new Der(bytes);
  const whole = der.at(0, bytes.length);
  if (whole.tag !== tags.sequence || whole.end !== bytes.length) throw new Unreadable();
  const signed = part(der.children(whole), 0, tags.sequence);
  const fields = der.children(signed);
  if (fields[0]?.tag === explicit.version) fields.shift();
  // serial number, algorithm, issuer, validity, subject, key
  const [begin, end] = der.children(part(fields, 3, tags.sequence));
  const subject = part(fields, 4, tags.sequence);
  part(fields, 5, tags.sequence);
  const list = fields.find(({ tag }) => tag === explicit.extensions);
  const extensions =
    list === undefined ? [] : der.children(der.at(list.start, list.end)).map((one) => der.children(one));
  const times = [begin, end].map((one) =>
    timeOf(der, part(one === undefined ? [] : [one], 0, tags.utcTime, tags.time)),
  );
  return {
    name: nameOf(der, subject),
    isAuthority: signsOthers(der, extensions),
    begins: times[0] ?? NaN,
    ends: times[1] ?? NaN,
  };
}

/** Reads a certificate in DER; nothing where the bytes are none. Never throws. */
export function readCertificate(bytes: Uint8Array): Certificate | undefined {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
