import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { commands } from '../../cli/commands';
import { program } from '../../cli/run';
import { scratchFolder } from '../support/scratch-folder';
import { cai, ioOf } from './in-process';

async function offered(...words: readonly string[]): Promise<string[]> {
  const { stdout, stderr, code } = await cai(['__complete', '--', ...words]);
  expect([stderr, code]).toEqual(['', 0]);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t')[0] ?? '');
}

test('commands', async () => {
  expect(await offered('')).toEqual(expect.arrayContaining(['init', 'inject', 'completion']));
  expect(await offered('in')).toEqual(['init', 'inject']);
  expect(await offered('')).not.toContain('__complete');
});

test('options, with their descriptions, and what may follow one', async () => {
  expect(await offered('inject', '--o')).toEqual(['--output']);
  expect(await offered('inject', '-')).toEqual(expect.arrayContaining(['--file', '--templates', '--output', '--help']));
  expect(await offered('inject', '-o', '')).toEqual(['yaml', 'json']);
  expect(await offered('inject', '-f', 'x', '--output=j')).toEqual(['--output=json']);
  const { stdout } = await cai(['__complete', '--', 'completion', '']);
  expect(stdout).toBe('bash\t\nzsh\t\nfish\t\n');
});

test('arguments that have choices', async () => {
  expect(await offered('values', 'cai-v')).toEqual(['cai-vllm']);
  expect(await offered('values', '-c', 'x.yaml', 'cai-w')).toEqual(['cai-webhook']);
  expect(await offered('values', 'cai-vllm', '')).toEqual([]);
});

test('nothing where a file belongs, so that the shell offers files', async () => {
  expect(await offered('inject', '-f', '')).toEqual([]);
  expect(await offered('check', 'ca')).toEqual([]);
  expect(await offered('check', '--', '-')).toEqual([]);
});

test.each(['bash', 'zsh', 'fish'])('%s has a script that asks the program', async (shell) => {
  const { stdout, code } = await cai(['completion', shell]);
  expect(code).toBe(0);
  expect(stdout).toContain('__complete');
  expect(stdout).toMatchSnapshot();
});

test('bash completes the command that npm puts into the path', () => {
  const bin = scratchFolder();
  // as npm install --global ./cli does it
  symlinkSync(join(__dirname, '../../cli/cai.js'), join(bin, 'cai'));
  const complete = (line: string): string =>
    `COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; _cai; echo "\${COMPREPLY[*]}"`;
  const script = ['source <(cai completion bash)', complete('cai in'), complete('cai inject --output=j')].join('\n');
  const env = { PATH: `${bin}:${process.env.PATH ?? ''}` };
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8', cwd: bin, env });
  expect([stderr, stdout]).toEqual(['', 'init inject\njson\n']);
});

/** Every command, with those below it. */
function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

const documented = everyCommand(program(ioOf(__dirname), commands)).filter(
  (command) => !['help', '__complete'].includes(command.name()),
);

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

test.each(documented.map((command) => [command.name(), command] as const))(
  'the help of %s is a manual',
  (_, command) => {
    const text = helpOf(command);
    // those that only hold others lead to the manuals below them
    expect(text).toMatch(command.commands.length === 0 ? /Exit codes:[^]*Examples:\n {2}# / : /Commands:/);
    if (command.parent) expect(command.summary()).toMatch(/^[a-z]/);
    for (const option of command.options)
      expect([option.flags, option.description]).toEqual([option.flags, expect.stringMatching(/./)]);
  },
);

test('examples in the help are command lines that exist', () => {
  const names = new Set(documented.filter(({ parent }) => !parent?.parent).map((command) => command.name()));
  for (const command of documented) {
    for (const [, word = ''] of helpOf(command).matchAll(/^ {2}(?:.*[|(] ?)?cai ([a-z-]+)/gm))
      expect(names).toContain(word);
  }
});
