import {
  isSet,
  matches,
  not,
  nonEmpty,
  orElse,
  or,
  and,
  ne,
  when,
  type NotesLine,
  type ReleaseContext,
  text,
} from '../../helm';
import { defaultClientName } from '../../constructs/tng-client/schema';
import type { Values } from './values';

/** What the user reads after an installation: the base URLs, how to look, and what is risky. */
export function chartNotes(v: Values, release: ReleaseContext): NotesLine[] {
  const name = orElse<string>(v.fullnameOverride, defaultClientName);
  const { namespace } = release;
  const host = text`${name}.${namespace}.svc`;
  return [
    text`The TNG client ${name} is being started in the namespace ${namespace}.`,
    '',
    '1. Wait until it has reached Trustee and takes requests:',
    text`   kubectl rollout status deployment/${name} --namespace ${namespace} --timeout 5m`,
    text`   helm test ${release.name} --namespace ${namespace}`,
    '',
    '2. Ask through it. The Service lists its ports, one for each upstream:',
    text`   kubectl get service ${name} --namespace ${namespace}`,
    when(nonEmpty(v.upstreams), text`   base URL of an OpenAI client: http://${host}:<port>/v1`),
    when(v.proxy.enabled, text`   proxy for any confidential service: http_proxy=http://${host}:${v.proxy.port}`),
    '',
    '3. Where no answer comes, TNG tells why with status 400 (2.2.4) or 500, and in its log:',
    text`   kubectl logs deployment/${name} --namespace ${namespace} --all-pods --prefix`,
    '',
    'WARNING: requests are plaintext between an application and this client. Install it only where its callers trust the cluster.',
    ...warnings(v),
  ] as NotesLine[];
}

function warnings(v: Values): unknown[] {
  const warn = (test: unknown, sentence: string): unknown => when(test as boolean, `WARNING: ${sentence}`);
  const { trustedCertificates: trusted } = v.trustee;
  const isSigned = or(isSet(trusted.configMap), isSet(trusted.secret));
  const isPlain = matches('^http://', v.trustee.address);
  return [
    warn(isPlain, 'trustee.address is plain http: whoever is on the way can answer for Trustee. Use https.'),
    warn(
      and(isPlain, not(isSigned)),
      'trustee.trustedCertificates is not set: the client believes whatever comes from the address of Trustee, whoever signed it.',
    ),
    warn(
      ne(v.service.type, 'ClusterIP'),
      'service.type opens the client, and with it plaintext requests, to the outside of the cluster.',
    ),
    warn(
      not(v.networkPolicy.enabled),
      'networkPolicy is off: every Pod of the cluster can use the services behind this client.',
    ),
  ];
}
