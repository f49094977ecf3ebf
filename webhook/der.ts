/** A DER value (X.690), the encoding of certificates: only what a certificate of ours has. */
export type Der = Buffer;

function tagged(tag: number, content: Buffer): Der {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content]);
}

export function sequence(...parts: readonly Der[]): Der {
  return tagged(0x30, Buffer.concat(parts));
}

export function set(...parts: readonly Der[]): Der {
  return tagged(0x31, Buffer.concat(parts));
}

export const yes: Der = tagged(0x01, Buffer.from([0xff]));

/** A positive integer of big-endian bytes. */
export function integer(bytes: Buffer): Der {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Buffer.from([0]) : bytes.subarray(start);
  // the highest bit is the sign
  return tagged(0x02, ((digits[0] ?? 0) & 0x80) === 0 ? digits : Buffer.concat([Buffer.from([0]), digits]));
}

export function octets(content: Buffer): Der {
  return tagged(0x04, content);
}

/** Bits that fill their bytes but for the last `unused`. */
export function bits(content: Buffer, unused = 0): Der {
  return tagged(0x03, Buffer.concat([Buffer.from([unused]), content]));
}

export function utf8(text: string): Der {
  return tagged(0x0c, Buffer.from(text));
}

/** An object identifier in dotted form. */
export function identifier(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) | 0x80);
    return digits;
  });
  return tagged(0x06, Buffer.from(bytes));
}

/** A moment, to the second: certificates write years before 2050 with two digits. */
export function time(milliseconds: number): Der {
  const digits = `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:T]/gu, '')}Z`;
  return Number(digits.slice(0, 4)) < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2)))
    : tagged(0x18, Buffer.from(digits));
}

/** A value under a context tag that holds other values: `[number] EXPLICIT`. */
export function explicit(number: number, content: Der): Der {
  return tagged(0xa0 | number, content);
}

/** Bytes under a context tag: `[number] IMPLICIT`. */
export function implicit(number: number, content: Buffer): Der {
  return tagged(0x80 | number, content);
}
