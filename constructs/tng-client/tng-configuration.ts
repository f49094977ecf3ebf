import { each, items, text, trimSuffix, when, type Input } from '../../helm';
import { versionSets, type VersionSet } from '../../injection';
import type { ClientUpstream } from './props';

/** What a TNG client is to do. */
export interface TngClientSettings {
  /** Address that TNG listens on. */
  readonly listen: string;
  /** Port on which TNG tells whether it works. @default - none */
  readonly controlPort?: number;
  readonly proxy: { readonly enabled: Input<boolean>; readonly port: Input<number> };
  /** Services that get a plain base URL. */
  readonly upstreams: Input<Omit<ClientUpstream, 'name'>[]>;
  /** Base URL of Trustee, as the options of the Pods have it. */
  readonly trusteeAddress: Input<string>;
  readonly policyIds: unknown;
  /** Files with those who may sign what Trustee says of a Pod, as TNG sees them. @default - any signer */
  readonly trustedCertificates?: string[] | undefined;
  /** Whether the Pods are of a version set. Across the sets nothing works. */
  readonly isInUse: (set: VersionSet) => Input<boolean>;
}

/**
 * The configuration of a TNG client, wherever it runs: in a Pod, in a test of a chart, on somebody's machine. On plain values it
 * is plain. TNG refuses keys that it does not know.
 */
export function tngClientConfiguration(settings: TngClientSettings): Record<string, unknown> {
  const { listen, controlPort, proxy, upstreams, trusteeAddress, policyIds, trustedCertificates } = settings;
  const at = (port: Input<number>): Record<string, unknown> => ({ host: listen, port });
  const protocol = protocolFields(settings.isInUse);
  const ingress = (mode: Record<string, unknown>): Record<string, unknown> => ({
    ...mode,
    ...protocol,
    verify: {
      as_addr: text`${trimSuffix('/', trusteeAddress)}/attestation-service/`,
      policy_ids: policyIds,
      trusted_certs_paths: trustedCertificates,
    },
  });
  return {
    control_interface: controlPort === undefined ? undefined : { restful: at(controlPort) },
    add_ingress: items(
      when(proxy.enabled, ingress({ http_proxy: { proxy_listen: at(proxy.port) } })),
      each(upstreams, ({ host, port, servicePort }) =>
        ingress({ mapping: { in: at(servicePort), out: { host, port } } }),
      ),
    ),
  };
}

/** What the set in use says of the protocol. Sets that have one version of TNG in common say the same, so one at most is meant. */
function protocolFields(isInUse: TngClientSettings['isInUse']): Record<string, unknown> {
  const keys = new Set(versionSets.flatMap(({ tngClient }) => Object.keys(tngClient)));
  return Object.fromEntries([...keys].map((key) => [key, protocolField(key, isInUse)]));
}

function protocolField(key: string, isInUse: TngClientSettings['isInUse']): unknown {
  const saying = versionSets.filter(({ tngClient }) => Object.hasOwn(tngClient, key));
  return saying.reduceRight<unknown>((otherwise, set) => when(isInUse(set), set.tngClient[key], otherwise), undefined);
}
