import type { Command } from 'commander';
import { completionCommand } from './completion/command';
import type { Io } from './io';

/** Adds one command, with everything below it, to the program. */
export type CommandDefinition = (program: Command, io: Io) => void;

/** Every command of `cai`, in the order of the help. */
export const commands: readonly CommandDefinition[] = [completionCommand];
