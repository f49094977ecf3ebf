const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is unknown',
  EAI_AGAIN: 'its name cannot be looked up now',
  ECONNREFUSED: 'the connection is refused',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to its network',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ETIMEDOUT: 'the time is up',
  ABORT_ERR: 'the time is up',
};

/** Why there was no answer, in words. */
export function reasonOf(error: unknown): string {
  const { code = '', name, message } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || name === 'AbortError') return 'the time is up';
  if (code.startsWith('HPE_')) return 'it does not speak HTTP';
  return reasons[code] ?? message;
}

/** Whether somebody took the connection and then cut it, which TNG 2.2.4 does with plain HTTP. */
export function wasCut(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return code === 'ECONNRESET' || code === 'EPIPE' || code.startsWith('HPE_');
}
