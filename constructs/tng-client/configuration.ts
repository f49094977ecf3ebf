import {
  cond,
  each,
  eq,
  isSet,
  items,
  jsonText,
  matches,
  named,
  not,
  or,
  orElse,
  trimSuffix,
  when,
  type Input,
  text,
} from '../../helm';
import { versionSets } from '../../injection';
import { clientControlPort, defaultClientImage, defaultPolicyIds, defaultProxyPort } from './defaults';
import type { CertificateSourceProps } from './parts';
import type { TngClientProps } from './client-props';

type Props = Input<TngClientProps>;

/** Where certificates lie in the container. */
export const certificateFolders = { trusted: '/etc/tng/trusted', authorities: '/etc/tng/authorities' } as const;
export const certificateFile = 'certificates.pem';

export function tagOf(p: Props): Input<string> {
  return orElse<string>(p.image?.tag, defaultClientImage.tag);
}

/** Whether the protocol is that of set A. Across the sets nothing works. */
export function isSetA(p: Props): Input<boolean> {
  const [setA] = versionSets;
  const byTag = matches(setA?.patterns.tng ?? '', tagOf(p));
  return named('is-set-a', cond(isSet(p.versionSet), eq(orElse<string>(p.versionSet, ''), 'A'), byTag));
}

export function hasProxy(p: Props): Input<boolean> {
  return orElse<boolean>(p.proxy?.enabled, true);
}

export function proxyPort(p: Props): Input<number> {
  return orElse<number>(p.proxy?.port, defaultProxyPort);
}

export function fromConfigMap(source: Input<CertificateSourceProps> | undefined): Input<boolean> {
  return isSet(source?.configMap?.name);
}

export function fromSecret(source: Input<CertificateSourceProps> | undefined): Input<boolean> {
  return isSet(source?.secret?.name);
}

/** What TNG is told, as the text of its configuration file. TNG refuses keys that it does not know. */
export function clientConfiguration(p: Props): Input<string> {
  const ofSetA = isSetA(p);
  const { trustee } = p;
  const trusted = trustee.trustedCertificates;
  const trustedFile = [`${certificateFolders.trusted}/${certificateFile}`];
  const ingress = (mode: Record<string, unknown>): Record<string, unknown> => ({
    ...mode,
    encap_in_http: when(ofSetA, {}),
    ohttp: when(not(ofSetA), {}),
    verify: {
      as_addr: text`${trimSuffix('/', trustee.address)}/attestation-service/`,
      policy_ids: trustee.policyIds ?? defaultPolicyIds,
      trusted_certs_paths: when(hasCertificates(trusted), trustedFile),
    },
  });
  const listen = (port: Input<number>): Record<string, unknown> => ({ host: '0.0.0.0', port });
  return jsonText({
    control_interface: { restful: listen(clientControlPort) },
    add_ingress: items(
      when(hasProxy(p), ingress({ http_proxy: { proxy_listen: listen(proxyPort(p)) } })),
      each(p.upstreams ?? [], ({ host, port, servicePort }) =>
        ingress({ mapping: { in: listen(servicePort), out: { host, port } } }),
      ),
    ),
  });
}

export function hasCertificates(source: Input<CertificateSourceProps> | undefined): Input<boolean> {
  return or(fromConfigMap(source), fromSecret(source));
}
