import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ProblemsError, type Problem } from '../../problems';
import { isExpression, settleOrThrow, type Input } from '../../helm';
import {
  checkWorkload,
  isObject,
  modeLabel,
  modeLabelValue,
  optionsAnnotation,
  podTemplateOf,
  readTemplates,
  type Json,
  type JsonObject,
  type SidecarTemplates,
} from '../../injection';
import type { CaiOptions } from '../options/cai-options';
import { protectProblems } from './protect-problems';
import type { CaiInjectionProps } from './props';
import { caiInjection, type SidecarInputs } from './schema';
import { sidecarTemplatesJson } from './sidecar-set';

interface Protected {
  readonly object: JsonObject;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/**
 * Puts the sidecars into workloads at synth time, as the admission webhook would do at admission: what is reviewed and signed is
 * then what runs, also on a cluster without the webhook. With the webhook nothing is changed a second time.
 *
 * ```ts
 * CaiInjection.protect(deployment, { options: CaiOptions.of({ … }) });
 * ```
 */
export class CaiInjection {
  /**
   * Protects every Pod-bearing object of a construct: one of cdk8s-plus, an ApiObject, or whatever makes some. It is injected when
   * the app is synthesized, so the workload may still be changed afterwards.
   *
   * What cannot be protected fails `app.synth()` with every problem at once.
   *
   * @param workload the construct
   * @param props how it is protected
   */
  public static protect(workload: IConstruct, props: CaiInjectionProps = {}): CaiInjection {
    const { options, sidecars, trusteeAuthorities } = settleOrThrow(caiInjection, props, '');
    const templates = templatesOf(sidecars, trusteeAuthorities);
    const injection = new CaiInjection(workload, templates, options as CaiOptions | undefined);
    const objects = workload.node
      .findAll()
      .filter((one): one is ApiObject => ApiObject.isApiObject(one) && makesPods(one));
    if (objects.length === 0)
      throw new ProblemsError([protectProblems.noWorkload.at('', { path: workload.node.path })]);
    for (const object of objects) injection.wrap(object);
    return injection;
  }

  private readonly makers: (() => Protected)[] = [];

  private constructor(
    private readonly workload: IConstruct,
    private readonly templates: SidecarTemplates,
    private readonly options: CaiOptions | undefined,
  ) {
    workload.node.addValidation({ validate: () => this.problems });
  }

  /** Everything that keeps the workload from being protected as it is now, one message each. */
  public get problems(): string[] {
    return this.makers.flatMap((make) => make().problems.map(({ message }) => message));
  }

  /** What is honoured but risky as the workload is now, one message each. */
  public get warnings(): string[] {
    return this.makers.flatMap((make) => make().warnings.map(({ message }) => message));
  }

  private wrap(object: ApiObject): void {
    // cdk8s has no other place that sees an object after every change of its author; patches are laid on before
    const original = object.toJson.bind(object) as () => JsonObject;
    const make = (): Protected => this.protected(original());
    this.makers.push(make);
    object.toJson = (): JsonObject => {
      const { object: made, problems } = make();
      if (problems.length > 0) throw new ProblemsError(problems);
      return made;
    };
  }

  private protected(given: JsonObject): Protected {
    const asked = this.options === undefined ? given : withOptions(given, this.options.json);
    const { decision, object, problems, warnings } = checkWorkload(asked, this.templates);
    if (decision !== 'ignored') return { object: inOrder(object as JsonObject) as JsonObject, problems, warnings };
    return { object: given, problems: [protectProblems.noOptions.at('', { path: this.workload.node.path })], warnings };
  }
}

function makesPods(object: ApiObject): boolean {
  return podTemplateOf({ apiVersion: object.apiVersion, kind: object.kind }) !== undefined;
}

/** @throws ProblemsError with everything that is wrong with the sidecars */
function templatesOf(sidecars: SidecarInputs, trusteeAuthorities?: Input<string>): SidecarTemplates {
  const json = sidecarTemplatesJson(sidecars, trusteeAuthorities);
  if (isExpression(json))
    throw new Error('static injection needs values that are known at synth, not those of a chart');
  const { templates, problems } = readTemplates(json);
  if (templates === undefined) throw new ProblemsError(problems);
  return templates;
}

/** The workload with the annotation, and the label beside it, on its Pods' template. */
function withOptions(object: JsonObject, json: string): JsonObject {
  const path = podTemplateOf(object)?.path ?? [];
  const put = (place: JsonObject, keys: readonly string[]): JsonObject => {
    const [key, ...rest] = keys;
    if (key === undefined) return place;
    const inner = isObject(place[key]) ? place[key] : {};
    return { ...place, [key]: rest.length === 0 ? { ...inner, ...marks(inner, json) } : put(inner, rest) };
  };
  return put(object, [...path, 'metadata']);
}

function marks(metadata: JsonObject, json: string): JsonObject {
  const { annotations, labels } = metadata;
  return {
    annotations: { ...(isObject(annotations) ? annotations : {}), [optionsAnnotation]: json },
    labels: { ...(isObject(labels) ? labels : {}), [modeLabel]: modeLabelValue },
  };
}

/** cdk8s writes keys in alphabetical order. */
function inOrder(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => inOrder(one) as Json);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, inOrder(value[key])]));
}
