import type { Command } from 'commander';
import type { Io } from '../io';
import { describe } from '../manual';

export function schemaCommand(program: Command, io: Io): void {
  const command = program
    .command('schema')
    .summary('print the JSON Schema of cai.yaml, for editors')
    .action(async () => {
      const { schemaText } = await import('../description/json-schema');
      io.stdout.write(schemaText());
    });
  describe(command, {
    description: [
      'Prints the JSON Schema of cai.yaml. With it an editor completes keys, shows what each is for, and marks mistakes. "cai init" writes it beside cai.yaml, whose first line names it.',
    ],
    examples: [['cai schema > cai.schema.json', 'write it anew after an update of cai']],
  });
}
