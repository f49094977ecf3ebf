import { tngClientConfiguration } from '../../constructs/tng-client/tng-configuration';
import { mappingsOf } from '../description/derived';
import type { Description } from '../description/description';

/** How a client is to be started. */
export interface ClientSettings {
  /** Address that the client listens on. */
  readonly listen: string;
  /** File with the certificates of those who may sign for Trustee, as TNG sees it. @default - any signer */
  readonly trustedCertificates?: string;
}

/** The configuration of a TNG client on a machine outside of the cluster. */
export function clientConfiguration(
  described: Description,
  { listen, trustedCertificates }: ClientSettings,
): Record<string, unknown> {
  const { client, trustee, versions } = described;
  return tngClientConfiguration({
    listen,
    proxy: { enabled: true, port: client.proxy.port },
    upstreams: mappingsOf(described).map(({ port, host, upstreamPort }) => ({
      host,
      port: upstreamPort,
      servicePort: port,
    })),
    trusteeAddress: trustee.address,
    policyIds: trustee.policyIds,
    trustedCertificates: trustedCertificates === undefined ? undefined : [trustedCertificates],
    isInUse: ({ name }) => name === versions.set,
  });
}
