import { showPointer } from './show-value';

/** A place in what the user wrote: a JSON pointer (RFC 6901). The empty one is the whole. */
export type Pointer = '' | `/${string}`;

/** How a pointer is printed: `/service/port`, as JSON has it, or `service.port`, as values files are spoken of. */
export type Notation = 'pointer' | 'dotted';

/** A key as a step of a JSON pointer: a slash and the key, escaped. */
export function pointerStep(key: string): `/${string}` {
  // most keys need no escape, and pointers are made for every field that is read
  return `/${/[~/]/u.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key}`;
}

/** JSON pointer of a path of keys and indexes. */
export function jsonPointer(...path: readonly (string | number)[]): Pointer {
  let pointer: Pointer = '';
  for (const step of path) pointer = `${pointer}${pointerStep(String(step))}`;
  return pointer;
}

/** The keys and indexes of a pointer: what {@link jsonPointer} was given. */
export function keysOf(pointer: Pointer): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Pointer of a path that is written with dots. A key that has dots itself becomes several. */
export function pointerOfDotted(path: string): Pointer {
  return path === '' ? '' : jsonPointer(...path.split('.'));
}

/** A pointer with dots in place of slashes, as values files are spoken of. */
export function dotted(pointer: Pointer): string {
  return keysOf(pointer).join('.');
}

/** Whether one place is the other, or lies in it. */
export function isWithin(pointer: Pointer, outer: Pointer): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}

/** Whether one place is the other, or either lies in the other. */
export function touches(one: Pointer, other: Pointer): boolean {
  return isWithin(one, other) || isWithin(other, one);
}

// a term of an affinity lies 130 characters deep, and its user must find the key at fault
const maxDottedLength = 240;

/** A pointer as it stands in a message: on one line, and not too long for it. */
export function printed(pointer: Pointer, notation: Notation): string {
  return notation === 'dotted' ? showPointer(dotted(pointer), maxDottedLength) : showPointer(pointer);
}
