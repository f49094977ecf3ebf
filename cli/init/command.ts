import { Option, type Command } from 'commander';
import { join, dirname } from 'node:path';
import { CommandError } from '../command-error';
import type { Io } from '../io';
import { describe } from '../manual';
import { report } from '../reporting';
import { writeObstacles, writeText } from '../text-files';
import { questions, type Answers } from './questions';

interface Options extends Readonly<Record<string, unknown>> {
  readonly config: string;
  readonly force: boolean;
  readonly input: boolean;
}

export function initCommand(program: Command, io: Io): void {
  const command = program
    .command('init')
    .summary('write cai.yaml, the description of a deployment')
    .option('-c, --config <file>', 'the file to write', 'cai.yaml')
    .option('--force', 'overwrite a file that exists', false)
    .option('--no-input', 'ask nothing, also on a terminal');
  for (const { flag, text, choices } of questions) {
    const option = new Option(`--${flag} <value>`, text);
    command.addOption(choices ? option.choices(choices) : option);
  }
  command.action((options: Options) => init(io, options));
  describe(command, {
    description: [
      'Writes cai.yaml with every key and a comment on each, and beside it cai.schema.json, with which editors check it. Every other command that needs to know the deployment reads this file; no secret belongs in it. A line in .gitignore keeps the keys of models (*.key) out of git.',
      'What no option answers is asked on a terminal; Enter takes what stands in brackets, and Ctrl-D ends it. Without a terminal, or with --no-input, what is in brackets is taken, and what has none must be given as an option. Nothing is written while an answer is wrong.',
    ],
    examples: [
      ['cai init', 'ask for everything'],
      [
        'cai init --no-input --model-name qwen --bucket examplebucket --region cn-beijing --trustee https://trustee.example.com:8081/api',
        'ask for nothing',
      ],
    ],
  });
}

async function init(io: Io, options: Options): Promise<void> {
  const { config: path, force } = options;
  // before anybody answers a question in vain
  const obstacles = writeObstacles(io, path, { force });
  if (obstacles.length > 0) throw new CommandError(obstacles);
  const [{ draft, problemsOf }, { completed }, { schemaText }, { schemaFile }, { ignoreKeyFiles }] = await Promise.all([
    import('./drafting'),
    import('./asking'),
    import('../description/json-schema'),
    import('../description/write'),
    import('./ignore-file'),
  ]);
  const given = givenAnswers(options);
  const wrong = Object.keys(given).flatMap((key) => problemsOf(given, key));
  if (wrong.length > 0) throw new CommandError(wrong);
  const way = io.stdin.isTerminal && options.input ? 'ask' : 'suggestions';
  const answers = await completed(io, given, way, problemsOf);
  const { text, problems, warnings } = draft(answers, path);
  report(io, warnings);
  if (problems.length > 0) throw new CommandError(problems);
  const schema = join(dirname(path), schemaFile);
  await writeText(io, path, text, { force });
  await writeText(io, schema, schemaText(), { force: true });
  io.stdout.write(`${path}\n${schema}\n`);
  const ignored = await ignoreKeyFiles(io, dirname(path));
  if (ignored !== undefined) io.stdout.write(`${ignored}\n`);
  if (path === 'cai.yaml') io.stderr.write(nextSteps);
}

const nextSteps = `next:
  cai check      what is wrong, and what is risky
  cai explain    what becomes of the Pod, and what protects it
  cai report     one page for whoever has to approve it
`;

function givenAnswers(options: Options): Answers {
  const entries = questions.flatMap(({ flag, key }): [string, string][] => {
    const value = options[flag.replaceAll(/-([a-z])/gu, (_, letter: string) => letter.toUpperCase())];
    return typeof value === 'string' ? [[key, value]] : [];
  });
  return Object.fromEntries(entries);
}
