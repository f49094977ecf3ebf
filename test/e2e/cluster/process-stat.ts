import { readFileSync } from 'node:fs';

export interface ProcessStat {
  readonly parent: number;
  /** With the pid it names a process for good. */
  readonly startTime: string;
}

export function processStat(pid: number): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the second field, the program's name in parentheses, may hold anything
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), startTime: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
