import { authoritiesRule } from '../authorities/authorities';
import type { Component } from '../names';
import { defaultVersions, supportedPattern, versionSets, type VersionedComponent } from '../version-sets';

/** An option whose value is a string. */
export type StringKey =
  | 'cipher-text-volume'
  | 'model-decryption-key-id'
  | 'trustee-address'
  | 'aa-version'
  | 'cdh-version'
  | 'tng-version'
  | 'cachefs-version';

/** An option whose value is true or false. */
export type BooleanKey = 'tdx-ra-enable' | 'gpu-ra-enable';

/** A key of the options. */
export type OptionKey = StringKey | BooleanKey | 'trustee-authorities' | 'tng-http-secure-ports';

interface Described {
  readonly required: boolean;
  /** What is allowed, as a phrase that completes "it must be". */
  readonly rule: string;
  /** What the option is for, in whole sentences. */
  readonly documentation: string;
}

/** An option whose value is a string. Its whole check: a string, no placeholder, not longer than allowed, matching. */
export interface StringOption extends Described {
  readonly type: 'string';
  readonly key: StringKey;
  /** Anchored regular expression, valid in JavaScript (flag `u`) and in Go (RE2). Matches ASCII only. */
  readonly pattern: string;
  /** Most characters, where the pattern cannot count them. @default - the pattern bounds the length */
  readonly maxLength?: number;
  /** A value that is right. */
  readonly example: string;
  /** @default - the option is required */
  readonly default?: string;
  /** The component whose version this is. @default - the option is not a version */
  readonly component?: Component;
}

/** An option that is on or off. */
export interface BooleanOption extends Described {
  readonly type: 'boolean';
  readonly key: BooleanKey;
  readonly default: boolean;
}

/** The option with certificates; what they may be is described in `authorities`. */
export interface AuthoritiesOption extends Described {
  readonly type: 'authorities';
  readonly key: 'trustee-authorities';
}

/** The option that lists ports; its elements are described in `secure-ports`. */
export interface PortsOption extends Described {
  readonly type: 'ports';
  readonly key: 'tng-http-secure-ports';
}

/** One option as the table describes it. */
export type OptionDescription = StringOption | BooleanOption | AuthoritiesOption | PortsOption;

/**
 * Finds what the documents of ACK-CAI print where the reader has to fill in a value: `<trustee-ip>`, `xxxxx`. A search, so it
 * is not anchored. Valid in JavaScript (flag `u`) and in Go (RE2).
 */
export const placeholderPattern = '<[^<>]*>|(^|[^0-9A-Za-z])[xX]{3,}([^0-9A-Za-z]|$)';

const dnsLabel = '[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
// The last label begins with a letter: a host that ends in a number is an IPv4 address to every URL parser.
const dnsName = `(${dnsLabel}\\.)*[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?`;
const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const ipv4 = `(${octet}\\.){3}${octet}`;
// Spelt out in full: CDH splits what it is given at "::".
const ipv6 = '\\[([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}\\]';
const portNumber = '([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])';
const pathSegment = '([A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+';
// Without a path everything that asks Trustee would miss its gateway, and only when the Pod starts.
const baseUrl = `^https?://(${dnsName}|${ipv4}|${ipv6})(:${portNumber})?(/${pathSegment})+/?$`;

const kubernetesLabel = '[a-z0-9]([a-z0-9-]*[a-z0-9])?';
const resourceSegment = '[A-Za-z0-9_-][A-Za-z0-9_.-]{0,254}';
/** A tag of an image, as a part of patterns. */
export const imageTag = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';

function versionOption(component: VersionedComponent, program: string): StringOption {
  const ranges = versionSets.map(({ name, ranges }) => `${ranges[component].words} (set ${name})`);
  const examples = versionSets.map(({ ranges }) => JSON.stringify(ranges[component].example));
  return {
    key: `${component}-version`,
    type: 'string',
    required: false,
    component,
    pattern: supportedPattern(component),
    rule: `an image tag: ${ranges.join(' or ')}, such as ${examples.join(' or ')}`,
    documentation: `Version of the ${program}. AA, CDH and TNG must come from one version set.`,
    example: defaultVersions[component],
    default: defaultVersions[component],
  };
}

/** Every option, in the order in which options are written, checked and documented. */
export const optionTable: readonly OptionDescription[] = [
  {
    key: 'cipher-text-volume',
    type: 'string',
    required: true,
    pattern: `^${kubernetesLabel}(\\.${kubernetesLabel})*$`,
    maxLength: 253,
    rule: 'the name of a PersistentVolumeClaim: lower-case letters, digits, "-" and ".", at most 253 characters',
    documentation:
      'Name of the PersistentVolumeClaim that holds the encrypted model. A volume of the Pod uses it and some container mounts it; that container sees the decrypted files.',
    example: 'pvc-oss',
  },
  {
    key: 'model-decryption-key-id',
    type: 'string',
    required: true,
    pattern: `^kbs:///${resourceSegment}/${resourceSegment}/${resourceSegment}$`,
    rule: 'kbs:///<repository>/<type>/<tag>, such as "kbs:///default/aliyun/model-decryption-key": letters, digits, "_", "-" and, not first, "."',
    documentation: 'Resource in Trustee that holds the key of the model.',
    example: 'kbs:///default/aliyun/model-decryption-key',
  },
  {
    key: 'trustee-address',
    type: 'string',
    required: true,
    pattern: baseUrl,
    maxLength: 2048,
    rule: 'an http or https base URL such as "https://trustee.example.com:8081/api": a DNS name, an IPv4 address or a bracketed IPv6 address without "::", optionally a port, and the path of the gateway, which is /api unless a proxy before it has another; no user name, query or fragment',
    documentation:
      'Base URL of the Trustee gateway, used for remote attestation and to fetch the key. A trailing "/" is dropped. Use https in production.',
    example: 'https://trustee.example.com:8081/api',
  },
  {
    key: 'trustee-authorities',
    type: 'authorities',
    required: false,
    rule: authoritiesRule,
    documentation:
      'Authorities of the certificate that Trustee shows with https, instead of those that the sidecar images know, which may be none. Absent: those of the installation. The certificates as text, never a key.',
  },
  versionOption('aa', 'Attestation Agent (AA)'),
  versionOption('cdh', 'Confidential Data Hub (CDH)'),
  versionOption('tng', 'Trusted Network Gateway (TNG)'),
  {
    key: 'cachefs-version',
    type: 'string',
    required: false,
    component: 'cachefs',
    pattern: `^${imageTag}$`,
    rule: 'an image tag: letters, digits, "_" and, not first, "." and "-", at most 128 characters',
    documentation: 'Version of the sidecar that decrypts the model volume.',
    example: defaultVersions.cachefs,
    default: defaultVersions.cachefs,
  },
  {
    key: 'tdx-ra-enable',
    type: 'boolean',
    required: false,
    rule: 'true or false, without quotes',
    documentation: 'Whether Intel TDX evidence is part of the remote attestation.',
    default: true,
  },
  {
    key: 'gpu-ra-enable',
    type: 'boolean',
    required: false,
    rule: 'true or false, without quotes',
    documentation: 'Whether GPU evidence is part of the remote attestation. It travels inside TDX evidence.',
    default: true,
  },
  {
    key: 'tng-http-secure-ports',
    type: 'ports',
    required: false,
    rule: 'a list such as [{"port": 8080}]',
    documentation:
      'TCP ports of the Pod that TNG encrypts. Absent: every TCP port the containers declare. An empty list: none, and TNG is not started.',
  },
];

/** The keys in the order of the table. */
export const optionKeys: readonly OptionKey[] = optionTable.map(({ key }) => key);
