import { inputProblems, jsonPointer, type Problem } from '../../problems';
import { readAuthorities, validityWarnings, type Authorities } from '../authorities/authorities';
import { Findings } from '../findings';
import { checkEvidence, checkTrustee, isComplete, readVersionSet, type ReadValues } from './option-rules';
import { optionKeys, optionTable, type StringOption } from './option-table';
import { readBoolean, readString } from './option-values';
import { readDocument, type OptionsDocument } from './options-document';
import { readSecurePorts, type SecurePort } from './secure-ports';
import { unknownKeys } from '../json/unknown-keys';
import type { CaiVersions, VersionSetName } from '../version-sets';

/** The options of one Pod: checked, with every default filled in. */
export interface CaiOptions {
  /** Name of the PersistentVolumeClaim that holds the encrypted model. */
  readonly cipherTextVolume: string;
  /** Resource in Trustee that holds the key of the model: `kbs:///<repository>/<type>/<tag>`. */
  readonly modelDecryptionKeyId: string;
  /** Base URL of Trustee, without a trailing `/`. */
  readonly trusteeAddress: string;
  /**
   * Authorities of Trustee's certificate: PEM, one certificate after the other. @default - those that the images know; also
   * where Trustee is reached over plain http
   */
  readonly trusteeAuthorities?: string;
  /** Image tags of the sidecars. */
  readonly versions: CaiVersions;
  /** The set that AA, CDH and TNG come from. */
  readonly versionSet: VersionSetName;
  /** Whether TDX evidence is part of the attestation. @default true */
  readonly tdxRaEnable: boolean;
  /** Whether GPU evidence is part of the attestation. @default true */
  readonly gpuRaEnable: boolean;
  /** Ports that TNG encrypts; none when empty. @default - every TCP port that the containers declare */
  readonly tngHttpSecurePorts?: readonly SecurePort[];
}

/** What the installation decides about options. */
export interface ParseSettings {
  /** Versions used where the options name none. @default - AA 1.3.1, CDH 1.3.1, TNG 2.2.4, cachefs 1.0.7-2.6.1 */
  readonly defaults?: Partial<CaiVersions>;
  /** Authorities of Trustee where the options name none. @default - those that the images know */
  readonly authorities?: Authorities;
  /** Whether a Pod may attest without any hardware, for tests. @default false */
  readonly allowSampleEvidence?: boolean;
  /** Milliseconds since 1970, to warn of authorities that are not valid then. @default - nobody is warned */
  readonly now?: number;
}

/** Options, or why there are none. */
export interface ParsedOptions {
  /** Absent exactly when there are problems. */
  readonly options?: CaiOptions;
  /** Everything that is wrong. */
  readonly problems: readonly Problem[];
  /** What is allowed but dangerous; told also when there are problems. */
  readonly warnings: readonly Problem[];
}

/** Without the trailing slash, so that paths can be joined to it. */
export function trimAddress(address: string): string {
  return address.endsWith('/') ? address.slice(0, -1) : address;
}

function readStringOption(
  option: StringOption,
  document: OptionsDocument,
  settings: ParseSettings,
  findings: Problem[],
): string | undefined {
  const { key, rule, component } = option;
  const isWritten = Object.hasOwn(document, key);
  const fallback = component === undefined ? option.default : (settings.defaults?.[component] ?? option.default);
  const value = isWritten ? document[key] : fallback;
  if (value !== undefined) return readString(option, value, findings, isWritten ? 'written' : 'default');
  findings.push(inputProblems.missing.at(jsonPointer(key), { rule }));
  return undefined;
}

function readValues(document: OptionsDocument, settings: ParseSettings, findings: Problem[]): ReadValues {
  const values: ReadValues = { strings: {}, booleans: {} };
  for (const option of optionTable) {
    const { key } = option;
    if (option.type === 'string') {
      const read = readStringOption(option, document, settings, findings);
      if (read !== undefined) values.strings[option.key] = read;
    } else if (option.type === 'boolean') {
      const read = Object.hasOwn(document, key) ? readBoolean(option, document[key], findings) : option.default;
      if (read !== undefined) values.booleans[option.key] = read;
    } else if (option.type === 'authorities') {
      const read = Object.hasOwn(document, key)
        ? readAuthorities(document[key], jsonPointer(key), findings)
        : undefined;
      if (read !== undefined) values.authorities = read;
    } else if (Object.hasOwn(document, key)) {
      values.ports = readSecurePorts(document[key], jsonPointer(key), findings, option.rule);
    }
  }
  return values;
}

function readOptions(document: OptionsDocument, settings: ParseSettings, findings: Problem[]): CaiOptions | undefined {
  findings.push(...unknownKeys(document, optionKeys, ''));
  const values = readValues(document, settings, findings);
  checkTrustee(values, findings);
  const versionSet = readVersionSet(values, document, findings);
  checkEvidence(values, document, settings.allowSampleEvidence === true, findings);
  if (versionSet === undefined || !isComplete(values)) return undefined;
  const { strings, booleans, ports } = values;
  const { authorities = settings.authorities } = values;
  const isSecure = strings['trustee-address'].startsWith('https://');
  return {
    cipherTextVolume: strings['cipher-text-volume'],
    modelDecryptionKeyId: strings['model-decryption-key-id'],
    trusteeAddress: trimAddress(strings['trustee-address']),
    ...(isSecure && authorities !== undefined ? { trusteeAuthorities: authorities.pem } : {}),
    versions: {
      aa: strings['aa-version'],
      cdh: strings['cdh-version'],
      tng: strings['tng-version'],
      cachefs: strings['cachefs-version'],
    },
    versionSet,
    tdxRaEnable: booleans['tdx-ra-enable'],
    gpuRaEnable: booleans['gpu-ra-enable'],
    ...(ports === undefined ? {} : { tngHttpSecurePorts: ports }),
  };
}

/** What is to be warned of at one moment and not at another, whoever named it: the options or the installation. */
export function warningsOfNow({ trusteeAuthorities }: CaiOptions, now: number): Problem[] {
  const at = jsonPointer('trustee-authorities');
  const read = trusteeAuthorities === undefined ? undefined : readAuthorities(trusteeAuthorities, at, []);
  return read === undefined ? [] : validityWarnings(read, at, now);
}

/**
 * Checks the options of a Pod and fills in the defaults. Never throws; every problem is reported at once, always in the same
 * order: the document, unknown keys, each option in the order of the table, rules across options.
 *
 * @param input the text of the annotation, or the same as an already parsed value
 */
export function parseOptions(input: unknown, settings: ParseSettings = {}): ParsedOptions {
  const findings = new Findings();
  const document = readDocument(input, findings);
  const options = document === undefined ? undefined : readOptions(document, settings, findings);
  const found = findings.filter(({ severity }) => severity === 'error');
  const { now } = settings;
  const ofNow = options === undefined || now === undefined ? [] : warningsOfNow(options, now);
  const warnings = [...findings.filter(({ severity }) => severity === 'warning'), ...ofNow];
  return options === undefined || found.length > 0
    ? { problems: found, warnings }
    : { options, problems: [], warnings };
}
