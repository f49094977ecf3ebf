import {
  authoritiesPattern,
  checkOption,
  optionKeys,
  optionTable,
  parseOptions,
  placeholderPattern,
  versionSets,
} from '../../injection';
import { readRequestRegex } from '../../injection';
import { seedFull } from './option-texts';

const strings = optionTable.flatMap((option) => (option.type === 'string' ? [option] : []));
const patterns = [
  ...strings.map(({ pattern }) => pattern),
  authoritiesPattern,
  ...versionSets.flatMap((set) => Object.values(set.ranges).map(({ pattern }) => pattern)),
];

it('describes the options of the seed document, in its order, and those that it lacks', () => {
  const ofDocument = Object.keys(JSON.parse(seedFull) as object);
  expect(optionKeys.filter((key) => ofDocument.includes(key))).toEqual(ofDocument);
  expect(optionKeys.filter((key) => !ofDocument.includes(key))).toEqual(['trustee-authorities']);
});

it.each(patterns)('%s is anchored, compiles with flag u and uses nothing that RE2 lacks', (pattern) => {
  expect(pattern).toMatch(/^\^.*\$$/u);
  // Go's regexp and Rust's regex crate descend from RE2 and lack the same constructs.
  expect(readRequestRegex(pattern)).toEqual({ anchored: true });
});

it('keeps placeholderPattern to what RE2 has', () => {
  expect(readRequestRegex(placeholderPattern)).toEqual({ anchored: false });
});

it.each(strings)('$key: its example and its default pass its own check', (option) => {
  expect(option.example).toMatch(new RegExp(option.pattern, 'u'));
  expect(checkOption(option, option.example)).toEqual([]);
  if (option.required) expect(option.default).toBeUndefined();
  else expect(checkOption(option, option.default)).toEqual([]);
});

it.each(strings)(
  '$key: the check is "a string that matches, without placeholder", as templates repeat it',
  (option) => {
    const values = [
      option.example,
      '',
      'a',
      'A b',
      '1.3.1',
      '1.3.2',
      '2.2.4',
      '2.2.5',
      'kbs:///a/b/c',
      'http://h/api',
      'a'.repeat(300),
      '<a>',
      'xxx',
    ];
    const outcomes = values.map((value) => {
      const fits = value.length <= (option.maxLength ?? Infinity) && new RegExp(option.pattern, 'u').test(value);
      const passes = fits && !new RegExp(placeholderPattern, 'u').test(value);
      expect([value, checkOption(option, value).length === 0]).toEqual([value, passes]);
      return passes;
    });
    expect(new Set(outcomes).size).toBe(2);
  },
);

it.each([...optionTable])('$key: says what is allowed, and refuses other JSON types by that rule', (option) => {
  expect(option.rule).not.toBe('');
  expect(option.documentation).toMatch(/\.$/u);
  for (const value of [null, 5, {}]) {
    const found = checkOption(option, value);
    expect(found.map(({ name, at }) => [name, at])).toEqual([['wrong-type', `/${option.key}`]]);
    expect(found[0]?.message).toContain(option.rule);
  }
});

it('checks one option as parseOptions does', () => {
  const option = optionTable.find(({ key }) => key === 'tng-http-secure-ports');
  if (option === undefined) throw new Error('no such option');
  const value = [{ port: 0 }, { port: 1, x: 1, 'allow-insecure-request-regexes': ['/a'] }];
  const { problems, warnings } = parseOptions({ [option.key]: value });
  const own = [...problems, ...warnings].filter(({ at }) => at.startsWith(`/${option.key}`));
  expect(own).toHaveLength(3);
  expect(checkOption(option, value)).toEqual(own);
});
