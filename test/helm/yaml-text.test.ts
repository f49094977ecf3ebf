import * as fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readValues } from '../../helm';
import { yamlScalar } from '../../helm/template/yaml-scalar';
import { yamlText } from '../../helm/yaml-text';
import { helmTemplate, printed } from '../support/helm-binary';
import { hostileText } from '../support/hostile-text';
import { chartFolder } from '../support/scratch-folder';

/** What some parser of YAML takes for a number, a date, a truth, nothing, or a piece of structure. */
const traps = [
  ...[
    '0o022',
    '0O17',
    '0X1F',
    '0x1f',
    '0b1',
    '0B1',
    '-0x1',
    '+0o7',
    '022',
    '08',
    '1_000',
    '_1',
    '1__0',
    '+1',
    '-1',
    '-_0',
    '+__1_',
    '-_.5',
  ],
  ...[
    '.5',
    '5.',
    '1.',
    '.',
    '..',
    '1e3',
    '1E+3',
    '1.e3',
    '.e3',
    'e0',
    'E10',
    '-.5',
    '+.5',
    '1.5_',
    '0e0',
    '-0',
    '1:20',
  ],
  ...['1:20:30', '190:20:30.5', '-1:20', '.inf', '+.inf', '-.Inf', '.NaN', '.NAN', 'Infinity', 'NaN', '0x', '0o', '0b'],
  ...[
    '2026-01-01',
    '2026-1-1',
    '2026-01-01T10:00:00Z',
    '2026-01-01 10:00:00 +1',
    '10:00',
    '1.2.3',
    '1.10',
    '10.0.0.0/8',
  ],
  ...['~', 'null', 'Null', 'NULL', 'y', 'Y', 'n', 'yes', 'NO', 'on', 'Off', 'true', 'False', 't', 'F', '=', '<<', ''],
  ...[
    ' ',
    ' a',
    'a ',
    '\ta',
    'a\t',
    'a\tb',
    'a: b',
    'a:\tb',
    'a:',
    ':a',
    '- a',
    '-',
    '--',
    '---',
    '...',
    '? a',
    '?',
    'a #b',
  ],
  ...[
    'a\t#b',
    '#',
    '!a',
    '&a',
    '*a',
    '%a',
    '@a',
    '`a',
    '|',
    '>',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    '[a]',
    '{a: 1}',
    '\\',
  ],
  ...[
    'a\nb',
    'a\n',
    '\na',
    '\n',
    '\n\n',
    '\n\ta',
    'a\n\tb',
    'a \nb',
    ' a\nb',
    'a\n\n',
    'a\r\nb',
    '\r',
    'a\n# b',
    'a\n---\nb',
  ],
  ...[
    '\u0000',
    '\u0007',
    '\u001b',
    'é',
    '中文',
    '😀',
    '\u00a0',
    '\u200b',
    '\u3000a',
    '\ue000',
    '\ufffd',
    'a'.repeat(300),
  ],
];
// what a manifest can hold and the values of a chart cannot, where it is refused
const control = [
  '\u007f',
  '\u0085',
  'a\u0085b',
  '\u009f',
  '\u2028',
  'a\u2029b',
  '\ufeff',
  '\ufeffa',
  '\ufffe',
  '\uffff',
];

const numberlike = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789abcdefxoXOB+-._:eEyYnN~=<>#?! \t\n|&*%@`,[]{}')),
  maxLength: 8,
});
const texts = fc.array(fc.oneof(hostileText, numberlike), { minLength: 500, maxLength: 500, size: 'max' });

const reader = chartFolder(
  new Map([
    ['Chart.yaml', 'apiVersion: v2\nname: reader\nversion: 0.1.0\n'],
    // a manifest is read by `fromYaml`, which is the parser of Kubernetes, and a chart's by Helm before it is printed
    ['templates/read.yaml', 'read: {{ .Files.Get "texts.yaml" | fromYaml | toJson | b64enc | quote }}\n'],
  ]),
);

/** What Go's parser makes of a text, by its JSON. */
async function goReads(yaml: string): Promise<unknown> {
  writeFileSync(join(reader, 'texts.yaml'), yaml);
  const [, read = ''] = /^read: "(.*)"$/m.exec(await printed(helmTemplate(reader))) ?? [];
  return JSON.parse(Buffer.from(read, 'base64').toString());
}

/** Each text as a value, in a list and as a key. */
function everywhere(all: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(all.map((text, index) => [`k${index}`, { value: text, list: [text], key: { [text]: 1 } }]));
}

describe('what is printed is read back by Go, and by our own reader, as the texts that they were', () => {
  const holds = async (all: readonly string[]): Promise<void> => {
    const [given, yaml] = [everywhere(all), yamlText(everywhere(all))];
    expect(await goReads(yaml)).toEqual(given);
    expect(readValues(yaml, 'printed')).toEqual(given);
  };

  it('holds for texts that look like something else', () => holds([...traps, ...control]));

  it('holds for random texts', async () => {
    await fc.assert(fc.asyncProperty(texts, holds), { numRuns: 6, endOnFailure: true });
  });
});

describe('what a chart prints literally is read back by Go', () => {
  const holds = async (all: readonly string[]): Promise<void> => {
    const yaml = all.map((text, index) => `k${index}:\n  value: ${yamlScalar(text, 4)}\n  ${yamlScalar(text)}: 1\n`);
    // Helm has printed the braces that stand for themselves by the time that somebody reads
    const shown = yaml.join('').replaceAll('{{ "{{" }}', '{{');
    const expected = all.map((text, index) => [`k${index}`, { value: text, [text]: 1 }]);
    expect(await goReads(shown)).toEqual(Object.fromEntries(expected));
  };

  it('holds for texts that look like something else', () => holds([...traps, ...control]));

  it('holds for random texts', async () => {
    await fc.assert(
      fc.asyncProperty(texts, (all) => holds(all.filter((text) => text !== 'value'))),
      { numRuns: 6, endOnFailure: true },
    );
  });
});

it('names stand without quotes where nobody takes them for anything else', () => {
  const plain = { image: 'registry.example.com/vllm:1', args: ['--port=8080', '-c'], path: '/models', no: 'nobody' };
  expect(yamlText(plain)).toBe(`image: registry.example.com/vllm:1
args:
  - --port=8080
  - -c
path: /models
"no": nobody
`);
});
