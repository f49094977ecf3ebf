import {
  didYouMean,
  inputProblems,
  jsonPointer,
  type Pointer,
  type Problem,
  showChoices,
  showValue,
} from '../../problems';
import { maxReported } from '../findings';
import { objectAt, textAt, type JsonObject } from '../json/json-object';
import { modeLabel, modeLabelValue, namePrefix, optionsAnnotation, statusAnnotation } from '../names';
import * as problems from './pod-problems';

const known = { annotations: [optionsAnnotation, statusAnnotation], labels: [modeLabel] } as const;
const otherPlace = { annotations: 'labels', labels: 'annotations' } as const;
const optionsName = optionsAnnotation.slice(namePrefix.length);

/** JSON pointer of the options of a Pod. */
export const optionsPointer: Pointer = jsonPointer('metadata', 'annotations', optionsAnnotation);
/** JSON pointer of the status of a Pod. */
export const statusPointer: Pointer = jsonPointer('metadata', 'annotations', statusAnnotation);
/** JSON pointer of the label of a Pod. */
export const modePointer: Pointer = jsonPointer('metadata', 'labels', modeLabel);

type Place = keyof typeof known;

function adviceFor(key: string, place: Place): string {
  const elsewhere = otherPlace[place];
  if (known[elsewhere].some((other) => other === key)) return `move it to metadata.${elsewhere}`;
  const all = [...known.annotations, ...known.labels];
  // The names alone: the long prefix that all keys share would make any two of them look alike.
  const word = didYouMean(
    key.slice(namePrefix.length),
    all.map((one) => one.slice(namePrefix.length)),
  );
  if (word === undefined)
    return `remove it, or use one of ${showChoices(all.filter((one) => one !== statusAnnotation))}`;
  const meant = namePrefix + word;
  const where = known[place].some((one) => one === meant) ? '' : ` in metadata.${elsewhere}`;
  return `did you mean ${showValue(meant)}${where}?`;
}

/** Whether a key of annotations or labels is one of ours, or meant to be. */
export function isOurKey(key: string): boolean {
  const folded = key.toLowerCase();
  return folded.startsWith(namePrefix) || folded === optionsName || folded.endsWith(`/${optionsName}`);
}

/** Kubernetes ignores the case of a prefix in annotations when it checks them, and keeps it. */
function checkKey(key: string, place: Place, base: Pointer, findings: Problem[]): void {
  const pointer = (): Pointer => `${base}${jsonPointer('metadata', place, key)}`;
  const folded = key.toLowerCase();
  if (folded.startsWith(namePrefix)) {
    if (known[place].some((one) => one === key)) return;
    findings.push(inputProblems.unknownKey.at(pointer(), { key, advice: adviceFor(key, place) }));
  } else if (folded === optionsName || folded.endsWith(`/${optionsName}`)) {
    findings.push(problems.wrongPrefix.at(pointer(), { key }));
  }
}

/** Finds keys that look like ours and would be ignored: misspelt, misplaced or under another prefix. */
export function checkKeys(metadata: JsonObject | undefined, base: Pointer, findings: Problem[]): void {
  for (const place of ['annotations', 'labels'] as const) {
    for (const key of Object.keys(objectAt(metadata, place) ?? {}).sort()) {
      // a suggestion costs more than any other finding
      if (findings.length >= maxReported) return;
      checkKey(key, place, base, findings);
    }
  }
  const mode = textAt(objectAt(metadata, 'labels'), modeLabel);
  if (mode !== undefined && mode !== modeLabelValue) {
    const rule = `"${modeLabelValue}", or not there`;
    findings.push(inputProblems.notOneOf.at(`${base}${modePointer}`, { value: mode, rule }));
  }
}
