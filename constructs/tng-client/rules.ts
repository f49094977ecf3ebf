import type { Construct } from 'constructs';
import {
  and,
  eq,
  isSet,
  matches,
  nonEmpty,
  not,
  or,
  orElse,
  pattern,
  addRule,
  addRuleForEach,
  replace,
  toJson,
  type Rule,
  type Input,
  text,
} from '../../helm';
import { optionProblems, optionTable, supportedPattern, versionSets } from '../../injection';
import { inputProblems } from '../../problems';
import { refuseSeveralSources } from '../kubernetes/certificate-source';
import { refuseReservedKeys } from '../kubernetes/reserved-keys';
import { certificateTextRules, refuseAuthorities } from '../options/authority-rules';
import { placeholder as placeholderForm, placeholderMessage } from '../options/patterns';
import { unsupportedMessage } from '../options/version-rules';
import { isSetInUse } from './configuration';
import { clientControlPort, ipv4Pattern, proxyPortName } from './defaults';
import type { ClientUpstream } from './props';
import { clientProblems as problems } from './problems';
import type { ClientInputs } from './schema';

type Props = ClientInputs;

const noNameCharacters = pattern('no-name-characters', 'what the name of a port cannot have', '[^a-z0-9-]');
const address = pattern('ipv4-address', 'an IPv4 address', ipv4Pattern);
for (const { name, namesInMappings } of versionSets) {
  if (namesInMappings === undefined) continue;
  pattern(`names-of-set-${name}`, `the versions of TNG of set ${name} that take names in mappings`, namesInMappings);
}

// without the port and the path; underscores as Docker and Compose have them
const hostPattern = pattern('host', 'a name or an address', '^[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$');

/** Refuses what TNG would not take, what would not verify, and what Kubernetes would not make. */
export function refuseClientMistakes(client: Construct, p: Props): void {
  refuseTrusteeMistakes(client, p);
  refusePortMistakes(client, p);
  refuseUpstreamMistakes(client, p);
  addRule(client, {
    kind: optionProblems.unsupportedVersion,
    path: 'image.tag',
    failsWhen: and(not(isSet(p.versionSet)), not(matches(supportedPattern('tng'), p.image.tag))),
    message: text`${unsupportedMessage(p.image.tag)}, or set versionSet`,
  });
  refuseReservedKeys(client, p);
}

function refuseTrusteeMistakes(client: Construct, { trustee }: Props): void {
  const { address } = trustee;
  const option = optionTable.find(({ key }) => key === 'trustee-address');
  if (option?.type !== 'string') throw new Error('the options know no address of Trustee');
  const placeholder = refusePlaceholder(client, 'trustee.address', address);
  addRule(client, {
    kind: inputProblems.pattern,
    path: 'trustee.address',
    failsWhen: and(not(placeholder), not(matches(option.pattern, address))),
    message: text`is ${toJson(address)}; it must be ${option.rule}`,
  });
  const { trustedCertificates, authorities } = trustee;
  const sources = 'pem, configMap and secret';
  refuseSeveralSources(client, 'trustee.trustedCertificates', trustedCertificates, sources);
  refuseSeveralSources(client, 'trustee.authorities', authorities, sources);
  refuseAuthorities(client, 'trustee.authorities.pem', authorities.pem);
  // a signer need not be an authority
  const signers = orElse<string>(trustedCertificates.pem, '');
  for (const one of certificateTextRules('trustee.trustedCertificates.pem', isSet(trustedCertificates.pem), signers))
    addRule(client, one);
}

function refusePlaceholder(client: Construct, path: string, value: Input<string>): Input<boolean> {
  const placeholder = matches(placeholderForm, value);
  addRule(client, placeholderRule(path, placeholder, value));
  return placeholder;
}

function placeholderRule(path: string, failsWhen: Input<boolean>, value: Input<string>): Rule {
  return {
    kind: inputProblems.placeholder,
    path,
    failsWhen,
    message: placeholderMessage(value),
  };
}

function refusePortMistakes(client: Construct, p: Props): void {
  addRule(client, {
    kind: problems.nothingOffered,
    path: 'upstreams',
    failsWhen: and(not(p.proxy.enabled), not(nonEmpty(p.upstreams))),
    message:
      'has no entry and proxy.enabled is false, so the client would take no request; name an upstream, or enable the proxy',
  });
  addRule(client, {
    kind: optionProblems.duplicatePort,
    path: 'proxy.port',
    failsWhen: and(p.proxy.enabled, eq(p.proxy.port, clientControlPort)),
    message: `is ${clientControlPort}, which is the control interface's; choose another`,
  });
}

function refuseUpstreamMistakes(client: Construct, p: Props): void {
  const all = toJson(p.upstreams);
  const needsAddresses = or(
    ...versionSets.map((set) =>
      set.namesInMappings === undefined
        ? false
        : and(isSetInUse(client, p, set), not(matches(set.namesInMappings, p.image.tag))),
    ),
  );
  // the keys of a map are sorted in its JSON: servicePort is the last one, name the one before port
  const twice = (part: Input<string>): Input<boolean> => matches(text`${part}.*${part}`, all);
  addRuleForEach<ClientUpstream>(client, p.upstreams, ({ name, host, servicePort }) => {
    const placeholder = matches(placeholderForm, host);
    const isHost = matches(hostPattern, host);
    const plainName = replace(noNameCharacters, name, '-');
    return [
      {
        ...placeholderRule('upstreams', placeholder, host),
        message: text`has ${toJson(name)}, whose host ${placeholderMessage(host)}`,
      },
      {
        kind: problems.upstreamHost,
        path: 'upstreams',
        failsWhen: and(not(placeholder), not(isHost)),
        message: text`has ${toJson(name)} with the host ${toJson(host)}; write a name or an IPv4 address alone, as in "inference.example.com"`,
      },
      {
        kind: problems.upstreamName,
        path: 'upstreams',
        failsWhen: and(not(placeholder), isHost, needsAddresses, not(matches(address, host))),
        message: text`has ${toJson(name)} with the host ${toJson(host)}, but TNG ${p.image.tag} takes no names here; write the IPv4 address, or ask through the proxy`,
      },
      {
        kind: optionProblems.duplicatePort,
        path: 'upstreams',
        failsWhen: or(
          twice(text`"servicePort":${servicePort}\\}`),
          and(p.proxy.enabled, eq(servicePort, p.proxy.port)),
          eq(servicePort, clientControlPort),
        ),
        message: text`has ${toJson(name)} with the servicePort ${servicePort}, which another upstream, the proxy or the control interface (${clientControlPort}) has too; choose another`,
      },
      {
        kind: problems.nameTaken,
        path: 'upstreams',
        failsWhen: or(twice(text`"name":"${plainName}"`), eq(name, proxyPortName)),
        message: text`has the name ${toJson(name)}, which another upstream or the proxy has too; choose another`,
      },
    ];
  });
}
