import type { Construct } from 'constructs';
import {
  and,
  concat,
  cond,
  isExpression,
  isSet,
  matches,
  not,
  omit,
  or,
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
  templateCatalogue,
  versionedComponents,
  versionSetChoices,
  versionSets,
  type Component,
  type VersionedComponent,
} from '../../injection';
import { asApi } from '../../helm/kubernetes/api-names';
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
  const isOf = (patterns: (typeof versionSets)[number]['patterns'], component: VersionedComponent): Input<boolean> =>
    matches(patterns[component], versionOf(component, p[component]));
  for (const component of versionedComponents) {
    addRule(construct, {
      kind: kindNamed('invalid-template-value'),
      path: `${component}.version`,
      failsWhen: not(or(...versionSets.map(({ patterns }) => isOf(patterns, component)))),
      message: text`cannot be ${toJson(versionOf(component, p[component]))}; write ${ruleOf(component)}`,
    });
  }
  const versions = versionedComponents.flatMap((component) => [` ${component} `, versionOf(component, p[component])]);
  const inUse = versionSets.map(({ patterns }) => or(...versionedComponents.map((one) => isOf(patterns, one))));
  addRule(construct, {
    kind: kindNamed('mixed-template-versions'),
    path: '',
    failsWhen: and(...inUse),
    message: concat(
      'mix two version sets, which cannot talk to each other:',
      ...versions,
      `; take all three from ${versionSetChoices}`,
    ),
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
