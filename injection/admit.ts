import type { Pointer, Problem } from '../problems';
import { Findings } from './findings';
import type { Admission } from './admission';
import { injectAt, sorted, type Injection } from './inject';
import { objectAt, textAt, type JsonObject } from './json/json-object';
import { Memo } from './memo';
import { modeLabel, optionsAnnotation } from './names';
import { parseOptions, warningsOfNow, type ParsedOptions } from './options/options';
import { checkNames } from './pod/pod-checks';
import { checkKeys, modePointer, optionsPointer, statusPointer } from './pod/pod-keys';
import * as problems from './pod/pod-problems';
import { createPatch } from './json/patch';
import { statusText } from './pod/pod-status';
import { checkMetadata } from './pod/pod-structure';
import { templateSettings, type SidecarTemplates } from './templates/sidecar-templates';

/** The text of the options of a Pod; its presence opts the Pod in. */
export function optionsText(pod: JsonObject): string | undefined {
  return textAt(objectAt(objectAt(pod, 'metadata'), 'annotations'), optionsAnnotation);
}

/** A Pod without options must bear nothing that makes it look protected. */
export function checkUnprotected(pod: JsonObject, base: Pointer, findings: Problem[]): void {
  if (textAt(objectAt(objectAt(pod, 'metadata'), 'labels'), modeLabel) !== undefined) {
    findings.push(problems.modeWithoutOptions.at(`${base}${modePointer}`, {}));
  }
  if (statusText(pod) !== undefined) {
    const fault = `says that the Pod was injected, but it has no "${optionsAnnotation}"`;
    findings.push(problems.forgedStatus.at(`${base}${statusPointer}`, { fault }));
  }
  checkNames(pod, base, findings);
}

const parsed = new Memo<ParsedOptions>();

/** The options of a Pod, as an installation with these templates reads them; absent where the Pod has none. */
export function optionsOf(pod: JsonObject, templates: SidecarTemplates): ParsedOptions | undefined {
  const text = optionsText(pod);
  return text === undefined
    ? undefined
    : parsed.get(templates, text, () => parseOptions(text, templateSettings(templates)));
}

/** The same with problems that tell in which text they are. */
function inAnnotation({ options, problems: found, warnings }: ParsedOptions, base: Pointer): ParsedOptions {
  const placed = (problem: Problem): Problem => problem.movedTo({ within: `${base}${optionsPointer}` });
  return { ...(options && { options }), problems: found.map(placed), warnings: warnings.map(placed) };
}

function decide(
  pod: JsonObject,
  findings: readonly Problem[],
  options: ParsedOptions,
  injection: Injection,
): Admission {
  const own = sorted(findings);
  const found = [...own.problems, ...options.problems, ...injection.problems];
  const warnings = [...own.warnings, ...options.warnings, ...injection.warnings];
  if (found.length > 0) return { decision: 'denied', pod, problems: found, warnings };
  const decision = injection.pod === pod ? 'unchanged' : 'injected';
  return { decision, pod: injection.pod, problems: [], warnings };
}

/** The same with what is to be warned of now. */
function asOf(parsedOptions: ParsedOptions, now: number | undefined): ParsedOptions {
  const { options, warnings } = parsedOptions;
  if (options?.trusteeAuthorities === undefined || now === undefined) return parsedOptions;
  return { ...parsedOptions, warnings: [...warnings, ...warningsOfNow(options, now)] };
}

/** Decides about a Pod; pointers into it begin with `base`. */
export function admitAt(base: Pointer, pod: unknown, templates: SidecarTemplates, now?: number): Admission {
  const findings = new Findings();
  if (!checkMetadata(pod, base, findings)) return { decision: 'denied', pod, problems: findings, warnings: [] };
  checkKeys(objectAt(pod, 'metadata'), base, findings);
  const options = optionsOf(pod, templates);
  if (options === undefined) {
    checkUnprotected(pod, base, findings);
    return { decision: findings.length === 0 ? 'ignored' : 'denied', pod, ...sorted(findings) };
  }
  return decide(pod, findings, inAnnotation(asOf(options, now), base), injectAt(base, pod, options.options, templates));
}

/**
 * Decides about a Pod that is about to be created, and injects into it when it opted in. Never throws, whatever it is given.
 * A Pod that was injected before is injected again, so that what others changed since comes under protection too.
 *
 * @param now milliseconds since 1970, to warn of what is not valid then; nobody is warned without it
 */
export function admitPod(pod: unknown, templates: SidecarTemplates, now?: number): Admission {
  return admitAt('', pod, templates, now);
}

const maxPlaces = 5;

/**
 * Decides about a Pod that nobody changes any more: one that opted in must be as injection makes it, else it is denied.
 * Changes that the API server and its plugins make to sidecars are accepted.
 */
export function verifyPod(pod: unknown, templates: SidecarTemplates, now?: number): Admission {
  const admission = admitPod(pod, templates, now);
  if (admission.decision !== 'injected') return admission;
  const { warnings } = admission;
  const [before, after] = [pod as JsonObject, admission.pod as JsonObject];
  const places = createPatch(before, after).map(({ path }) => path);
  const problem =
    statusText(before) === undefined
      ? problems.notInjected.at('', {})
      : problems.changedAfterInjection.at('', { places: places.slice(0, maxPlaces) });
  return { decision: 'denied', pod, problems: [problem], warnings };
}
