import { inputProblems, type Pointer, type Problem, type Spoken } from '../../problems';
import * as problems from './problems';
import { readCertificate, type Certificate } from './certificate';

/*
 * Certificates of the authorities that may speak for Trustee, as PEM text (RFC 7468). What is handed on is made anew from the
 * certificates alone: no comment, and nothing else that somebody pasted along, gets into a Pod.
 *
 * A value is never shown: who pastes a certificate may have pasted its key.
 */

/** Longest text, in UTF-16 code units. A certificate takes one to two thousand; each sidecar gets the text. */
export const maxAuthoritiesLength = 16_384;

const block = '-----BEGIN CERTIFICATE-----[A-Za-z0-9+/= \\t\\r\\n]+-----END CERTIFICATE-----';
const between = '([ \\t\\r\\n]|#[^\\n]*\\n)*';

/** Anchored regular expression of the form, valid in JavaScript (flag `u`) and in Go (RE2). What is in the blocks it cannot see. */
export const authoritiesPattern = `^${between}(${block}${between})+(#[^\\n]*)?$`;

/** Finds a private key in whatever text. A search, so it is not anchored. */
export const privateKeyPattern = '-----BEGIN [A-Z0-9 ]*PRIVATE KEY';

/** What is allowed, as a phrase that completes "it must be". */
export const authoritiesRule = `certificates in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, one after the other, at most ${maxAuthoritiesLength} characters, and nothing else but lines that begin with "#"`;

/** Authorities that were found right. */
export interface Authorities {
  /** One PEM block after the other. */
  readonly pem: string;
  readonly certificates: readonly Certificate[];
}

const form = new RegExp(authoritiesPattern, 'u');
const privateKey = new RegExp(privateKeyPattern, 'u');
const blocks = new RegExp(block, 'gu');

/** A block made anew, and what it says; nothing where it holds no certificate. */
function readBlock(block: string): { readonly pem: string; readonly certificate: Certificate } | undefined {
  const base64 = block.replace(/-----(BEGIN|END) CERTIFICATE-----|[ \t\r\n]/gu, '');
  const bytes = bytesOf(base64);
  const certificate = bytes && readCertificate(bytes);
  if (certificate === undefined) return undefined;
  const lines = base64.match(/.{1,64}/gu) ?? [];
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  return { pem, certificate };
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    // the message would show what is in the text
    return undefined;
  }
}

/** The authorities in a value, or what is wrong with it. */
function authoritiesIn(value: unknown, pointer: Pointer, spoken?: Spoken): Authorities | Problem {
  const details = { value, rule: authoritiesRule, isSecret: true };
  if (typeof value !== 'string') return inputProblems.wrongType.at(pointer, details, spoken);
  if (privateKey.test(value)) return problems.privateKeyGiven.at(pointer, {}, spoken);
  // first: it bounds the work of the pattern
  if (value.length > maxAuthoritiesLength) return inputProblems.range.at(pointer, details, spoken);
  if (!form.test(value)) return inputProblems.pattern.at(pointer, details, spoken);
  const read = (value.match(blocks) ?? []).map(readBlock);
  const whole = read.filter((one) => one !== undefined);
  if (whole.length < read.length) {
    const fix = `block ${read.indexOf(undefined) + 1} of ${read.length} is no whole certificate: copy it again`;
    return inputProblems.pattern.at(pointer, { value, isSecret: true, fix }, spoken);
  }
  for (const [index, { certificate }] of whole.entries()) {
    const { name, isAuthority } = certificate;
    if (!isAuthority) return problems.notAnAuthority.at(pointer, { index: index + 1, name }, spoken);
  }
  return { pem: whole.map(({ pem }) => pem).join(''), certificates: whole.map(({ certificate }) => certificate) };
}

/**
 * Reads authorities; what is wrong with them is added to the findings.
 *
 * @param pointer where they stand
 */
export function readAuthorities(
  value: unknown,
  pointer: Pointer,
  findings: Problem[],
  spoken?: Spoken,
): Authorities | undefined {
  const read = authoritiesIn(value, pointer, spoken);
  if ('pem' in read) return read;
  findings.push(read);
  return undefined;
}

/** Warns of the first authority that is not valid at a moment, in milliseconds since 1970. */
export function validityWarnings(
  { certificates }: Authorities,
  pointer: Pointer,
  now: number,
  spoken?: Spoken,
): Problem[] {
  const found = certificates.find(({ begins, ends }) => now < begins || now > ends);
  return found === undefined ? [] : [problems.authorityNotValid.at(pointer, { ...found, now }, spoken)];
}
