import { optionTable, type OptionDescription } from './option-table';
import { trimAddress } from './options';
import { isObject } from '../json/json-object';
import type { CaiVersions } from '../version-sets';

/** A port to encrypt, as it is handed in. */
export interface SecurePortInput {
  /** Port number, 1 to 65535. */
  readonly port: number;
  /** Regular expressions of paths that pass TNG in plaintext. @default - nothing passes */
  readonly allowInsecureRequestRegexes?: readonly string[];
}

/** Options as they are handed in: what is left out gets its default where the options are read. `CaiOptions` are one case. */
export interface CaiOptionsInput {
  readonly cipherTextVolume: string;
  readonly modelDecryptionKeyId: string;
  readonly trusteeAddress: string;
  /** PEM. @default - the authorities of the installation */
  readonly trusteeAuthorities?: string;
  /** @default - the versions of the installation */
  readonly versions?: Partial<CaiVersions>;
  /** @default true */
  readonly tdxRaEnable?: boolean;
  /** @default true */
  readonly gpuRaEnable?: boolean;
  /** @default - every TCP port that the containers declare */
  readonly tngHttpSecurePorts?: readonly SecurePortInput[];
}

// what TypeScript would refuse is handed on as it is, for `parseOptions` to refuse it
function portEntry(given: SecurePortInput): unknown {
  if (!isObject(given)) return given;
  const { port, allowInsecureRequestRegexes: regexes = [] } = given;
  return Array.isArray(regexes) && regexes.length === 0
    ? { port }
    : { port, 'allow-insecure-request-regexes': regexes };
}

/** A key of the options as a name in code: `tng-http-secure-ports` is `tngHttpSecurePorts`. */
export function camelCase(key: string): string {
  return key.replace(/-(.)/gu, (_dash, letter: string) => letter.toUpperCase());
}

/** What was given for an option; undefined when nothing was. */
function givenFor(option: OptionDescription, options: CaiOptionsInput): unknown {
  if (option.type === 'ports') {
    const ports: unknown = options.tngHttpSecurePorts;
    return Array.isArray(ports) ? ports.map(portEntry) : ports;
  }
  if (option.type === 'string' && option.component !== undefined) return options.versions?.[option.component];
  const value = (options as unknown as Readonly<Record<string, unknown>>)[camelCase(option.key)];
  return option.key === 'trustee-address' && typeof value === 'string' ? trimAddress(value) : value;
}

/**
 * Writes options as the text of the annotation: JSON on one line, keys in the order of the table, only what was given. Checks
 * nothing: `parseOptions` does, and gives back the same options.
 */
export function formatOptions(options: CaiOptionsInput): string {
  const given = Object.fromEntries(optionTable.map((option) => [option.key, givenFor(option, options)]));
  // JSON has no bigint; as a text it is refused for its type
  return JSON.stringify(given, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
