import type { IConstruct } from 'constructs';
import { cond, eq, isSet, jsonText, matches, named, or, orElse, when, type Input } from '../../helm';
import type { VersionSet } from '../../injection';
import { clientControlPort } from './defaults';
import type { ClientInputs } from './schema';
import { tngClientConfiguration } from './tng-configuration';

type CertificateSource = ClientInputs['trustee']['authorities'];

/** Where certificates lie in the container. */
export const certificateFolders = { trusted: '/etc/tng/trusted', authorities: '/etc/tng/authorities' } as const;
export const certificateFile = 'certificates.pem';

/** Keys of the client's own ConfigMap for certificates that are written down. */
export const ownCertificates = { trusted: 'trusted.pem', authorities: 'authorities.pem' } as const;

/** Whether the Pods are of a version set, as the user says or as the tag of the client tells. */
export function isSetInUse(client: IConstruct, p: ClientInputs, { name, ranges }: VersionSet): Input<boolean> {
  const isNamed = eq(orElse<string>(p.versionSet, ''), name);
  const test = cond(isSet(p.versionSet), isNamed, matches(ranges.tng.pattern, p.image.tag));
  return named(`is-version-set-${name.toLowerCase()}`, test, client);
}

export function fromConfigMap(source: CertificateSource): Input<boolean> {
  return isSet(source.configMap);
}

export function fromSecret(source: CertificateSource): Input<boolean> {
  return isSet(source.secret);
}

/** What TNG is told, as the text of its configuration file. */
export function clientConfiguration(client: IConstruct, p: ClientInputs): Input<string> {
  const { address, policyIds, trustedCertificates } = p.trustee;
  return jsonText(
    tngClientConfiguration({
      listen: '0.0.0.0',
      controlPort: clientControlPort,
      proxy: p.proxy,
      upstreams: p.upstreams,
      trusteeAddress: address,
      policyIds,
      trustedCertificates: when(hasCertificates(trustedCertificates), [
        `${certificateFolders.trusted}/${certificateFile}`,
      ]),
      isInUse: (set) => isSetInUse(client, p, set),
    }),
  );
}

export function hasCertificates(source: CertificateSource): Input<boolean> {
  return or(isSet(source.pem), fromConfigMap(source), fromSecret(source));
}
