import fc from 'fast-check';
import {
  formatOptions,
  optionKeys,
  optionTable,
  parseOptions,
  placeholderPattern,
  setsHolding,
  versionSets,
  type CaiOptions,
  type ParsedOptions,
} from '../../injection';
import { optionsWith, required } from './option-texts';
import { anyCharacter } from '../support/any-character';
import { authorityPem, otherAuthorityPem } from '../support/test-certificates';

const placeholder = new RegExp(placeholderPattern, 'u');
const free = (text: string): boolean => !placeholder.test(text);

const tag = fc.constantFrom('', '-r1', '-alinux3', '.1_b');
const versionsOfA = fc.record({
  aa: fc.tuple(fc.constantFrom('1.3.1', '1.3.0', '1.2.9', '0.9.12'), tag).map((parts) => parts.join('')),
  cdh: fc.tuple(fc.constantFrom('1.3.1', '1.1.0'), tag).map((parts) => parts.join('')),
  tng: fc.tuple(fc.constantFrom('2.2.4', '2.0.0', '2.1.17'), tag).map((parts) => parts.join('')),
  cachefs: fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/u).filter(free),
});
const versionsOfB = fc.record({
  aa: fc.constantFrom('1.4.0', '1.10.0', '2.0.0-rc1'),
  cdh: fc.constantFrom('1.4.8', '1.6.0'),
  tng: fc.constantFrom('2.2.6', '2.3.0', '3.0.0'),
  cachefs: fc.constant('latest'),
});
const regex = fc.constantFrom('^/metrics$', '/healthz', '^/(a|b)$', '^/v[0-9]+/models$', '[^/]+\\.css$');

/** Right options, as parseOptions gives them. */
const caiOptions: fc.Arbitrary<CaiOptions> = fc
  .record(
    {
      cipherTextVolume: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?(\.[a-z0-9]{1,9})?$/u).filter(free),
      modelDecryptionKeyId: fc.stringMatching(/^kbs:\/\/(\/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,9}){3}$/u).filter(free),
      trusteeAddress: fc.constantFrom(
        'http://192.0.2.1:8081/api',
        'https://t.example.com/api',
        'https://[1:2:3:4:5:6:7:8]/a/b',
      ),
      trusteeAuthorities: fc.constantFrom(authorityPem, otherAuthorityPem + authorityPem),
      sets: fc.oneof(
        versionsOfA.map((versions) => ({ versions, versionSet: 'A' as const })),
        versionsOfB.map((versions) => ({ versions, versionSet: 'B' as const })),
      ),
      evidence: fc.constantFrom([true, true] as const, [true, false] as const, [false, false] as const),
      tngHttpSecurePorts: fc.uniqueArray(
        fc.record({
          port: fc.integer({ min: 1, max: 65535 }),
          allowInsecureRequestRegexes: fc.array(regex, { maxLength: 3 }),
        }),
        { maxLength: 64, selector: ({ port }) => port },
      ),
    },
    { requiredKeys: ['cipherTextVolume', 'modelDecryptionKeyId', 'trusteeAddress', 'sets', 'evidence'] },
  )
  .map(({ sets, evidence: [tdxRaEnable, gpuRaEnable], trusteeAuthorities, ...rest }) =>
    optionsWith({
      ...rest,
      // over plain http they are not kept
      ...(rest.trusteeAddress.startsWith('https:') && trusteeAuthorities !== undefined ? { trusteeAuthorities } : {}),
      ...sets,
      tdxRaEnable,
      gpuRaEnable,
    }),
  );

const hostileKeys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0', 'a/b~c', '\u0000', '\ud800'];
const anyKey = fc.oneof(fc.constantFrom(...optionKeys), fc.constantFrom(...hostileKeys), fc.string());
const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown[]>(...Object.values(required), '1.3.2', '2.2.5', true, false, '<x>', [{ port: 8080 }], [{}]),
);
/** JSON text of an object with likely, unlikely and repeated keys. */
const nearlyOptions = fc
  .array(fc.tuple(anyKey, anyValue), { maxLength: 14 })
  .map((pairs) => `{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`);

function checkShape({ options, problems, warnings }: ParsedOptions): void {
  expect(options === undefined).toBe(problems.length > 0);
  expect(problems.every(({ severity }) => severity === 'error')).toBe(true);
  expect(warnings.every(({ severity }) => severity === 'warning')).toBe(true);
  const found = [...problems, ...warnings];
  expect(new Set(found.map(({ code, at }) => `${code} ${at}`)).size).toBe(found.length);
  for (const { code, name, message } of found) {
    expect(message.startsWith(`${code} ${name}: `)).toBe(true);
    expect(message).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    expect(message.length).toBeLessThan(1200);
  }
}

describe('parseOptions is total and its answer well formed', () => {
  it('for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (text) => {
        checkShape(parseOptions(text));
      }),
    );
  });

  it('for any JSON text', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        checkShape(parseOptions(text));
      }),
    );
  });

  it('for texts that look like options', () => {
    fc.assert(
      fc.property(nearlyOptions, (text) => {
        checkShape(parseOptions(text));
      }),
      { numRuns: 500 },
    );
  });

  it('for any JavaScript value', () => {
    const anything = fc.anything({
      key: anyKey,
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
      withSparseArray: true,
      withObjectString: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        checkShape(parseOptions(value));
      }),
    );
  });

  it('for values that fight back', () => {
    const cycle: Record<string, unknown> = { ...required };
    cycle['aa-version'] = cycle;
    const throwing = (): never => {
      throw new Error('no');
    };
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    const values = [
      cycle,
      new Proxy({}, { ownKeys: throwing, get: throwing }),
      Object.defineProperty({}, 'aa-version', { enumerable: true, get: throwing }),
      { ...required, toJSON: throwing },
      Symbol('x'),
      throwing,
      1n,
      deep,
      undefined,
      null,
    ];
    for (const value of values) {
      const answer = parseOptions(value);
      checkShape(answer);
      expect(answer.problems).not.toHaveLength(0);
    }
  });
});

describe('parseOptions', () => {
  it('is deterministic, and the order of the keys does not matter', () => {
    const shuffled = fc
      .dictionary(anyKey, anyValue, { maxKeys: 12 })
      .chain((input) =>
        fc.tuple(fc.constant(input), fc.shuffledSubarray(Object.keys(input), { minLength: Object.keys(input).length })),
      );
    fc.assert(
      fc.property(shuffled, ([input, keys]) => {
        const other = Object.fromEntries(keys.map((key) => [key, input[key]]));
        expect(parseOptions(other)).toEqual(parseOptions(input));
      }),
    );
  });

  it('gives the same for a text and for the value of the text', () => {
    fc.assert(
      fc.property(caiOptions, (options) => {
        const text = formatOptions(options);
        expect(parseOptions(JSON.parse(text))).toEqual(parseOptions(text));
      }),
    );
  });

  it('does not change what it is given', () => {
    fc.assert(
      fc.property(fc.dictionary(anyKey, anyValue), (input) => {
        const before = structuredClone(input);
        parseOptions(input);
        expect(input).toEqual(before);
      }),
    );
  });

  it('finds every repeated key, wherever it stands', () => {
    const pairs = fc.uniqueArray(fc.constantFrom(...optionKeys), { minLength: 1 });
    fc.assert(
      fc.property(pairs, fc.nat(), (keys, pick) => {
        const repeated = keys[pick % keys.length] ?? '';
        const text = `{${[...keys, repeated].map((key) => `${JSON.stringify(key)}: 1`).join(', ')}}`;
        const duplicates = parseOptions(text).problems.filter(({ name }) => name === 'duplicate-key');
        expect(duplicates.map(({ at }) => at)).toEqual([`/${repeated}`]);
      }),
    );
  });

  it('finds every unknown key', () => {
    const unknown = anyKey.filter((key) => !(optionKeys as readonly string[]).includes(key));
    fc.assert(
      fc.property(fc.uniqueArray(unknown, { minLength: 1, maxLength: 5 }), (keys) => {
        const text = `{${keys.map((key) => `${JSON.stringify(key)}: 1`).join(', ')}}`;
        const found = parseOptions(text).problems.filter(({ name }) => name === 'unknown-key');
        expect(found).toHaveLength(keys.length);
      }),
    );
  });
});

describe('formatOptions', () => {
  const settings = { allowSampleEvidence: true };

  it('is undone by parseOptions', () => {
    fc.assert(
      fc.property(caiOptions, (options) => {
        const answer = parseOptions(formatOptions(options), settings);
        expect(answer.problems).toEqual([]);
        expect(answer.options).toEqual(options);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the defaults once the options are read', () => {
    fc.assert(
      fc.property(caiOptions, versionsOfB, (options, defaults) => {
        expect(parseOptions(formatOptions(options), { ...settings, defaults }).options).toEqual(options);
      }),
    );
  });

  it('writes what it read the same way again', () => {
    fc.assert(
      fc.property(caiOptions, fc.boolean(), (options, slash) => {
        const written = formatOptions({ ...options, trusteeAddress: options.trusteeAddress + (slash ? '/' : '') });
        const read = parseOptions(written, settings).options;
        expect(read).toBeDefined();
        expect(read === undefined ? '' : formatOptions(read)).toBe(written);
      }),
    );
  });

  it('orders the keys as the table does', () => {
    fc.assert(
      fc.property(caiOptions, (options) => {
        const keys = Object.keys(JSON.parse(formatOptions(options)) as object);
        expect(keys).toEqual(optionTable.map(({ key }) => key).filter((key) => keys.includes(key)));
        expect(keys.length).toBeGreaterThanOrEqual(9);
      }),
    );
  });
});

it('never gives options whose versions come from two sets', () => {
  const version = fc.constantFrom('1.3.1', '1.4.0', '2.2.4', '2.2.6', '0.1.0', '3.0.0');
  let given = 0;
  fc.assert(
    fc.property(version, version, version, (aa, cdh, tng) => {
      const { options } = parseOptions({ ...required, 'aa-version': aa, 'cdh-version': cdh, 'tng-version': tng });
      const sets = setsHolding({ aa, cdh, tng }, versionSets).map(({ name }) => name);
      expect(options?.versionSet).toBe(sets[0]);
      if (options !== undefined) given++;
    }),
    { numRuns: 400 },
  );
  expect(given).toBeGreaterThan(0);
});
