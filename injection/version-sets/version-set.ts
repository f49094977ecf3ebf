/** A component whose version decides the set. Cachefs talks to none of the others and works with every set. */
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

/** Versions of everything that must fit together. */
export interface DeployedVersions extends CaiVersions {
  readonly trustee: string;
}

/** Versions of one component. */
export interface VersionRange {
  /**
   * Anchored regular expression of exactly the tags in the range. Valid in JavaScript (flag `u`) and in Go (RE2), so that a Helm
   * template can use the same one.
   */
  readonly pattern: string;
  /** The range in words, which follow the component's name: `AA up to 1.3.1`. */
  readonly words: string;
  /** A tag in the range. */
  readonly example: string;
}

/** How TNG is told what is on the wire: fields of an entry of `add_ingress` or `add_egress`. */
export type TngProtocol = Readonly<Record<string, object>>;

/** Versions that work together, and everything that is done otherwise with them than with those of another set. */
export interface VersionSet {
  readonly name: string;
  /** What belongs to the set, in words, ready for a message. */
  readonly description: string;
  readonly ranges: Readonly<Record<VersionedComponent | 'trustee', VersionRange>>;
  /** One combination that the vendor lists as tested. */
  readonly tested: DeployedVersions;
  /** Version of the protocol in which CDH asks Trustee for the key. Trustee takes its own alone. */
  readonly kbsProtocol: string;
  /** What an entry of `add_egress` says in the Pods. */
  readonly tngServer: TngProtocol;
  /** What an entry of `add_ingress` says at the clients. */
  readonly tngClient: TngProtocol;
  /**
   * Pattern of the tags of TNG whose mappings take names as host; the others take IPv4 addresses alone.
   *
   * @default - all of the set
   */
  readonly namesInMappings?: string;
}

/** A number of a version. An image tag has at most 128 characters: three of them, two dots and the suffix fit. */
export const anyNumber = '(0|[1-9][0-9]{0,8})';

export const atLeast = (digit: number): string => `([${digit}-9]|[1-9][0-9]{1,8})`;

/** The pattern of tags that begin with one of some versions, each the text of a regular expression. */
export const tagsOf = (...versions: readonly string[]): string =>
  `^(${versions.join('|')})([-._][0-9A-Za-z._-]{0,97})?$`;
