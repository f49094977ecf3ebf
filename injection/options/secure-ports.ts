import { inputProblems, jsonPointer, typeProblem, type Pointer, type Problem } from '../../problems';
import { isObject } from '../json/json-object';
import { unknownKeys } from '../json/unknown-keys';
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
const portRule = 'a whole number from 1 to 65535, without quotes';
const regexesRule = 'a list of regular expressions such as ["^/metrics$"]';

function readPort(value: unknown, pointer: Pointer, findings: Problem[]): number | undefined {
  const details = { value, rule: portRule };
  if (typeof value !== 'number' || !Number.isInteger(value)) findings.push(typeProblem(pointer, details));
  else if (value < 1 || value > 65535) findings.push(inputProblems.range.at(pointer, details));
  else return value;
  return undefined;
}

function readRegexes(value: unknown, pointer: Pointer, findings: Problem[]): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    findings.push(inputProblems.wrongType.at(pointer, { value, rule: regexesRule }));
    return [];
  }
  return value.flatMap((regex: unknown, index) => {
    const at: Pointer = `${pointer}${jsonPointer(index)}`;
    if (typeof regex !== 'string') {
      const rule = 'a regular expression such as "^/metrics$"';
      findings.push(inputProblems.wrongType.at(at, { value: regex, rule }));
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
    const rule = 'a map such as {"port": 8080}';
    findings.push(inputProblems.wrongType.at(pointer, { value, rule }));
    return undefined;
  }
  findings.push(...unknownKeys(value, securePortKeys, pointer));
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
    findings.push(inputProblems.wrongType.at(pointer, { value, rule }));
    return [];
  }
  if (value.length === 0) findings.push(problems.noSecurePorts.at(pointer, {}));
  if (value.length > maxSecurePorts) {
    const limit = `a list of at most ${maxSecurePorts} ports`;
    findings.push(inputProblems.range.at(pointer, { value, rule: limit }));
  }
  const firstEntries = new Map<number, number>();
  return value.slice(0, maxSecurePorts).flatMap((element: unknown, index) => {
    const read = readSecurePort(element, `${pointer}${jsonPointer(index)}`, findings);
    if (read === undefined) return [];
    const at: Pointer = `${pointer}${jsonPointer(index, portKey)}`;
    const first = firstEntries.get(read.port);
    if (first === undefined) firstEntries.set(read.port, index);
    else findings.push(problems.duplicatePort.at(at, { port: read.port, first }));
    return [read];
  });
}
