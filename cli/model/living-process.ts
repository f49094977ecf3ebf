import { readFileSync } from 'node:fs';

/** A process, told from a later one with the same number by the moment of its start. */
export interface ProcessMark {
  readonly pid: number;
  /** In clock ticks since the machine started; 0 where the system does not tell. */
  readonly start: number;
}

export function processMark(pid: number): ProcessMark {
  return { pid, start: startOf(pid) ?? 0 };
}

export function isAlive({ pid, start }: ProcessMark): boolean {
  return startOf(pid) === start;
}

function startOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the program's name, in parentheses, may hold blanks
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return undefined;
  }
}
