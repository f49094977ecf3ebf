// Generated from schema.ts beside it by npm run docs; do not edit.

/** One port of the Pod on which TNG encrypts HTTP. */
export interface CaiSecurePort {
  /** Port of the Pod that TNG secures. A whole number from 1 to 65535. */
  readonly port: number;

  /**
   * Regular expressions searched in the path of a connection's first request; on a match the whole connection goes to
   * the application in plaintext. Write `^/metrics$`, never `/metrics`.
   *
   * @default - nothing passes in plaintext
   */
  readonly allowInsecureRequestRegexes?: string[];
}

/** Options of a confidential Pod, as the seed document's `caiOptions` has them. */
export interface CaiOptionsProps {
  /**
   * Name of the PersistentVolumeClaim that holds the encrypted model. A volume of the Pod uses it and some container
   * mounts it; that container sees the decrypted files. Write the name of a PersistentVolumeClaim: lower-case letters,
   * digits, "-" and ".", at most 253 characters.
   *
   * @default "pvc-oss"
   */
  readonly cipherTextVolume?: string;

  /**
   * Resource in Trustee that holds the key of the model. Write kbs:///<repository>/<type>/<tag>, such as
   * "kbs:///default/aliyun/model-decryption-key": letters, digits, "_", "-" and, not first, ".".
   */
  readonly modelDecryptionKeyId: string;

  /**
   * Base URL of the Trustee gateway, used for remote attestation and to fetch the key. A trailing "/" is dropped. Use
   * https in production. Write an http or https base URL such as "https://trustee.example.com:8081/api": a DNS name, an
   * IPv4 address or a bracketed IPv6 address without "::", optionally a port, and the path of the gateway, which is
   * /api unless a proxy before it has another; no user name, query or fragment.
   */
  readonly trusteeAddress: string;

  /**
   * Authorities of the certificate that Trustee shows with https, instead of those that the sidecar images know, which
   * may be none. Absent: those of the installation. The certificates as text, never a key. Write certificates in PEM
   * form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, one after the other, at most 16384 characters,
   * and nothing else but lines that begin with "#".
   *
   * @default - those of the webhook
   */
  readonly trusteeAuthorities?: string;

  /**
   * Version of the Attestation Agent (AA). AA, CDH and TNG must come from one version set. Write an image tag: up to
   * 1.3.1 (set A) or 1.4.0 or later (set B), such as "1.3.1" or "1.4.8-r1".
   *
   * @default - the webhook's (1.3.1)
   */
  readonly aaVersion?: string;

  /**
   * Version of the Confidential Data Hub (CDH). AA, CDH and TNG must come from one version set. Write an image tag: up
   * to 1.3.1 (set A) or 1.4.0 or later (set B), such as "1.3.1" or "1.4.8-r1".
   *
   * @default - the webhook's (1.3.1)
   */
  readonly cdhVersion?: string;

  /**
   * Version of the Trusted Network Gateway (TNG). AA, CDH and TNG must come from one version set. Write an image tag:
   * 2.0.0 to 2.2.4 (set A) or 2.2.6 or later (set B), such as "2.2.4" or "2.3.0-r1".
   *
   * @default - the webhook's (2.2.4)
   */
  readonly tngVersion?: string;

  /**
   * Version of the sidecar that decrypts the model volume. Write an image tag: letters, digits, "_" and, not first, "."
   * and "-", at most 128 characters.
   *
   * @default - the webhook's (1.0.7-2.6.1)
   */
  readonly cachefsVersion?: string;

  /**
   * Whether Intel TDX evidence is part of the remote attestation.
   *
   * @default true
   */
  readonly tdxRaEnable?: boolean;

  /**
   * Whether GPU evidence is part of the remote attestation. It travels inside TDX evidence.
   *
   * @default true
   */
  readonly gpuRaEnable?: boolean;

  /**
   * TCP ports of the Pod that TNG encrypts. Absent: every TCP port the containers declare. An empty list: none, and TNG
   * is not started.
   *
   * @default - every declared TCP port
   */
  readonly tngHttpSecurePorts?: CaiSecurePort[];

  /**
   * Accept both attestations off. The key is then released on evidence that anybody can make: for tests without the
   * hardware only.
   *
   * @default false
   */
  readonly unsafeAllowSampleEvidence?: boolean;
}
