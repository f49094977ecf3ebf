import type { Construct } from 'constructs';
import {
  cond,
  isExpression,
  isSet,
  matches,
  not,
  omit,
  orElse,
  addRule,
  report,
  asInputs,
  toJson,
  type ProblemKind,
  type Input,
  text,
} from '../../helm';
import {
  components,
  optionTable,
  readTemplates,
  supportedPattern,
  templateCatalogue,
  versionSetChoices,
  type Component,
  type VersionedComponent,
} from '../../injection';
import { asApi } from '../../helm/kubernetes/api-names';
import { areMixed, comparable } from '../options/version-rules';
import type { SidecarProps, SidecarSetProps } from './sidecar-props';
import { defaultRegistry, defaultSidecars } from '../webhook/defaults';

type Sidecar = Input<SidecarProps> | undefined;

/** The first step of a name that is a host: it has a dot or a port, or is localhost. Docker reads names so. */
const namesRegistry = '^([^/]*[.:][^/]*|localhost)/';

/** The sidecars as the webhook reads them: the text of templates.json. */
export function sidecarTemplatesJson(props: SidecarSetProps): Input<string> {
  const p = asInputs(props);
  const registry = orElse<string>(p.registry, defaultRegistry);
  const sidecars = components.map((component): [string, unknown] => [
    component,
    template(component, p[component], registry),
  ]);
  return toJson({
    sidecars: Object.fromEntries(sidecars),
    allowSampleEvidence: orElse<boolean>(p.unsafeAllowSampleEvidence, false),
  });
}

function template(component: Component, p: Sidecar, registry: Input<string>): unknown {
  const defaults = defaultSidecars[component];
  const image = orElse<string>(p?.image, defaults.image);
  const digest = p?.digest;
  const described = {
    image: cond(matches(namesRegistry, image), image, text`${registry}/${image}`),
    version: versionOf(component, p),
    imagePullPolicy: orElse<string>(p?.imagePullPolicy, defaults.imagePullPolicy),
    command: p?.command ?? defaults.command,
    resources: asApi(p?.resources) ?? defaults.resources,
    securityContext: asApi(p?.securityContext) ?? {},
    digest: orElse<string>(digest, ''),
  };
  // JSON made by a template has no field that is there only sometimes, but it can leave one out afterwards
  return omit(described, cond(isSet(digest), '', 'digest'));
}

function versionOf(component: Component, p: Sidecar): Input<string> {
  return orElse<string>(p?.version, defaultSidecars[component].version);
}

/** Refuses what the webhook would not take, before it goes on with its last good templates. */
export function refuseSidecarMistakes(construct: Construct, props: SidecarSetProps): void {
  const json = sidecarTemplatesJson(props);
  if (isExpression(json)) {
    refuseVersionMistakes(construct, asInputs(props));
    return;
  }
  for (const { code, pointer, message } of readTemplates(json).problems) {
    report(construct, { code, path: pointer.slice(1).replaceAll('/', '.'), message });
  }
}

/** All that the schema of a chart's values does not see. */
function refuseVersionMistakes(construct: Construct, p: Input<SidecarSetProps>): void {
  const versionInUse = (component: VersionedComponent): Input<string> => {
    const tag = versionOf(component, p[component]);
    const isSupported = matches(supportedPattern(component), tag);
    addRule(construct, {
      kind: kindNamed('invalid-template-value'),
      path: `${component}.version`,
      failsWhen: not(isSupported),
      message: text`cannot be ${toJson(tag)}; write ${ruleOf(component)}`,
    });
    return comparable(tag, isSupported);
  };
  const [aa, cdh, tng] = [versionInUse('aa'), versionInUse('cdh'), versionInUse('tng')];
  addRule(construct, {
    kind: kindNamed('mixed-template-versions'),
    path: '',
    failsWhen: areMixed({ aa, cdh, tng }),
    message: text`mix version sets, which cannot talk to each other: aa ${aa} cdh ${cdh} tng ${tng}; take all three from ${versionSetChoices}`,
  });
}

function ruleOf(component: VersionedComponent): string {
  return optionTable.find(({ key }) => key === `${component}-version`)?.rule ?? versionSetChoices;
}

function kindNamed(name: string): ProblemKind {
  const kind = templateCatalogue.find((entry) => entry.name === name);
  if (!kind) throw new Error(`the catalogue has no problem named ${name}`);
  return kind;
}
