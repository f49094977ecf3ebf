import { Argument, type Command } from 'commander';
import type { Io } from '../io';
import { describe } from '../manual';
import { candidates } from './candidates';
import { completionScripts, type Shell } from './scripts';

export function completionCommand(program: Command, io: Io): void {
  const command = program
    .command('completion')
    .summary('print what a shell needs to complete cai')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(completionScripts)))
    .action((shell: Shell) => {
      io.stdout.write(completionScripts[shell]);
    });
  describe(command, {
    description: [
      'Prints a script that teaches a shell to complete commands, options and their values. The script asks cai itself, so it needs no renewal when cai changes.',
    ],
    examples: [
      ['source <(cai completion bash)', 'bash, for this session; in ~/.bashrc for all'],
      ['cai completion zsh > "${fpath[1]}/_cai"', 'zsh, from the next session on'],
      ['cai completion fish > ~/.config/fish/completions/cai.fish', 'fish'],
    ],
  });
  program.command('__complete [words...]', { hidden: true }).action((words: string[]) => {
    for (const { word, description } of candidates(program, words)) {
      // a description may have several paragraphs; shells show one line
      io.stdout.write(`${word}\t${description.split('\n')[0] ?? ''}\n`);
    }
  });
}
