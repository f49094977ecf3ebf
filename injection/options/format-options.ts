import { optionTable, type OptionKey } from './option-table';
import { trimAddress } from './options';
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
  /** @default - the versions of the installation */
  readonly versions?: Partial<CaiVersions>;
  /** @default true */
  readonly tdxRaEnable?: boolean;
  /** @default true */
  readonly gpuRaEnable?: boolean;
  /** @default - every TCP port that the containers declare */
  readonly tngHttpSecurePorts?: readonly SecurePortInput[];
}

function portEntry({ port, allowInsecureRequestRegexes = [] }: SecurePortInput): object {
  return allowInsecureRequestRegexes.length === 0
    ? { port }
    : { port, 'allow-insecure-request-regexes': allowInsecureRequestRegexes };
}

/** The options under the keys that users write. A value that was not given is undefined. */
function byKey(options: CaiOptionsInput): Readonly<Record<OptionKey, unknown>> {
  const { versions } = options;
  return {
    'cipher-text-volume': options.cipherTextVolume,
    'model-decryption-key-id': options.modelDecryptionKeyId,
    'trustee-address': trimAddress(options.trusteeAddress),
    'aa-version': versions?.aa,
    'cdh-version': versions?.cdh,
    'tng-version': versions?.tng,
    'cachefs-version': versions?.cachefs,
    'tdx-ra-enable': options.tdxRaEnable,
    'gpu-ra-enable': options.gpuRaEnable,
    'tng-http-secure-ports': options.tngHttpSecurePorts?.map(portEntry),
  };
}

/**
 * Writes options as the text of the annotation: JSON on one line, keys in the order of the table, only what was given. Checks
 * nothing: `parseOptions` does, and gives back the same options.
 */
export function formatOptions(options: CaiOptionsInput): string {
  const values = byKey(options);
  return JSON.stringify(Object.fromEntries(optionTable.map(({ key }) => [key, values[key]])));
}
