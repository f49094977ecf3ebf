/**
 * Versions that work together. A set is a hard boundary: across it the key protocol and the tunnel protocol differ, and the
 * parts fail on the wire, not at start.
 */

/** Name of a version set. */
export type VersionSetName = 'A' | 'B';

/** A component whose version decides the set. Cachefs talks to none of the others and works with both. */
export type VersionedComponent = 'aa' | 'cdh' | 'tng';

/** The components whose versions decide the set, in the order of the sidecars. */
export const versionedComponents: readonly VersionedComponent[] = ['aa', 'cdh', 'tng'];

/** Versions of the four components: image tags. */
export interface CaiVersions {
  /** Attestation Agent. @default '1.3.1' */
  readonly aa: string;
  /** Confidential Data Hub. @default '1.3.1' */
  readonly cdh: string;
  /** Trusted Network Gateway. @default '2.2.4' */
  readonly tng: string;
  /** The sidecar that decrypts the model volume. @default '1.0.7-2.6.1' */
  readonly cachefs: string;
}

/** Versions used where the user names none; all from set A. */
export const defaultVersions: CaiVersions = { aa: '1.3.1', cdh: '1.3.1', tng: '2.2.4', cachefs: '1.0.7-2.6.1' };

/** One version set. */
export interface VersionSet {
  readonly name: VersionSetName;
  /** What belongs to the set, in words, ready for a message. */
  readonly description: string;
  /**
   * Per component an anchored regular expression that matches exactly the tags of the set. Valid in JavaScript (flag `u`) and
   * in Go (RE2), so that a Helm template can use the same one.
   */
  readonly patterns: Readonly<Record<VersionedComponent, string>>;
}

// An image tag has at most 128 characters: three numbers of at most nine digits, two dots and a suffix of at most 98 fit.
const anyNumber = '(0|[1-9][0-9]{0,8})';
const atLeast = (digit: number): string => `([${digit}-9]|[1-9][0-9]{1,8})`;
const suffix = '([-._][0-9A-Za-z._-]{0,97})?';
const oneOf = (...versions: readonly string[]): string => `^(${versions.join('|')})${suffix}$`;

const upTo131 = oneOf(`0\\.${anyNumber}\\.${anyNumber}`, `1\\.[0-2]\\.${anyNumber}`, '1\\.3\\.[01]');
const from140 = oneOf(`1\\.${atLeast(4)}\\.${anyNumber}`, `${atLeast(2)}\\.${anyNumber}\\.${anyNumber}`);
const from200To224 = oneOf(`2\\.[01]\\.${anyNumber}`, '2\\.2\\.[0-4]');
const from226 = oneOf(
  `2\\.2\\.${atLeast(6)}`,
  `2\\.${atLeast(3)}\\.${anyNumber}`,
  `${atLeast(3)}\\.${anyNumber}\\.${anyNumber}`,
);

/** The version sets, oldest first. A tag that is in neither is refused. */
export const versionSets: readonly VersionSet[] = [
  {
    name: 'A',
    description: 'AA and CDH up to 1.3.1, TNG 2.0.0 to 2.2.4, Trustee up to 1.5.2',
    patterns: { aa: upTo131, cdh: upTo131, tng: from200To224 },
  },
  {
    name: 'B',
    description: 'AA and CDH 1.4.0 or later, TNG 2.2.6 or later, Trustee 1.6.0 or later',
    patterns: { aa: from140, cdh: from140, tng: from226 },
  },
];

/** Both sets in words: `set A (…) or set B (…)`. */
export const versionSetChoices: string = versionSets
  .map(({ name, description }) => `set ${name} (${description})`)
  .join(' or ');

/** An anchored regular expression that matches the tags of a component in any of the sets. */
export function supportedPattern(component: VersionedComponent): string {
  return `^(${versionSets.map(({ patterns }) => patterns[component].slice(1, -1)).join('|')})$`;
}

const matchers = versionSets.map(({ name, patterns }) => ({
  name,
  aa: new RegExp(patterns.aa, 'u'),
  cdh: new RegExp(patterns.cdh, 'u'),
  tng: new RegExp(patterns.tng, 'u'),
}));

/** The set that a tag of a component belongs to; undefined when it belongs to none. */
export function versionSetOf(component: VersionedComponent, tag: string): VersionSetName | undefined {
  return matchers.find((matcher) => matcher[component].test(tag))?.name;
}
