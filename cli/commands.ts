import { checkCommand } from './check/command';
import { clientCommand } from './client/command';
import type { CommandDefinition } from './command-definition';
import { completionCommand } from './completion/command';
import { doctorCommand } from './doctor/command';
import { explainCommand } from './explain/command';
import { initCommand } from './init/command';
import { injectCommand } from './inject/command';
import { modelCommand } from './model/command';
import { renderCommand } from './render/command';
import { reportCommand } from './report/command';
import { runbookCommand } from './runbook/command';
import { schemaCommand } from './schema/command';
import { trusteeCommand } from './trustee/command';
import { valuesCommand } from './values/command';

/** Every command of `cai`, in the order of the help. */
export const commands: readonly CommandDefinition[] = [
  initCommand,
  valuesCommand,
  renderCommand,
  modelCommand,
  runbookCommand,
  trusteeCommand,
  doctorCommand,
  clientCommand,
  injectCommand,
  explainCommand,
  checkCommand,
  reportCommand,
  schemaCommand,
  completionCommand,
];
