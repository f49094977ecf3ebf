import { setImmediate as nextTurn } from 'node:timers/promises';
import { Turns } from '../../webhook/turns';

/** Turns whose clock goes on by so many milliseconds with each piece of work. */
function turnsOf(milliseconds: number): { turns: Turns; done: string[]; work: (name: string) => () => void } {
  let now = 0;
  const done: string[] = [];
  const work = (name: string) => (): void => {
    now += milliseconds;
    done.push(name);
  };
  return { turns: new Turns(() => now), done, work };
}

test('a little work is done at once', () => {
  const { turns, done, work } = turnsOf(0.1);
  for (let count = 0; count < 5; count++) turns.run('a', work('a'));
  expect(done).toHaveLength(5);
});

test('much work leaves room for others, and each address has its turn', async () => {
  const { turns, done, work } = turnsOf(20);
  for (const name of ['a1', 'a2', 'a3', 'a4']) turns.run('a', work(name));
  turns.run('b', work('b1'));
  expect(done).toEqual(['a1']);
  for (let count = 2; count <= 5; count++) {
    await nextTurn();
    expect(done).toHaveLength(count);
  }
  expect(done).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
});
