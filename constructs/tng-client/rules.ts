import type { Construct } from 'constructs';
import {
  and,
  concat,
  eq,
  isSet,
  join,
  keysBeside,
  matches,
  nonEmpty,
  not,
  or,
  refuse,
  refuseEach,
  replace,
  toJson,
  type Rule,
  type Templated,
} from '../../helm';
import { namePrefix, optionTable, placeholderPattern, versionSetChoices, versionSets } from '../../injection';
import { constructProblems } from '../problems';
import { fromConfigMap, fromSecret, hasProxy, isSetA, proxyPort, tagOf } from './configuration';
import { clientControlPort, ipv4Pattern, proxyPortName, takesNamesPattern } from './defaults';
import type { CertificateSourceProps, ClientUpstream } from './parts';
import { clientProblems as problems } from './problems';
import type { TngClientProps } from './client-props';

type Props = Templated<TngClientProps>;

// without the port and the path; underscores as Docker and Compose have them
const hostPattern = '^[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$';

/** Refuses what TNG would not take, what would not verify, and what Kubernetes would not make. */
export function refuseClientMistakes(client: Construct, p: Props): void {
  refuseTrusteeMistakes(client, p);
  refusePortMistakes(client, p);
  refuseUpstreamMistakes(client, p);
  refuse(client, {
    kind: problems.version,
    path: 'image.tag',
    violated: and(
      not(isSet(p.versionSet)),
      not(or(...versionSets.map(({ patterns }) => matches(patterns.tng, tagOf(p))))),
    ),
    says: concat('is ', toJson(tagOf(p)), `; take a tag of ${versionSetChoices}, or set versionSet`),
  });
  refuseReservedKeys(client, 'podAnnotations', p.podAnnotations ?? {});
  refuseReservedKeys(client, 'podLabels', p.podLabels ?? {});
}

function refuseTrusteeMistakes(client: Construct, { trustee }: Props): void {
  const { address } = trustee;
  const option = optionTable.find(({ key }) => key === 'trustee-address');
  if (option?.type !== 'string') throw new Error('the options know no address of Trustee');
  const placeholder = refusePlaceholder(client, 'trustee.address', address);
  refuse(client, {
    kind: problems.trusteeAddress,
    path: 'trustee.address',
    violated: and(not(placeholder), not(matches(option.pattern, address))),
    says: concat('is ', toJson(address), `; write ${option.rule}`),
  });
  refuseTwoSources(client, 'trustee.trustedCertificates', trustee.trustedCertificates);
  refuseTwoSources(client, 'trustee.authorities', trustee.authorities);
}

function refusePlaceholder(client: Construct, path: string, value: Templated<string>): Templated<boolean> {
  const placeholder = matches(placeholderPattern, value);
  refuse(client, placeholderRule(path, placeholder, value));
  return placeholder;
}

function placeholderRule(path: string, violated: Templated<boolean>, value: Templated<string>): Rule {
  return {
    kind: constructProblems.placeholder,
    path,
    violated,
    says: concat('is ', toJson(value), ', a placeholder of the document; put your own value in its place'),
  };
}

function refuseTwoSources(
  client: Construct,
  path: string,
  source: Templated<CertificateSourceProps> | undefined,
): void {
  refuse(client, {
    kind: problems.certificateSource,
    path,
    violated: and(fromConfigMap(source), fromSecret(source)),
    says: 'names a configMap and a secret; name one of the two',
  });
}

function refusePortMistakes(client: Construct, p: Props): void {
  refuse(client, {
    kind: problems.nothingOffered,
    path: 'upstreams',
    violated: and(not(hasProxy(p)), not(nonEmpty(p.upstreams ?? []))),
    says: 'has no entry and proxy.enabled is false, so the client would take no request; name an upstream, or enable the proxy',
  });
  refuse(client, {
    kind: problems.portTaken,
    path: 'proxy.port',
    violated: and(hasProxy(p), eq(proxyPort(p), clientControlPort)),
    says: `is ${clientControlPort}, which is the control interface's; choose another`,
  });
}

function refuseUpstreamMistakes(client: Construct, p: Props): void {
  const all = toJson(p.upstreams ?? []);
  const needsAddresses = and(not(isSetA(p)), not(matches(takesNamesPattern, tagOf(p))));
  // the keys of a map are sorted in its JSON: servicePort is the last one, name the one before port
  const twice = (text: Templated<string>): Templated<boolean> => matches(concat(text, '.*', text), all);
  refuseEach<ClientUpstream>(client, p.upstreams ?? [], ({ name, host, servicePort }) => {
    const placeholder = matches(placeholderPattern, host);
    const isHost = matches(hostPattern, host);
    const plainName = replace('[^a-z0-9-]', name, '-');
    return [
      {
        ...placeholderRule('upstreams', placeholder, host),
        says: concat(
          'has ',
          toJson(name),
          ' with the host ',
          toJson(host),
          ', a placeholder of the document; put your own value in its place',
        ),
      },
      {
        kind: problems.upstreamHost,
        path: 'upstreams',
        violated: and(not(placeholder), not(isHost)),
        says: concat(
          'has ',
          toJson(name),
          ' with the host ',
          toJson(host),
          '; write a name or an IPv4 address alone, as in "inference.example.com"',
        ),
      },
      {
        kind: problems.upstreamName,
        path: 'upstreams',
        violated: and(not(placeholder), isHost, needsAddresses, not(matches(ipv4Pattern, host))),
        says: concat(
          'has ',
          toJson(name),
          ' with the host ',
          toJson(host),
          ', but TNG from 2.8.0 on takes no names here; write the IPv4 address, or use the proxy',
        ),
      },
      {
        kind: problems.portTaken,
        path: 'upstreams',
        violated: or(
          twice(concat('"servicePort":', servicePort, '\\}')),
          and(hasProxy(p), eq(servicePort, proxyPort(p))),
          eq(servicePort, clientControlPort),
        ),
        says: concat(
          'has ',
          toJson(name),
          ' with the servicePort ',
          servicePort,
          `, which another upstream, the proxy or the control interface (${clientControlPort}) has too; choose another`,
        ),
      },
      {
        kind: problems.nameTaken,
        path: 'upstreams',
        violated: or(twice(concat('"name":"', plainName, '"')), eq(name, proxyPortName)),
        says: concat('has the name ', toJson(name), ', which another upstream or the proxy has too; choose another'),
      },
    ];
  });
}

function refuseReservedKeys(client: Construct, path: string, map: unknown): void {
  const reserved = `(^| )(app\\.kubernetes\\.io/(name|instance|component)( |$)|${namePrefix.replaceAll('.', '\\.')})`;
  refuse(client, {
    kind: problems.reservedLabel,
    path,
    violated: matches(reserved, join(' ', keysBeside(map, []))),
    says: `has a key that begins with ${namePrefix}, or one that selects the Pods (app.kubernetes.io/name, instance, component); remove it`,
  });
}
