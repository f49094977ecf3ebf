import fc from 'fast-check';
import { areMixed, comparable } from '../../constructs/options/version-rules';
import {
  defaultVersions,
  isInRange,
  setsHolding,
  supportedPattern,
  versionedComponents,
  versionSetNamed,
  versionSets,
  type VersionedComponent,
  type VersionSet,
  type VersionSetName,
} from '../../injection';

const versionSetOf = (component: VersionedComponent, tag: string): string | undefined =>
  setsHolding({ [component]: tag }, versionSets)[0]?.name;

const agents: readonly (readonly [string, VersionSetName | undefined])[] = [
  ['0.0.0', 'A'],
  ['0.14.2', 'A'],
  ['1.0.0', 'A'],
  ['1.2.99', 'A'],
  ['1.3.0', 'A'],
  ['1.3.1', 'A'],
  ['1.3.2', undefined],
  ['1.3.10', undefined],
  ['1.4.0', 'B'],
  ['1.9.9', 'B'],
  ['1.10.0', 'B'],
  ['1.31.0', 'B'],
  ['2.0.0', 'B'],
  ['3.0.0', 'B'],
  ['10.0.0', 'B'],
];
const gateways: readonly (readonly [string, VersionSetName | undefined])[] = [
  ['0.9.0', undefined],
  ['1.0.3', undefined],
  ['1.99.0', undefined],
  ['2.0.0', 'A'],
  ['2.1.12', 'A'],
  ['2.2.0', 'A'],
  ['2.2.4', 'A'],
  ['2.2.5', undefined],
  ['2.2.6', 'B'],
  ['2.2.40', 'B'],
  ['2.2.50', 'B'],
  ['2.3.0', 'B'],
  ['2.10.1', 'B'],
  ['2.20.0', 'B'],
  ['3.0.0', 'B'],
  ['20.0.0', 'B'],
];
const malformed = [
  '',
  '1',
  '1.3',
  '2.2',
  'v1.3.1',
  'v2.2.4',
  'latest',
  '01.3.1',
  '1.03.1',
  '2.2.04',
  '1.3.1 ',
  ' 1.3.1',
  '1.3.1\n',
];
const badSuffixes = ['+r1', '-r1+2', 'r1', '-r 1', '@sha256', ':x', '/x', '-ü', `-${'a'.repeat(98)}`];
const suffixes = ['', '-r1', '-alinux3', '.1', '_2', '-2.6.1', '-rc.1_a', '-', `-${'a'.repeat(97)}`];

const cases = versionedComponents.flatMap((component) =>
  (component === 'tng' ? gateways : agents).map(([tag, set]) => [component, tag, set] as const),
);

it.each(cases)('%s %s is of set %s, whatever its suffix', (component, tag, set) => {
  for (const suffix of suffixes) expect([suffix, versionSetOf(component, tag + suffix)]).toEqual([suffix, set]);
});

it.each(cases)('%s %s with a suffix that no image tag has is of no set', (component, tag) => {
  for (const suffix of badSuffixes)
    expect([suffix, versionSetOf(component, tag + suffix)]).toEqual([suffix, undefined]);
});

it.each(malformed)('%j is of no set', (tag) => {
  for (const component of versionedComponents) expect(versionSetOf(component, tag)).toBeUndefined();
});

/** The rule of the design, on numbers instead of text. */
function expectedSet(
  component: VersionedComponent,
  [major, minor, patch]: [number, number, number],
): string | undefined {
  const rank = (major * 1000 + minor) * 1000 + patch;
  const [from, to, next] = component === 'tng' ? [2_000_000, 2_002_004, 2_002_006] : [0, 1_003_001, 1_004_000];
  if (rank >= next) return 'B';
  return rank >= from && rank <= to ? 'A' : undefined;
}

it('agrees with a comparison of numbers', () => {
  const number = fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 999 }));
  const seen = new Map<string | undefined, number>();
  fc.assert(
    fc.property(
      fc.constantFrom(...versionedComponents),
      fc.tuple(fc.nat({ max: 4 }), number, number),
      (component, parts) => {
        const set = versionSetOf(component, parts.join('.'));
        expect(set).toBe(expectedSet(component, parts));
        seen.set(set, (seen.get(set) ?? 0) + 1);
      },
    ),
    { numRuns: 2000 },
  );
  expect([...seen.keys()].sort()).toEqual(['A', 'B', undefined]);
});

it('lets no tag be of both sets, nor longer than an image tag', () => {
  const piece = fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '9', '.', '.', '.', '-', 'a', '_');
  const tag = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    fc.constantFrom(...cases.map(([, tagOf]) => tagOf)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...versionedComponents), tag, (component, text) => {
      const matching = versionSets.filter(({ ranges }) => isInRange(text, ranges[component].pattern));
      expect(matching.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 500 },
  );
  const longest = '1.3.1-' + 'a'.repeat(97);
  expect(versionSetOf('aa', longest)).toBe('A');
  expect('999999999.999999999.999999999-'.length + 97).toBeLessThanOrEqual(128);
});

it('has its defaults in set A', () => {
  expect(defaultVersions).toEqual({ aa: '1.3.1', cdh: '1.3.1', tng: '2.2.4', cachefs: '1.0.7-2.6.1' });
  for (const component of versionedComponents) expect(versionSetOf(component, defaultVersions[component])).toBe('A');
});

it.each([
  ['0.9.3', 'A'],
  ['1.4.12', 'A'],
  ['1.5.2-r1', 'A'],
  ['1.5.3', undefined],
  ['1.6.0', 'B'],
  ['1.10.0', 'B'],
  ['2.0.0', 'B'],
  ['latest', undefined],
])('Trustee %s is of set %s', (version, set) => {
  const fitting = versionSets.filter(({ ranges }) => isInRange(version, ranges.trustee.pattern));
  expect(fitting.map(({ name }) => name)).toEqual(set === undefined ? [] : [set]);
});

it.each(versionSets.map((set) => [set.name, set] as const))('set %s has its examples in its ranges', (_name, set) => {
  for (const { example, pattern } of Object.values(set.ranges))
    expect([example, isInRange(example, pattern)]).toEqual([example, true]);
  if (set.namesInMappings === undefined) return;
  expect(isInRange(set.tested.tng, set.namesInMappings)).toBe(true);
});

it('says one thing of a version of TNG, whatever sets have it', () => {
  for (const one of versionSets) {
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(one.ranges.tng.pattern, 'u')), (tag) => {
        for (const { tngClient, tngServer } of setsHolding({ tng: tag }, versionSets))
          expect({ tngClient, tngServer }).toEqual({ tngClient: one.tngClient, tngServer: one.tngServer });
      }),
    );
  }
});

describe('a third set, which has AA and CDH in common with B', () => {
  const setB = versionSetNamed('B');
  const tng = { pattern: '^1\\.[0-9]{1,9}\\.[0-9]{1,9}$', words: '1.x', example: '1.0.3' };
  const three: readonly VersionSet[] = [...versionSets, { ...setB, name: 'C', ranges: { ...setB.ranges, tng } }];

  it.each([
    ['1.3.1', '1.3.1', '2.2.4', ['A']],
    ['1.4.4', '1.4.4', '2.2.6', ['B']],
    ['1.4.4', '1.4.4', '1.0.3', ['C']],
    ['1.4.4', '1.4.4', 'latest', ['B', 'C']],
    ['1.3.1', '1.3.1', '1.0.3', []],
    ['1.4.4', '1.4.4', '2.2.4', []],
    ['1.3.1', '1.4.4', '2.2.6', []],
    ['1.3.1', '1.4.4', '1.0.3', []],
  ])('AA %s, CDH %s and TNG %s are of %j', (aa, cdh, gateway, expected) => {
    const versions = { aa, cdh, tng: gateway };
    const supported = versionedComponents.filter((one) => isInRange(versions[one], supportedPattern(one, three)));
    const held = setsHolding(Object.fromEntries(supported.map((one) => [one, versions[one]])), three);
    expect(held.map(({ name }) => name)).toEqual(expected);
    const inUse = (one: VersionedComponent) => comparable(versions[one], supported.includes(one));
    expect(areMixed({ aa: inUse('aa'), cdh: inUse('cdh'), tng: inUse('tng') }, three)).toBe(expected.length === 0);
  });
});
