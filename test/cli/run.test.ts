import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import type { CommandDefinition } from '../../cli/command-definition';
import { CommandError } from '../../cli/command-error';
import { unreadableFile, wrongUsage } from '../../cli/general-problems';
import { Interruption } from '../../cli/io';
import { outputOption } from '../../cli/manual';
import { program } from '../../cli/run';
import { cai, ioOf } from './in-process';

const root = join(__dirname, '../..');
const problem = unreadableFile.at('', { path: 'a\nb', reason: 'of the test' });

/** A command whose action throws. */
function throwing(error: unknown): CommandDefinition {
  return (program) => {
    program
      .command('break')
      .addOption(outputOption())
      .addArgument(new Argument('[what]'))
      .action(() => {
        throw error;
      });
  };
}

test.each([
  ['problems', new CommandError([problem, wrongUsage.at('', { reason: 'bad', command: 'cai' })]), 1],
  ['input that cannot be read', new CommandError([problem], 2), 2],
  ['a failure that nobody knows, CAI7009', new TypeError('x is not a function'), 1],
  ['an interruption', new Interruption('SIGINT'), 130],
  ['a termination', new Interruption('SIGTERM'), 143],
])('%s: one line each, no stack', async (_, error, code) => {
  const ended = await cai(['break'], { commands: [throwing(error)] });
  expect(ended).toMatchObject({ code, stdout: '' });
  expect(ended.stderr).not.toMatch(/^\s+at /m);
  expect(ended.stderr).toMatchSnapshot();
});

test('with -o json every problem is an object on a line of its own', async () => {
  const ended = await cai(['break', '-o', 'json'], { commands: [throwing(new CommandError([problem, problem]))] });
  const lines = ended.stderr.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([problem, problem]);
});

test('colours on a terminal alone', async () => {
  const commands = [throwing(new CommandError([problem]))];
  expect((await cai(['break'], { commands, terminal: true })).stderr).toContain('\u001b[31merror:\u001b[0m CAI7002');
  expect((await cai(['break'], { commands })).stderr).not.toContain('\u001b');
});

test('an action can choose what the program ends with', async () => {
  const choose: CommandDefinition = (program, io) => {
    program.command('choose').action(() => {
      io.exitCode = 1;
    });
  };
  expect(await cai(['choose'], { commands: [choose] })).toMatchObject({ code: 1, stdout: '', stderr: '' });
});

test('without a command the help is on standard error', async () => {
  const [none, help] = [await cai([]), await cai(['--help'])];
  expect(none).toMatchObject({ code: 2, stdout: '' });
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(none.stderr).toBe(help.stdout);
});

test('the version', async () => {
  expect(await cai(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n', stderr: '' });
});

test('the help waits for neither schemas nor constructs', () => {
  const script = `
    process.on('exit', () => {
      const packages = Object.keys(require.cache).map((file) => /.*node_modules\\/([^/]+)/.exec(file)?.[1] ?? '');
      console.error(JSON.stringify([...new Set(packages)].filter((name) => /^(zod|cdk8s|constructs)$/.test(name))));
    });
    require('./cli/main.ts');
  `;
  const args = ['-r', 'ts-node/register', '-e', script, 'cai', '--help'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '[]\n']);
  expect(stdout).toContain('Usage: cai');
});

test('-o is the format of the result, in every command that has it', () => {
  const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)];
  const options = all(program(ioOf('/'))).flatMap(({ options }) => options.filter(({ short }) => short === '-o'));
  expect(options.length).toBeGreaterThan(8);
  expect([...new Set(options.map(({ flags }) => flags))]).toEqual(['-o, --output <format>']);
});
