import type { Construct } from 'constructs';
import { cond, isSet, matches, not, omit, orElse, addRule, toJson, type Input, text } from '../../helm';
import { components, optionProblems, supportedPattern, type Component, type VersionedComponent } from '../../injection';
import { areMixed, comparable, mixedMessage, unsupportedMessage } from '../options/version-rules';
import type { SidecarInputs } from './schema';

/** The first step of a name that is a host: it has a dot or a port, or is localhost. Docker reads names so. */
const namesRegistry = '^([^/]*[.:][^/]*|localhost)/';

/**
 * The sidecars as the webhook reads them: the text of templates.json.
 *
 * @param trusteeAuthorities certificates as PEM
 */
export function sidecarTemplatesJson(p: SidecarInputs, trusteeAuthorities?: Input<string>): Input<string> {
  const sidecars = components.map((component): [string, unknown] => [component, template(p[component], p.registry)]);
  const described = {
    sidecars: Object.fromEntries(sidecars),
    trusteeAuthorities: orElse<string>(trusteeAuthorities, ''),
    allowSampleEvidence: p.unsafeAllowSampleEvidence,
  };
  return toJson(omit(described, cond(isSet(trusteeAuthorities), '', 'trusteeAuthorities')));
}

function template(sidecar: SidecarInputs[Component], registry: Input<string>): unknown {
  const { image, version, digest, imagePullPolicy, command, resources, securityContext } = sidecar;
  const described = {
    image: cond(matches(namesRegistry, image), image, text`${registry}/${image}`),
    version,
    imagePullPolicy,
    command,
    resources,
    securityContext,
    digest: orElse<string>(digest, ''),
  };
  // JSON made by a template has no field that is there only sometimes, but it can leave one out afterwards
  return omit(described, cond(isSet(digest), '', 'digest'));
}

/** Refuses versions that the webhook would not take, before it goes on with its last good templates. */
export function refuseSidecarMistakes(construct: Construct, p: SidecarInputs): void {
  const versionInUse = (component: VersionedComponent): Input<string> => {
    const { version } = p[component];
    const isSupported = matches(supportedPattern(component), version);
    addRule(construct, {
      kind: optionProblems.unsupportedVersion,
      path: `${component}.version`,
      failsWhen: not(isSupported),
      message: unsupportedMessage(version),
    });
    return comparable(version, isSupported);
  };
  const [aa, cdh, tng] = [versionInUse('aa'), versionInUse('cdh'), versionInUse('tng')];
  addRule(construct, {
    kind: optionProblems.mixedVersionSets,
    path: '',
    reads: ['aa.version', 'cdh.version', 'tng.version'],
    failsWhen: areMixed({ aa, cdh, tng }),
    message: mixedMessage({ aa, cdh, tng }),
  });
}
