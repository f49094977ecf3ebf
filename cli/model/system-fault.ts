import { fileFault } from '../text-files';

/** Whether the system refused something, rather than that this program has a mistake. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

/** What the system says, without the path, which lies in a mount that the user knows nothing of. */
export function systemFault(error: unknown): string {
  const [reason = ''] = fileFault(error).split(', ');
  return reason.startsWith('EIO') ? 'gocryptfs cannot decrypt or write it (EIO)' : reason;
}
