import { mappingsOf } from '../description/derived';
import type { Description } from '../description/description';

/** How a client is to be started. */
export interface ClientSettings {
  /** Address that the client listens on. */
  readonly listen: string;
  /** File with the certificates of those who may sign for Trustee, as TNG sees it. @default - any signer */
  readonly trustedCertificates?: string;
}

/** The configuration of a TNG client on a machine outside of the cluster. TNG refuses keys that it does not know. */
export function clientConfiguration(
  described: Description,
  { listen, trustedCertificates }: ClientSettings,
): Record<string, unknown> {
  const { client, trustee, versions } = described;
  const protocol = versions.set === 'A' ? { encap_in_http: {} } : { ohttp: {} };
  const verify = {
    as_addr: `${trustee.address.replace(/\/+$/, '')}/attestation-service/`,
    policy_ids: trustee.policyIds,
    ...(trustedCertificates !== undefined && { trusted_certs_paths: [trustedCertificates] }),
  };
  const ingress = (mode: Record<string, unknown>): Record<string, unknown> => ({ ...mode, ...protocol, verify });
  return {
    add_ingress: [
      ingress({ http_proxy: { proxy_listen: { host: listen, port: client.proxyPort } } }),
      ...mappingsOf(described).map(({ port, host, upstreamPort }) =>
        ingress({ mapping: { in: { host: listen, port }, out: { host, port: upstreamPort } } }),
      ),
    ],
  };
}
