import { pointerStep } from '../../problems';
import { isObject, jsonEqual, type Json, type JsonObject } from './json-object';

/** One operation of a JSON Patch (RFC 6902). */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string };

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

// A foreign key such as __proto__ that is not there would reach the prototype.
const valueAt = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

function patchObject(before: JsonObject, after: JsonObject, path: string, operations: PatchOperation[]): void {
  for (const key of Object.keys(before)) {
    if (before[key] === after[key] || before[key] === undefined || valueAt(after, key) !== undefined) continue;
    operations.push({ op: 'remove', path: path + pointerStep(key) });
  }
  for (const key of Object.keys(after)) {
    const value = after[key];
    if (value === before[key] || value === undefined) continue;
    const old = valueAt(before, key);
    const at = path + pointerStep(key);
    if (old === undefined) operations.push({ op: 'add', path: at, value });
    else patchValue(old, value, at, operations);
  }
}

/** What tells an element from the others of its list: its name, itself if it is a scalar, else its identity in memory. */
function identityOf(item: Json | undefined): unknown {
  if (isObject(item) && typeof item.name === 'string') return `name ${item.name}`;
  return typeof item === 'string' ? `text ${item}` : item;
}

/** Pairs of indexes of elements that are the same in both lists, ascending in both. */
function anchorsOf(before: readonly Json[], after: readonly Json[]): [number, number][] {
  const places = new Map<unknown, { readonly indexes: number[]; next: number }>();
  for (const [index, item] of after.entries()) {
    const identity = identityOf(item);
    const known = places.get(identity);
    if (known === undefined) places.set(identity, { indexes: [index], next: 0 });
    else known.indexes.push(index);
  }
  const anchors: [number, number][] = [];
  let from = 0;
  for (const [index, item] of before.entries()) {
    const known = places.get(identityOf(item));
    if (known === undefined) continue;
    // each list of places is walked once, so that the whole is linear
    while ((known.indexes[known.next] ?? Infinity) < from) known.next++;
    const place = known.indexes[known.next];
    if (place === undefined) continue;
    anchors.push([index, place]);
    from = place + 1;
  }
  return anchors;
}

/** A part of a list, before and after. */
interface Gap {
  readonly before: readonly Json[];
  readonly after: readonly Json[];
  /** Index, in the list as it is by then, of the first element of the gap. */
  readonly at: number;
}

/** Elements between two anchors: pairs are changed in place, what is left over is removed or added. */
function patchGap({ before, after, at }: Gap, path: string, operations: PatchOperation[]): void {
  const pairs = Math.min(before.length, after.length);
  for (const [index, value] of after.entries()) {
    const old = before[index];
    const place = `${path}/${at + index}`;
    if (index >= pairs || old === undefined) operations.push({ op: 'add', path: place, value });
    else patchValue(old, value, place, operations);
  }
  for (let left = before.length - pairs; left > 0; left--) {
    operations.push({ op: 'remove', path: `${path}/${at + pairs}` });
  }
}

/** How many elements both lists have in common at their beginning. */
function sharedStart(before: readonly Json[], after: readonly Json[]): number {
  const most = Math.min(before.length, after.length);
  let count = 0;
  while (count < most && before[count] === after[count]) count++;
  return count;
}

/** How many elements both lists have in common at their end, without so many at their beginning. */
function sharedEnd(before: readonly Json[], after: readonly Json[], start: number): number {
  const most = Math.min(before.length, after.length) - start;
  let count = 0;
  while (count < most && before[before.length - 1 - count] === after[after.length - 1 - count]) count++;
  return count;
}

// So many operations are cheaper than to ask what a list costs.
const fewOperations = 16;

/**
 * As many operations as a list has elements may be many times its size: where so much changes, the list is replaced. So a patch is never
 * larger than what it makes, but for some operations on each list.
 */
function patchList(before: readonly Json[], after: readonly Json[], path: string, operations: PatchOperation[]): void {
  const whole: PatchOperation = { op: 'replace', path, value: after };
  if (isMostlyChanged(before, after)) {
    if (!jsonEqual(before, after)) operations.push(whole);
    return;
  }
  const changes: PatchOperation[] = [];
  patchElements(before, after, path, changes);
  const isReplaced = changes.length > fewOperations && lengthOf(changes) > lengthOf(whole);
  // not by a spread: so many arguments a call does not take
  if (isReplaced) operations.push(whole);
  else for (const change of changes) operations.push(change);
}

// To look for operations that nobody will send costs more than the list.
const manyElements = 256;

/** Whether a long list has at most places another element than before. */
function isMostlyChanged(before: readonly Json[], after: readonly Json[]): boolean {
  if (before.length !== after.length || after.length < manyElements) return false;
  let changed = 0;
  for (const [index, item] of after.entries()) if (item !== before[index]) changed++;
  return changed > after.length / 2;
}

const lengthOf = (value: unknown): number => JSON.stringify(value).length;

function patchElements(
  before: readonly Json[],
  after: readonly Json[],
  path: string,
  operations: PatchOperation[],
): void {
  // nearly every list is the same but for a few elements, and looking for anchors costs much more
  const start = sharedStart(before, after);
  const end = sharedEnd(before, after, start);
  const middle = before.slice(start, before.length - end);
  const made = after.slice(start, after.length - end);
  const gap = { before: middle, after: made, at: start };
  if (isPaired(middle, made)) patchGap(gap, path, operations);
  else patchMiddle(gap, path, operations);
}

/** Whether looking for anchors would pair what stands at the same place: one element, or the same ones. */
function isPaired(before: readonly Json[], after: readonly Json[]): boolean {
  if (before.length === 1 && after.length === 1) return true;
  const pairs = Math.min(before.length, after.length);
  for (let index = 0; index < pairs; index++) {
    if (identityOf(before[index]) !== identityOf(after[index])) return false;
  }
  return true;
}

function patchMiddle({ before, after, at: start }: Gap, path: string, operations: PatchOperation[]): void {
  let [oldStart, newStart] = [0, 0];
  for (const [oldIndex, newIndex] of [...anchorsOf(before, after), [before.length, after.length] as const]) {
    const [old, value] = [before[oldIndex], after[newIndex]];
    const gap = {
      before: before.slice(oldStart, oldIndex),
      after: after.slice(newStart, newIndex),
      at: start + newStart,
    };
    patchGap(gap, path, operations);
    if (old !== undefined && value !== undefined) patchValue(old, value, `${path}/${start + newIndex}`, operations);
    [oldStart, newStart] = [oldIndex + 1, newIndex + 1];
  }
}

function patchValue(before: Json, after: Json, path: string, operations: PatchOperation[]): void {
  if (before === after) return;
  if (isList(before) && isList(after)) patchList(before, after, path, operations);
  else if (isObject(before) && isObject(after)) patchObject(before, after, path, operations);
  else if (!jsonEqual(before, after)) operations.push({ op: 'replace', path, value: after });
}

/**
 * The operations that make one JSON value of another. What both share in memory is skipped unseen, so that the cost is that of
 * what changed. Elements of lists are told apart by their `name`.
 */
export function createPatch(before: Json, after: Json): PatchOperation[] {
  const operations: PatchOperation[] = [];
  patchValue(before, after, '', operations);
  return operations;
}
