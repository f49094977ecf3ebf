import type { Pointer, Problem } from '../../problems';
import { readStatus, type InjectionStatus } from './injection-status';
import { objectAt, textAt, type JsonObject } from '../json/json-object';
import { statusAnnotation } from '../names';
import { statusPointer } from './pod-keys';
import { forgedStatus } from './pod-problems';

/** The text of the status of a Pod. */
export function statusText(pod: JsonObject): string | undefined {
  return textAt(objectAt(objectAt(pod, 'metadata'), 'annotations'), statusAnnotation);
}

/** The status of a Pod, absent where it was never injected. A status that does not fit the Pod is added to the findings. */
export function readPodStatus(pod: JsonObject, base: Pointer, findings: Problem[]): InjectionStatus | undefined {
  const text = statusText(pod);
  if (text === undefined) return undefined;
  const reading = readStatus(text, pod);
  if ('status' in reading) return reading.status;
  findings.push(forgedStatus.at(`${base}${statusPointer}`, { fault: reading.fault }));
  return undefined;
}
