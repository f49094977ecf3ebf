import { didYouMean, jsonPointer, type Pointer, type Problem } from '../../problems';
import { isObject } from '../json/json-object';
import * as problems from './option-problems';
import { readRequestRegex } from './request-regex';

/** One TCP port that TNG encrypts. */
export interface SecurePort {
  /** Port number, 1 to 65535. */
  readonly port: number;
  /**
   * Regular expressions searched in the path of the first request of a connection; on a match the connection goes to the
   * application in plaintext. Empty: nothing passes TNG.
   */
  readonly allowInsecureRequestRegexes: readonly string[];
}

/** Keys of an element of `tng-http-secure-ports`; an element has no others. */
export const securePortKeys = ['port', 'allow-insecure-request-regexes'] as const;

/** Ports that one Pod can secure. Each costs a listener and firewall rules. */
export const maxSecurePorts = 64;

const [portKey, regexesKey] = securePortKeys;
const portRule = 'an integer from 1 to 65535';
const regexesRule = 'a list of regular expressions such as ["^/metrics$"]';

// A suggestion compares a key with every option. Whoever has more wrong keys than this did not misspell them.
const maxSuggestions = 16;

function unknownDetails(key: string, known: readonly string[]): { suggestion: string } | { known: readonly string[] } {
  const suggestion = didYouMean(key, known);
  return suggestion === undefined ? { known } : { suggestion };
}

/**
 * Adds a problem for every key that is not among the known ones, in an order that does not depend on the text. The first 16
 * say what was probably meant.
 */
export function findUnknownKeys(object: object, known: readonly string[], pointer: Pointer, findings: Problem[]): void {
  const unknown = Object.keys(object).filter((key) => !known.includes(key));
  for (const [index, key] of unknown.sort().entries()) {
    const details = index < maxSuggestions ? unknownDetails(key, known) : {};
    findings.push(problems.unknownOption.at(`${pointer}${jsonPointer(key)}`, details));
  }
}

function readPort(value: unknown, pointer: Pointer, findings: Problem[]): number | undefined {
  if (value === undefined) {
    findings.push(problems.missingOption.at(pointer, { example: '"port": 8080', rule: portRule }));
  } else if (typeof value !== 'number') {
    findings.push(problems.wrongType.at(pointer, { value, expected: 'a number', rule: `${portRule}, without quotes` }));
  } else if (!Number.isInteger(value) || value < 1 || value > 65535) {
    findings.push(problems.invalidValue.at(pointer, { value, rule: portRule }));
  } else {
    return value;
  }
  return undefined;
}

function readRegexes(value: unknown, pointer: Pointer, findings: Problem[]): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    findings.push(problems.wrongType.at(pointer, { value, expected: 'a list', rule: regexesRule }));
    return [];
  }
  return value.flatMap((regex: unknown, index) => {
    const at: Pointer = `${pointer}${jsonPointer(index)}`;
    if (typeof regex !== 'string') {
      const rule = 'a regular expression such as "^/metrics$"';
      findings.push(problems.wrongType.at(at, { value: regex, expected: 'a string', rule }));
      return [];
    }
    const { fault, anchored } = readRequestRegex(regex);
    if (fault !== undefined) findings.push(problems.invalidRegex.at(at, { value: regex, fault }));
    else findings.push(problems.insecureRequests.at(at, { value: regex, isAnchored: anchored }));
    return [regex];
  });
}

function readSecurePort(value: unknown, pointer: Pointer, findings: Problem[]): SecurePort | undefined {
  if (!isObject(value)) {
    const rule = 'an object such as {"port": 8080}';
    findings.push(problems.wrongType.at(pointer, { value, expected: 'an object', rule }));
    return undefined;
  }
  findUnknownKeys(value, securePortKeys, pointer, findings);
  const port = readPort(value[portKey], `${pointer}${jsonPointer(portKey)}`, findings);
  const regexes = readRegexes(value[regexesKey], `${pointer}${jsonPointer(regexesKey)}`, findings);
  return port === undefined ? undefined : { port, allowInsecureRequestRegexes: regexes };
}

/**
 * Reads the value of `tng-http-secure-ports`: a list of at most 64 objects `{port, allow-insecure-request-regexes?}`, no port
 * twice. What is wrong or worth a warning is added to the findings; of an element that is wrong nothing is returned.
 */
export function readSecurePorts(value: unknown, pointer: Pointer, findings: Problem[], rule: string): SecurePort[] {
  if (!Array.isArray(value)) {
    findings.push(problems.wrongType.at(pointer, { value, expected: 'a list', rule }));
    return [];
  }
  if (value.length === 0) findings.push(problems.noSecurePorts.at(pointer, {}));
  if (value.length > maxSecurePorts) {
    findings.push(problems.tooManyPorts.at(pointer, { count: value.length, most: maxSecurePorts }));
  }
  const firstPointers = new Map<number, string>();
  return value.slice(0, maxSecurePorts).flatMap((element: unknown, index) => {
    const read = readSecurePort(element, `${pointer}${jsonPointer(index)}`, findings);
    if (read === undefined) return [];
    const at: Pointer = `${pointer}${jsonPointer(index, portKey)}`;
    const first = firstPointers.get(read.port);
    if (first === undefined) firstPointers.set(read.port, at);
    else findings.push(problems.duplicatePort.at(at, { port: read.port, first }));
    return [read];
  });
}
