import type { Surroundings } from '../in-process';

/** One command line, or one input, that `cai` refuses. */
export interface BadInput extends Pick<Surroundings, 'files' | 'prepare' | 'stdin' | 'env' | 'terminal' | 'now'> {
  /** What is wrong, in a few words. */
  readonly name: string;
  readonly args: readonly string[];
  readonly code: 1 | 2;
  /** What standard error says, line by line; a text that ends in … only begins so. */
  readonly says: readonly string[];
  /** @default - nothing */
  readonly stdout?: string;
}
