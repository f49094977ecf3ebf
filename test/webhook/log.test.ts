import fc from 'fast-check';
import { openLog, placeOf } from '../../webhook/log';

const lines: { time: string; level: string; msg: string }[] = [];
const log = openLog('info', {
  write: (line) => {
    lines.push(JSON.parse(line) as (typeof lines)[number]);
  },
});

beforeEach(() => {
  jest.useFakeTimers();
  lines.length = 0;
});
afterEach(() => jest.useRealTimers());

test('a line says when it was written, whenever the line before was', () => {
  // steps of any size, back as well: clocks are set
  const time = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
  const steps = fc.array(fc.oneof(fc.integer({ min: -1500, max: 1500 }), time), { maxLength: 10 });
  fc.assert(
    fc.property(time, steps, (start, later) => {
      lines.length = 0;
      const times = [start, ...later.map((step) => Math.max(0, start + step))];
      for (const now of times) {
        jest.setSystemTime(now);
        log.info('told');
      }
      expect(lines.map((line) => line.time)).toEqual(times.map((now) => new Date(now).toISOString()));
    }),
  );
});

test('a level is a word, and what is below the level is not told', () => {
  log.debug('quiet');
  log.error('loud');
  expect(lines).toMatchObject([{ level: 'error', msg: 'loud' }]);
});

test('of an error only its name and its place are told', () => {
  const { error, at } = placeOf(new TypeError('quotes a secret'));
  expect(error).toBe('TypeError');
  expect(at.length).toBeGreaterThan(0);
  expect(at.join('\n')).toMatch(/^at .*log\.test\.ts/u);
  expect(at.join('\n')).not.toContain('secret');
  expect(placeOf('a secret')).toEqual({ error: 'string', at: [] });
});
