import * as fc from 'fast-check';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { ProblemsError } from '../../problems';
import { readValues } from '../../helm';
import { helmTemplate, printed } from '../support/helm-binary';
import { chartFolder, scratchFolder } from '../support/scratch-folder';

const reader = chartFolder(
  new Map([
    ['Chart.yaml', 'apiVersion: v2\nname: reader\nversion: 0.1.0\n'],
    ['templates/read.yaml', 'read: {{ omit .Values "global" | toJson }}\n'],
  ]),
);
const folder = scratchFolder();

/** What Helm makes of a values file, by its JSON. */
async function helmReads(text: string): Promise<unknown> {
  const file = join(folder, 'values.yaml');
  writeFileSync(file, text);
  const output = await printed(helmTemplate(reader, '-f', file));
  return JSON.parse(output.slice(output.indexOf('read: ') + 'read: '.length));
}

const scalars = [
  'e0',
  '.',
  '1.',
  '1:30',
  '190:20:30',
  '2026-01-01',
  '2026-01-01T10:00:00Z',
  '0755',
  '0o17',
  '0O17',
  '08',
  '09.5',
  '0o8',
  '1e3',
  '1E+5',
  '1e',
  '1.e3',
  '1_000',
  '1__0',
  '-_1',
  '_1',
  '1e1_0',
  '0x1F',
  '0X1',
  '0_x1',
  '0x',
  '-0x1',
  '0b11',
  '-0b11',
  '0b',
  '.5',
  '-.5e3',
  '._5',
  '1.5_',
  '+1',
  '+',
  '+e1',
  '0',
  '-0',
  '00',
  '0e0',
  '9223372036854775807',
  '9223372036854775808',
  'yes',
  'Yes',
  'YES',
  'yEs',
  'y',
  'N',
  'on',
  'OFF',
  'true',
  'True',
  'tRue',
  'null',
  'Null',
  '~',
  '',
  '=',
  '"yes"',
  "'0755'",
  'a b',
  'a#b',
  'a #b',
  '|\n  x\n  y\n',
  '>\n  x\n  y\n',
  '[1, 0x2, yes]',
  '{a: 0755, "b": n}',
  '!!str 5',
  '&x {a: 1}',
  '"\\u00e9\\t"',
  '"a\\\n   b"',
];

// what stands for more than itself in YAML; and `0b-1`, which Go reads as a number by mistake
const notPlain = /^[-?:](\s|$)|:$|: |^-+$|^\.\.\.|^---|^-?0_*b_*[-+]/;

const plain = fc
  .string({ unit: fc.constantFrom(...Array.from('0123456789abcdefxob+-._eE:')), minLength: 1, maxLength: 7 })
  .filter((text) => !notPlain.test(text));

describe('readValues reads what Helm reads', () => {
  it('holds for scalars that look like something else', async () => {
    const text = scalars.map((scalar, index) => `k${index}: ${scalar}\n`).join('');
    const shown = (read: unknown) =>
      scalars.map((scalar, index) => [scalar, (read as Record<string, unknown>)[`k${index}`]]);
    expect(shown(readValues(text, 'values.yaml'))).toEqual(shown(await helmReads(text)));
  });

  it('holds for keys that look like something else', async () => {
    const text = 'yes: 1\nno: 2\n~x: 3\n1e3x: 4\n"on": 5\n';
    expect(readValues(text, 'values.yaml')).toEqual(await helmReads(text));
  });

  it('holds for random plain scalars', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plain, { minLength: 200, maxLength: 200, size: 'max' }), async (texts) => {
        const file = texts.map((text, index) => `k${index}: ${text}\n`).join('');
        const shown = (read: unknown) =>
          texts.map((text, index) => [text, (read as Record<string, unknown>)[`k${index}`]]);
        expect(shown(readValues(file, 'values.yaml'))).toEqual(shown(await helmReads(file)));
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  it('holds for anchors and merges', async () => {
    const text = 'base: &base {a: 1, b: 2}\nmore:\n  <<: *base\n  b: 3\nagain: *base\n';
    expect(readValues(text, 'values.yaml')).toEqual(await helmReads(text));
  });

  it('but refuses a key written twice, of which Helm takes the last', async () => {
    const text = 'a: 1\nb: 2\na: 3\n';
    expect(await helmReads(text)).toEqual({ a: 3, b: 2 });
    expect(() => readValues(text, 'values.yaml')).toThrow(ProblemsError);
  });

  it.each([
    '\u0000',
    '\u0007',
    '\u001b',
    '\u007f',
    '\u0080',
    '\u009f',
    '\u00a0',
    '\ue000',
    '\ufeff',
    '\ufffe',
    '\uffff',
    '😀',
  ])('refuses the character %j where Helm does, in a comment too', async (character) => {
    for (const text of [`a: "x${character}y"\n`, `a: 1 # x${character}y\n`]) {
      const isTaken = await helmReads(text).then(
        () => true,
        () => false,
      );
      const reading = (): unknown => readValues(text, 'values.yaml');
      if (isTaken) expect(reading).not.toThrow();
      else expect(reading).toThrow(/is not allowed there/u);
    }
  });

  it.each(['\u0085', '\u2028', '\u2029'])('refuses %j, which Helm takes for a line break', async (character) => {
    const text = `a: 1 # x${character}y\n`;
    await expect(helmReads(text)).rejects.toThrow();
    expect(() => readValues(text, 'values.yaml')).toThrow(/is not allowed there/u);
  });
});
