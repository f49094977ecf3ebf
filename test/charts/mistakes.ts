import * as fc from 'fast-check';
import { copy } from '../support/arbitrary-values';
import { over, type Values } from './product-chart';

/** Something that a user may get wrong. */
export type Mistake = (given: Values) => Values;

const scalars = [
  null,
  '',
  ' ',
  0,
  -1,
  1,
  1.5,
  65536,
  2 ** 53,
  1e21,
  'x',
  '0755',
  'yes',
  true,
  false,
  '1Gi',
  '1.5Gi',
  'ak',
];
const texts = ['10.0.0.0/8', 'a\n', '😀', 'x'.repeat(300), '8080', 'a\u0085b', '<no value>'];
const structures = [
  [],
  {},
  [null],
  [1],
  ['x'],
  [[]],
  [{}],
  { a: null },
  { a: 'x' },
  { a: 1 },
  { 'a b': 'x' },
  { name: 'x' },
];
const items = [[{ name: 'x' }], [{ name: 'X_' }], [{ name: 'a', value: 1 }], [{ name: 'a', valueFrom: null }]];
const impossible: unknown[] = [{ '<<': 'x' }, { constructor: 'x' }];
const junk = fc.constantFrom<unknown>(...scalars, ...texts, ...structures, ...items, ...impossible);

/** A place in the values, found by going down as many times as there are steps. */
function within(
  given: unknown,
  steps: readonly number[],
  change: (place: Record<string, unknown>, key: string) => void,
): void {
  if (typeof given !== 'object' || given === null) return;
  const place = given as Record<string, unknown>;
  const keys = Object.keys(place);
  const key = keys[(steps[0] ?? 0) % keys.length];
  if (key === undefined) return;
  const inner = place[key];
  const [, ...rest] = steps;
  if (rest.length > 0 && typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0)
    within(inner, rest, change);
  else change(place, key);
}

const steps = fc.array(fc.nat(), { minLength: 1, maxLength: 6 });

function changed(change: (given: Values) => void): Mistake {
  return (given) => {
    const result = copy(given);
    change(result);
    return result;
  };
}

/** A key that is nearly right. */
export const typo = fc.tuple(steps, fc.constantFrom('s', 'x', '_')).map(([way, letter]) =>
  changed((given) => {
    within(given, way, (place, key) => {
      place[`${key}${letter}`] = copy(place[key]);
    });
  }),
);

/** A value of the wrong kind somewhere. */
export const junkSomewhere = fc.tuple(steps, junk).map(([way, bad]) =>
  changed((given) => {
    within(given, way, (place, key) => {
      place[key] = copy(bad);
    });
  }),
);

export function at(path: string, value: unknown): Values {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Values;
}

/** A value of the wrong kind, or none, at one of the keys that a schema declares. */
export function junkAtKey(declared: readonly string[]): fc.Arbitrary<Mistake> {
  return fc.tuple(fc.constantFrom(...declared), fc.oneof(junk, fc.constant(null))).map(
    ([path, bad]): Mistake =>
      (given) =>
        over(given, at(path, copy(bad))),
  );
}

/** Changes that break a rule, or come near to it. */
export function changesOf(changes: readonly Values[]): fc.Arbitrary<Mistake> {
  return fc.constantFrom(...changes).map(
    (change): Mistake =>
      (given) =>
        over(given, copy(change)),
  );
}

/** Right values with one to three mistakes. Now and then a mistake happens to be none. */
export function spoilt(right: fc.Arbitrary<Values>, mistake: fc.Arbitrary<Mistake>): fc.Arbitrary<Values> {
  return fc
    .tuple(right, fc.array(mistake, { minLength: 1, maxLength: 3 }))
    .map(([values, mistakes]) => copy(mistakes.reduce((given, make) => make(given), values)));
}
