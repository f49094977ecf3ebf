import fc from 'fast-check';
import {
  bundleOf,
  nextState,
  readState,
  writeState,
  type AuthorityPlan,
  type AuthorityState,
  type Moment,
} from '../../webhook/authority-state';
import { mintAuthority, pairFault, validityOf } from '../../webhook/certificates';

const minute = 60_000;
const day = 1440 * minute;
const plan: AuthorityPlan = { authorityLifetime: 365 * day, servingLifetime: 7 * day, caPropagationDelay: 5 * minute };
const start = Date.parse('2027-01-01T00:00:00Z');

/** A step at a time after the start. */
function step(state: AuthorityState | undefined, after: number, moment: Partial<Moment> = {}): AuthorityState {
  return nextState(state, { now: start + after, isPublished: true, ...moment }, plan);
}

const first = step(undefined, 0);

test('at first there is one authority', () => {
  expect(first.next).toBeUndefined();
  expect(first.previous).toEqual([]);
  expect(pairFault(first.current)).toBeUndefined();
  expect(bundleOf(first)).toBe(first.current.certificate);
});

test('nothing is due for two thirds of its life', () => {
  for (const days of [0, 1, 100, 242]) expect(step(first, days * day)).toBe(first);
});

describe('a rotation', () => {
  const time = 244 * day;
  const announced = step(first, time);
  const published = step(announced, time + minute);

  test('publishes the next authority before it signs', () => {
    expect(announced.current).toBe(first.current);
    expect(announced.next?.publishedAt).toBeUndefined();
    expect(bundleOf(announced)).toBe(`${first.current.certificate}${announced.next?.certificate ?? ''}`);
  });

  test('waits until every configuration has it', () => {
    expect(step(announced, time + 100 * minute, { isPublished: false })).toBe(announced);
    expect(published.next).toEqual({ ...announced.next, publishedAt: start + time + minute });
  });

  test('waits for the propagation delay', () => {
    expect(step(published, time + 5 * minute)).toBe(published);
    expect(step(published, time + 6 * minute - 1)).toBe(published);
  });

  test('waits when the bundle is overwritten meanwhile', () => {
    expect(step(published, time + 100 * minute, { isPublished: false })).toBe(published);
  });

  const promoted = step(published, time + 6 * minute);

  test('lets the next one sign, and keeps the old one in the bundle, without its key', () => {
    const { certificate, key } = announced.next ?? { certificate: '', key: '' };
    expect(promoted.current).toEqual({ certificate, key });
    expect(promoted.next).toBeUndefined();
    expect(bundleOf(promoted)).toBe(certificate + first.current.certificate);
    expect(writeState(promoted)).not.toContain(JSON.stringify(first.current.key));
  });

  test('drops the old one when nothing that it signed can be shown any more', () => {
    expect(step(promoted, time + 6 * minute + 7 * day - 1)).toBe(promoted);
    expect(step(promoted, time + 6 * minute + 7 * day).previous).toEqual([]);
  });
});

describe('a wish', () => {
  test('starts a rotation at once, and is followed once', () => {
    const announced = step(first, minute, { rotation: 'monday' });
    expect(announced.next).toBeDefined();
    expect(step(announced, 2 * minute, { rotation: 'monday', isPublished: false })).toBe(announced);
    const done = step(step(announced, 3 * minute, { rotation: 'monday' }), 9 * minute, { rotation: 'monday' });
    expect(done.current.certificate).toBe(announced.next?.certificate);
    expect(step(done, 10 * minute, { rotation: 'monday' })).toBe(done);
    expect(step(done, 10 * minute, { rotation: 'tuesday' }).next).toBeDefined();
  });

  test('during a rotation is followed after it', () => {
    const announced = step(first, minute, { rotation: 'one' });
    const published = step(announced, 2 * minute, { rotation: 'two' });
    const promoted = step(published, 8 * minute, { rotation: 'two' });
    expect(promoted.next).toBeUndefined();
    expect(step(promoted, 9 * minute, { rotation: 'two' }).next).toBeDefined();
  });

  test('that was there before the first authority is fulfilled by it', () => {
    const made = step(undefined, 0, { rotation: 'old' });
    expect(step(made, minute, { rotation: 'old' })).toBe(made);
  });
});

describe('an authority that has ended', () => {
  test('is replaced at once: there is nothing to lose', () => {
    const late = step(first, 366 * day, { isPublished: false });
    expect(late.current.certificate).not.toBe(first.current.certificate);
    expect(validityOf(late.current.certificate).notAfter).toBeGreaterThan(start + 366 * day);
  });

  test('is replaced by the next one, where there is one', () => {
    const announced = step(first, 244 * day);
    expect(step(announced, 366 * day, { isPublished: false }).current.certificate).toBe(announced.next?.certificate);
  });
});

describe('the text', () => {
  test('is read as it was written', () => {
    const states = [first, step(first, 244 * day), step(undefined, 0, { rotation: 'x' })];
    const announced = step(first, 244 * day);
    states.push(step(step(announced, 244 * day + 1), 245 * day));
    for (const state of states) expect(readState(writeState(state))).toEqual({ kind: 'state', state });
  });

  test('may be absent', () => {
    expect(readState('')).toEqual({ kind: 'empty' });
  });

  const other = mintAuthority(start, day);
  test.each([
    ['not JSON', '{', /not JSON/],
    ['null', 'null', /version/],
    ['of another version', JSON.stringify({ ...first, version: 2 }), /version/],
    ['without an authority', JSON.stringify({ version: 1, previous: [] }), /no authority/],
    ['without a list', JSON.stringify({ version: 1, current: first.current }), /previous/],
    [
      'with a key of somebody else',
      JSON.stringify({ version: 1, ...first, current: { ...first.current, key: other.key } }),
      /does not belong/,
    ],
    [
      'with a next one that is broken',
      JSON.stringify({ version: 1, ...first, next: { certificate: 'x', key: 'y' } }),
      /not PEM/,
    ],
    ['with a next one that is none', JSON.stringify({ version: 1, ...first, next: 'soon' }), /next/],
    [
      'with a previous one that is broken',
      JSON.stringify({ version: 1, ...first, previous: [{ certificate: 'x', until: 1 }] }),
      /previous/,
    ],
  ])('%s is a fault', (_, text, fault) => {
    const reading = readState(text);
    expect(reading).toEqual({ kind: 'fault', fault: expect.stringMatching(fault) as string });
  });

  test('of any kind is read without an exception', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => readState(text).kind !== 'state'));
  });
});

test('whatever happens when, what is shown is in the bundle that is published', () => {
  const events = fc.array(
    fc.record({
      after: fc.integer({ min: 1, max: 3 * day }),
      // the configurations are written by the replica, or by somebody else
      isWritten: fc.boolean(),
      rotation: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(events, (steps) => {
      let [state, now] = [first, start];
      let published = bundleOf(first);
      for (const { after, isWritten, rotation } of steps) {
        now += after;
        const isPublished = published === bundleOf(state);
        const next = nextState(state, { now, isPublished, ...(rotation === undefined ? {} : { rotation }) }, plan);
        // a replica that has not heard of the new state yet still shows the old authority's certificate
        for (const { certificate } of [state.current, next.current]) {
          expect(published).toContain(certificate);
        }
        state = next;
        if (isWritten) published = bundleOf(state);
      }
    }),
    { numRuns: 100 },
  );
});
