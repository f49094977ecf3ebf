import type { Command } from 'commander';
import { completionCommand } from './completion/command';
import { doctorCommand } from './doctor/command';
import { initCommand } from './init/command';
import type { Io } from './io';
import { modelCommand } from './model/command';
import { runbookCommand } from './runbook/command';
import { schemaCommand } from './schema/command';
import { trusteeCommand } from './trustee/command';
import { valuesCommand } from './values/command';

/** Adds one command, with everything below it, to the program. */
export type CommandDefinition = (program: Command, io: Io) => void;

/** Every command of `cai`, in the order of the help. */
export const commands: readonly CommandDefinition[] = [
  modelCommand,
  initCommand,
  valuesCommand,
  runbookCommand,
  trusteeCommand,
  doctorCommand,
  schemaCommand,
  completionCommand,
];
