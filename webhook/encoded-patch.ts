import type { Json, JsonObject, PatchOperation } from '../injection';

// What the injection shares between Pods, the sidecars, is nearly all of a patch, and it is frozen: it is encoded once.
const encoded = new WeakMap<object, Buffer>();

/** Base64 as bytes. Of three bytes it has no padding, so that more can follow; blanks may stand between any two values of JSON. */
function encode(text: string): Buffer {
  const rest = Buffer.byteLength(text) % 3;
  const padded = rest === 0 ? text : text + ' '.repeat(3 - rest);
  return Buffer.from(Buffer.from(padded).toString('base64'), 'latin1');
}

function isFrozenObject(value: Json): value is JsonObject | readonly Json[] {
  return typeof value === 'object' && value !== null && Object.isFrozen(value);
}

function encodedOnce(value: object): Buffer {
  const known = encoded.get(value);
  if (known !== undefined) return known;
  const made = encode(JSON.stringify(value));
  encoded.set(value, made);
  return made;
}

/** A JSON patch as the pieces of one base64 text, made of its JSON. A value that is frozen, down to its last object, costs once. */
export function encodePatch(patch: readonly PatchOperation[]): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let [start, opening] = [0, '['];
  for (const [index, operation] of patch.entries()) {
    if (operation.op === 'remove' || !isFrozenObject(operation.value)) continue;
    const { op, path, value } = operation;
    const upToValue = JSON.stringify([...patch.slice(start, index), { op, path }]).slice(1, -'}]'.length);
    pieces.push(encode(`${opening}${upToValue},"value":`), encodedOnce(value));
    [start, opening] = [index + 1, '},'];
  }
  if (start > 0 && start === patch.length) return [...pieces, encode('}]')];
  return [...pieces, encode(opening + JSON.stringify(patch.slice(start)).slice(1))];
}
