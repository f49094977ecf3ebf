import { formatOptions, type CaiOptionsInput, type CaiVersions, type VersionSetName } from '../../injection';
import type { Description } from './description';

/** Versions of everything that must fit together. */
export interface DeployedVersions extends CaiVersions {
  readonly trustee: string;
}

/** One combination of each set that the vendor lists as tested. */
export const testedVersions: Readonly<Record<VersionSetName, DeployedVersions>> = {
  A: { aa: '1.3.1', cdh: '1.3.1', tng: '2.2.4', cachefs: '1.0.7-2.6.1', trustee: '1.5.2' },
  B: { aa: '1.4.4', cdh: '1.4.4', tng: '2.2.6', cachefs: '1.0.7-2.6.1', trustee: '1.6.2' },
};

/** The versions that run: those that the description names, and the tested ones of its set. */
export function versionsOf({ versions }: Description): DeployedVersions {
  const tested = testedVersions[versions.set];
  const { aa = tested.aa, cdh = tested.cdh, tng = tested.tng } = versions;
  const { cachefs = tested.cachefs, trustee = tested.trustee } = versions;
  return { aa, cdh, tng, cachefs, trustee };
}

/** A plain base URL of a client: what comes in at `port` goes to the service. */
export interface ClientMapping {
  readonly port: number;
  readonly host: string;
  readonly upstreamPort: number;
}

/** The base URLs of the client. */
export function mappingsOf({ client }: Description): ClientMapping[] {
  return client.mappings.map(({ port, host, upstreamPort = 8080 }) => ({ port, host, upstreamPort }));
}

/** The options of the Pods. */
export function optionsOf(described: Description): CaiOptionsInput {
  const { aa, cdh, tng, cachefs } = versionsOf(described);
  return {
    cipherTextVolume: described.bucket.claim,
    modelDecryptionKeyId: described.model.keyId,
    trusteeAddress: described.trustee.address,
    versions: { aa, cdh, tng, cachefs },
    tdxRaEnable: described.attestation.tdx,
    gpuRaEnable: described.attestation.gpu,
  };
}

/** The options of the Pods as a map, under the keys that users write. */
export function optionsMap(described: Description): Record<string, unknown> {
  return JSON.parse(formatOptions(optionsOf(described))) as Record<string, unknown>;
}
