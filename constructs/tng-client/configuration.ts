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
import { clientControlPort } from './defaults';
import type { ClientInputs } from './schema';

type CertificateSource = ClientInputs['trustee']['authorities'];

/** Where certificates lie in the container. */
export const certificateFolders = { trusted: '/etc/tng/trusted', authorities: '/etc/tng/authorities' } as const;
export const certificateFile = 'certificates.pem';

/** Whether the protocol is that of set A. Across the sets nothing works. */
export function isSetA(p: ClientInputs): Input<boolean> {
  const [setA] = versionSets;
  const byTag = matches(setA?.patterns.tng ?? '', p.image.tag);
  return named('is-set-a', cond(isSet(p.versionSet), eq(orElse<string>(p.versionSet, ''), 'A'), byTag));
}

export function fromConfigMap(source: CertificateSource): Input<boolean> {
  return isSet(source.configMap);
}

export function fromSecret(source: CertificateSource): Input<boolean> {
  return isSet(source.secret);
}

/** What TNG is told, as the text of its configuration file. TNG refuses keys that it does not know. */
export function clientConfiguration(p: ClientInputs): Input<string> {
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
      policy_ids: trustee.policyIds,
      trusted_certs_paths: when(hasCertificates(trusted), trustedFile),
    },
  });
  const listen = (port: Input<number>): Record<string, unknown> => ({ host: '0.0.0.0', port });
  return jsonText({
    control_interface: { restful: listen(clientControlPort) },
    add_ingress: items(
      when(p.proxy.enabled, ingress({ http_proxy: { proxy_listen: listen(p.proxy.port) } })),
      each(p.upstreams, ({ host, port, servicePort }) =>
        ingress({ mapping: { in: listen(servicePort), out: { host, port } } }),
      ),
    ),
  });
}

export function hasCertificates(source: CertificateSource): Input<boolean> {
  return or(fromConfigMap(source), fromSecret(source));
}
