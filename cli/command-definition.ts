import type { Command } from 'commander';
import type { Io } from './io';

/** Adds one command, with everything below it, to the program. */
export type CommandDefinition = (program: Command, io: Io) => void;
