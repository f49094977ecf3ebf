import type { Problem } from '../problems';
import { isObject, type Admission, type Decision as DecisionWord, type Verdict } from '../injection';
import type { AdmissionAnswer, AdmissionRequest } from './admission-review';
import type { Injector } from './injector';
import { internalError, missingObject } from './problems';

/** What was decided; `allowed`: there was nothing to look at. */
export type Outcome = DecisionWord | 'checked' | 'allowed' | 'failed';

export interface Decision {
  readonly outcome: Outcome;
  readonly answer: AdmissionAnswer;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Thrown by the injection: a mistake in this program. */
  readonly failure?: unknown;
}

const allowed: Decision = { outcome: 'allowed', answer: { isAllowed: true }, problems: [], warnings: [] };

/** Decides about the object of a request to `/mutate`. Never throws. */
export function mutate(request: AdmissionRequest, injector: Injector): Decision {
  const { operation, subResource, group, kind } = request;
  if (group !== '' || kind !== 'Pod' || operation !== 'CREATE' || subResource !== '') return allowed;
  return decide(request, (pod) => changed(pod, injector.admitPod(pod), injector));
}

/** Decides about the workload of a request to `/validate`, which is not changed any more. Never throws. */
export function validate(request: AdmissionRequest, injector: Injector): Decision {
  const { operation, subResource, group, kind } = request;
  if (subResource !== '' || (operation !== 'CREATE' && operation !== 'UPDATE')) return allowed;
  // of Pods, as others left them, the admission policy judges
  if (group === '' && kind === 'Pod') return allowed;
  return decide(request, (workload) => checked(injector.checkWorkload(workload)));
}

function decide({ object, kind }: AdmissionRequest, look: (object: object) => Decision): Decision {
  if (!isObject(object)) return refusal('denied', [missingObject.at('/request/object', { kind })], []);
  try {
    return look(object);
  } catch (failure) {
    // closed: what could not be looked at is not let through
    return { ...refusal('failed', [internalError.at('', {})], []), failure };
  }
}

function changed(before: object, admission: Admission, injector: Injector): Decision {
  const { decision, problems, warnings } = admission;
  if (decision === 'denied') return refusal('denied', problems, warnings);
  const patch = decision === 'injected' ? injector.createPatch(before, admission.pod) : [];
  const answer = { isAllowed: true, warnings: messages(warnings), ...(patch.length > 0 ? { patch } : {}) };
  return { outcome: decision, answer, problems, warnings };
}

function checked({ decision, problems, warnings }: Verdict): Decision {
  if (decision === 'denied') return refusal('denied', problems, warnings);
  const outcome = decision === 'ignored' ? 'ignored' : 'checked';
  return { outcome, answer: { isAllowed: true, warnings: messages(warnings) }, problems, warnings };
}

function refusal(outcome: 'denied' | 'failed', problems: readonly Problem[], warnings: readonly Problem[]): Decision {
  const [code, reason] = outcome === 'denied' ? [422, 'Invalid'] : [500, 'InternalError'];
  const status = { code, reason, message: oneMessage(problems) };
  return { outcome, answer: { isAllowed: false, status, warnings: messages(warnings) }, problems, warnings };
}

const longestMessage = 16_384;

/** Every problem, a line each, up to a length that events and logs bear. */
function oneMessage(problems: readonly Problem[]): string {
  let message = '';
  for (const [index, problem] of problems.entries()) {
    const longer = index === 0 ? problem.message : `${message}\n${problem.message}`;
    if (longer.length > longestMessage) {
      return index === 0 ? longer.slice(0, longestMessage) : `${message}\nand ${problems.length - index} more problems`;
    }
    message = longer;
  }
  return message;
}

function messages(problems: readonly Problem[]): string[] {
  return problems.map(({ message }) => message);
}
