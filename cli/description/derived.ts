import { formatOptions, versionSetNamed, type CaiOptionsInput, type DeployedVersions } from '../../injection';
import type { Description } from './description';

/** The versions that run: those that the description names, and the tested ones of its set. */
export function versionsOf({ versions }: Description): DeployedVersions {
  const { tested } = versionSetNamed(versions.set);
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
