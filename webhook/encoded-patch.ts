import type { Json, PatchOperation } from '../injection';

/** A value that is frozen, as JSON text, and as base64 where it is long. */
interface Encoded {
  readonly text: string;
  readonly bytes?: Buffer;
}

// What the injection shares between Pods, the sidecars, is nearly all of a patch, and it is frozen: it is encoded once.
const known = new WeakMap<object, Encoded>();

// A piece of its own costs as much as to encode so many characters.
const longText = 2048;

/** Base64. Of three bytes it has no padding, so that more can follow; blanks may stand between any two values of JSON. */
function encode(text: string): string {
  const bytes = Buffer.from(text);
  const rest = bytes.length % 3;
  return rest === 0 ? bytes.toString('base64') : Buffer.from(text + ' '.repeat(3 - rest)).toString('base64');
}

function encodedOnce(value: Json): Encoded {
  if (typeof value !== 'object' || value === null) return { text: JSON.stringify(value) };
  const found = known.get(value);
  if (found !== undefined) return found;
  const text = JSON.stringify(value);
  const made = { text, ...(text.length < longText ? {} : { bytes: Buffer.from(encode(text), 'latin1') }) };
  if (Object.isFrozen(value)) known.set(value, made);
  return made;
}

// of such characters JSON makes nothing else
const plainText = /^[ !#-[\]-~]*$/u;

/** A text as JSON has it. */
function quoted(text: string): string {
  return plainText.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** A JSON patch as the pieces of one base64 text, made of its JSON. A value that is frozen, down to its last object, costs once. */
export function encodePatch(patch: readonly PatchOperation[]): readonly (string | Buffer)[] {
  const pieces: (string | Buffer)[] = [];
  let text = '';
  let opening = '[';
  for (const operation of patch) {
    text += `${opening}{"op":"${operation.op}","path":${quoted(operation.path)}`;
    opening = ',';
    if (operation.op !== 'remove') {
      const value = encodedOnce(operation.value);
      text += ',"value":';
      if (value.bytes === undefined) text += value.text;
      else {
        pieces.push(encode(text), value.bytes);
        text = '';
      }
    }
    text += '}';
  }
  pieces.push(encode(opening === '[' ? '[]' : `${text}]`));
  return pieces;
}
