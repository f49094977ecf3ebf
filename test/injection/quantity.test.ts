import * as fc from 'fast-check';
import { readQuantity, showQuantity } from '../../injection/pod/quantity';

const one = 10n ** 9n;

test.each([
  ['1', one],
  [2, 2n * one],
  ['200m', 200_000_000n],
  ['0.1', 100_000_000n],
  ['.5', 500_000_000n],
  ['5.', 5n * one],
  ['1e3', 1000n * one],
  ['15E-1', 1_500_000_000n],
  ['1E', 10n ** 27n],
  ['1Ei', one << 60n],
  ['1.5Gi', (one << 30n) + (one << 29n)],
  ['128974848', 128_974_848n * one],
  ['129M', 129_000_000n * one],
  ['0.1n', 1n],
  ['100k', 100_000n * one],
  ['10Ki', 10_240n * one],
])('%j is read', (text, amount) => {
  expect(readQuantity(text)).toBe(amount);
});

test.each(['', '.', 'm', '-1', '1x', '1Kii', '1 Gi', '1mi', null, true, '1e1000', '9'.repeat(30)])(
  '%j is none',
  (text) => {
    expect(readQuantity(text)).toBeUndefined();
  },
);

test('what is shown is no less, and less than a thousandth or a mebibyte more', () => {
  fc.assert(
    fc.property(fc.bigInt(1n, one << 50n), (amount) => {
      const shown = readQuantity(showQuantity(amount)) ?? 0n;
      const step = amount >= one << 20n ? one << 20n : 1_000_000n;
      expect(shown >= amount && shown - amount < step).toBe(true);
    }),
  );
});
