import { isObject, type Json, type PatchOperation } from '../../injection';

function steps(path: string): string[] {
  if (path === '') return [];
  if (!path.startsWith('/')) throw new Error(`${path} is no JSON pointer`);
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function indexOf(step: string, length: number): number {
  const index = step === '-' ? length : /^(0|[1-9][0-9]*)$/.test(step) ? Number(step) : NaN;
  if (!(index <= length)) throw new Error(`${step} is outside the list`);
  return index;
}

function patchList(list: readonly Json[], step: string, rest: readonly string[], operation: PatchOperation): Json[] {
  const index = indexOf(step, list.length);
  const copy = [...list];
  const isInsertion = rest.length === 0 && operation.op === 'add';
  if (!isInsertion && index === list.length) throw new Error(`${step} is outside the list`);
  if (isInsertion) copy.splice(index, 0, operation.value);
  else if (rest.length === 0 && operation.op === 'remove') copy.splice(index, 1);
  else copy[index] = applyAt(list[index] as Json, rest, operation);
  return copy;
}

function applyAt(target: Json, path: readonly string[], operation: PatchOperation): Json {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (operation.op === 'remove') throw new Error('the whole document cannot be removed');
    return operation.value;
  }
  if (Array.isArray(target)) return patchList(target as readonly Json[], step, rest, operation);
  if (!isObject(target)) throw new Error(`${step} is not in ${JSON.stringify(target)}`);
  const isThere = Object.hasOwn(target, step);
  if (!isThere && (rest.length > 0 || operation.op !== 'add')) throw new Error(`${step} is not there`);
  const entries = Object.entries(target).filter(([key]) => key !== step);
  if (rest.length === 0 && operation.op === 'remove') return Object.fromEntries(entries);
  const inner = isThere ? (target[step] as Json) : null;
  return Object.fromEntries([...entries, [step, applyAt(inner, rest, operation)]]);
}

/** Applies a JSON Patch as RFC 6902 has it, strictly: what is replaced or removed must be there. */
export function applyPatch(document: Json, operations: readonly PatchOperation[]): Json {
  return operations.reduce((patched, operation) => applyAt(patched, steps(operation.path), operation), document);
}
