// a file whose folder went while it was open, and a process that ended, have words of their own
const goneCodes: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ENODEV', 'ESRCH']);

/** Reads what somebody else may take away at any moment: its absence is an answer, and no fault. */
export function unlessGone<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (isGone(error)) return otherwise;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && goneCodes.has(error.code);
}
