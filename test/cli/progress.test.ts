import { Progress } from '../../cli/progress';
import type { CommandDefinition } from '../../cli/command-definition';
import { cai } from './in-process';

/** A command that reports its progress every half second for a minute. */
function working(): { commands: CommandDefinition[]; now: () => number; asked: () => number } {
  let time = 0;
  let asked = 0;
  const work: CommandDefinition = (program, io) => {
    program.command('work').action(() => {
      const progress = new Progress(io);
      for (; time <= 60_000; time += 500) {
        progress.update(() => {
          asked += 1;
          return `${time / 1000} s, and a text that is longer than the terminal is wide`;
        });
      }
      progress.clear();
      io.stdout.write('done\n');
    });
  };
  return { commands: [work], now: () => time, asked: () => asked };
}

test('in a log a line every ten seconds', async () => {
  const { commands, now, asked } = working();
  const { stderr, stdout } = await cai(['work'], { commands, now });
  const lines = stderr.split('\n').filter(Boolean);
  expect(lines.map((line) => line.split(',')[0])).toEqual(['10 s', '20 s', '30 s', '40 s', '50 s', '60 s']);
  expect([stdout, asked()]).toEqual(['done\n', 6]);
});

test('on a terminal one line, drawn anew, within its width, and gone at the end', async () => {
  const { commands, now } = working();
  const { stderr } = await cai(['work'], { commands, now, terminal: true, columns: 20 });
  const [first, ...drawn] = stderr.split('\r\u001b[K');
  expect([first, drawn.at(-1)]).toEqual(['', '']);
  expect(drawn.length).toBeGreaterThan(100);
  expect(Math.max(...drawn.map((line) => line.length))).toBe(19);
});

test('what is over at once shows nothing in a log', async () => {
  const commands: CommandDefinition[] = [
    (program, io) => {
      program.command('work').action(() => {
        new Progress(io).update(() => 'x');
      });
    },
  ];
  expect(await cai(['work'], { commands })).toMatchObject({ stderr: '', stdout: '' });
});
