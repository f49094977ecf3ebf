interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

/** Applies a JSON patch of RFC 6902 as the API server does: a path must lead somewhere, and what is replaced must be there. */
export function applyPatch(before: unknown, operations: readonly Operation[]): unknown {
  let document: unknown = structuredClone(before);
  for (const { op, path, value } of operations) {
    if (path === '') {
      document = structuredClone(value);
      continue;
    }
    const steps = path
      .slice(1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = steps.pop() ?? '';
    let parent = document as Record<string, unknown>;
    for (const step of steps) {
      if (!Object.hasOwn(parent, step)) throw new Error(`${path} leads nowhere`);
      parent = parent[step] as Record<string, unknown>;
    }
    if (Array.isArray(parent)) change(parent, last, op, value);
    else changeKey(parent, last, op, value);
  }
  return document;
}

function change(list: unknown[], step: string, op: string, value: unknown): void {
  const index = step === '-' ? list.length : Number(step);
  const last = op === 'add' ? list.length : list.length - 1;
  if (!/^(-|0|[1-9]\d*)$/.test(step) || index > last) throw new Error(`no index ${step} for ${op}`);
  list.splice(index, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [structuredClone(value)]));
}

function changeKey(object: Record<string, unknown>, key: string, op: string, value: unknown): void {
  if (op !== 'add' && !Object.hasOwn(object, key)) throw new Error(`no key ${key} for ${op}`);
  if (op === 'remove') Reflect.deleteProperty(object, key);
  else {
    Object.defineProperty(object, key, {
      value: structuredClone(value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}
