import {
  danglingImports,
  emptyNamed,
  importRings,
  hiddenKinds,
  longFiles,
  strangers,
  strangersRun,
  wordsOfCai,
  wrongArrows,
} from './house/house-rules';
import { committedTexts, writtenFiles } from './house/source-files';

const house = writtenFiles();
const fewPackages = /^fastest-levenshtein$/;

describe('the house', () => {
  test('is read', () => {
    const rooms = new Set([...house.keys()].map((path) => path.split('/')[0]));
    expect([...rooms]).toEqual(
      expect.arrayContaining(['main.ts', 'charts', 'constructs', 'helm', 'injection', 'problems', 'test', 'docs']),
    );
    expect(house.size).toBeGreaterThan(100);
    expect(danglingImports(house)).toEqual([]);
  });

  test('imports go where arrows point', () => {
    expect(wrongArrows(house)).toEqual([]);
  });

  test('no files import each other in a ring', () => {
    expect(importRings(house)).toEqual([]);
  });

  test('injection loads nothing that a pure function does not need', () => {
    expect(strangers(house, 'injection', fewPackages)).toEqual([]);
  });

  test('problems load nothing but a distance between words, and of zod the types', () => {
    expect(strangers(house, 'problems', /^(fastest-levenshtein|zod)$/)).toEqual([]);
    const readers = [...house].filter(
      ([path, text]) => /^(problems|injection|webhook)\//.test(path) && /from 'zod/.test(text),
    );
    expect(readers.map(([path, text]) => [path, /import (?!type)[^;]*from 'zod/.test(text)])).toEqual([
      ['problems/zod-issues.ts', false],
    ]);
  });

  test('kinds of problems stand where the catalogue finds them', () => {
    expect(hiddenKinds(house)).toEqual([]);
  });

  test('no file is longer than 400 lines', () => {
    // nobody reads from end to end what is generated
    const written = [...house].filter(([path]) => !/^constructs\/[^/]+\/props\.ts$/.test(path));
    expect(longFiles(new Map(written), 400)).toEqual([]);
  });

  test('nobody is told to run a stranger’s package', () => {
    const texts = new Map([...house, ...committedTexts()].filter(([path]) => !/^test\/house(\/|\.test)/.test(path)));
    expect(strangersRun(texts)).toEqual([]);
    for (const path of ['README.md', 'docs/walkthrough.md', 'cli/report/command.ts', 'docs/errors.md'])
      expect([...texts.keys()]).toContain(path);
    // what is generated: charts with their NOTES, runbooks, the completion of each shell
    expect([...texts.keys()].filter((path) => /NOTES\.txt$|golden\/runbook\//.test(path)).length).toBeGreaterThan(20);
  });

  test('every file is named for what is in it', () => {
    expect(emptyNamed(house)).toEqual([]);
  });

  test('the engine does not know what it is used for', () => {
    expect(wordsOfCai(house, 'helm')).toEqual([]);
    expect(wordsOfCai(house, 'problems')).toEqual([]);
  });
});

describe('the rules find what they look for', () => {
  const files = (entries: Record<string, string>): Map<string, string> => new Map(Object.entries(entries));

  test.each([
    ['helm/a.ts', "import { x } from '../constructs/b';", 'constructs/b.ts'],
    ['helm/a.ts', "import type { X } from '../injection';", 'injection/index.ts'],
    ['injection/a.ts', "export * from '../helm/b';", 'helm/b.ts'],
    ['problems/a.ts', "import type { X } from '../injection/b';", 'injection/b.ts'],
    ['constructs/a.ts', "const x = await import('../charts/b');", 'charts/b.ts'],
    ['constructs/deep/a.ts', "import '../../main';", 'main.ts'],
    ['webhook/a.ts', "import x = require('../helm/b');", 'helm/b.ts'],
    ['charts/a/b.ts', "let x: import('../../test/b').X;", 'test/b.ts'],
    ['scripts/a.ts', "import { x } from '../test/b';", 'test/b.ts'],
  ])('an arrow that is not there: %s: %s', (from, text, to) => {
    expect(wrongArrows(files({ [from]: text, [to]: '' }))).toEqual([`${from} -> ${to}`]);
  });

  test('arrows that are there pass', () => {
    const fine = files({
      'main.ts': "import { charts } from './charts';",
      'charts/index.ts':
        "import { x } from '../constructs'; import { y } from '../helm'; import { z } from '../injection';",
      'constructs/index.ts':
        "import { y } from '../helm'; import { z } from '../injection'; import { App } from 'cdk8s';",
      'helm/index.ts': "import { z } from 'zod';",
      'injection/index.ts': '',
      'test/a.test.ts': "import '../main'; import '../helm';",
    });
    expect([...wrongArrows(fine), ...importRings(fine), ...danglingImports(fine)]).toEqual([]);
  });

  test('rings, of types too', () => {
    const ring = files({
      'helm/a.ts': "import { b } from './b';",
      'helm/b.ts': "import { c } from './inner';",
      'helm/inner/index.ts': "import type { A } from '../a';",
      'helm/own.ts': "import { own } from './own';",
    });
    expect(importRings(ring)).toEqual([
      'helm/a.ts -> helm/b.ts -> helm/inner/index.ts -> helm/a.ts',
      'helm/own.ts -> helm/own.ts',
    ]);
  });

  test('imports of what does not exist', () => {
    expect(danglingImports(files({ 'helm/a.ts': "import './gone';" }))).toEqual(['helm/a.ts -> helm/gone']);
  });

  test('packages that are not welcome', () => {
    const text =
      "import { App } from 'cdk8s'; import fs from 'node:fs'; import { distance } from 'fastest-levenshtein';";
    expect(strangers(files({ 'injection/a.ts': text }), 'injection', fewPackages)).toEqual([
      'injection/a.ts -> cdk8s',
      'injection/a.ts -> node:fs',
    ]);
  });

  test('calls of a stranger’s package', () => {
    const lines = ['npx cai init', '$(npx --yes cai values)', 'npm exec cai', 'pnpm dlx cai', 'npx cai'];
    const fine = ['npx cai-vllm', 'npx cdk8s synth', 'cai init', 'npx ts-node main.ts', 'npm install --global ./cli'];
    expect(strangersRun(files({ 'a.md': [...lines, ...fine].join('\n') }))).toEqual(
      lines.map((_, index) => `a.md:${index + 1}`),
    );
  });

  test('long files', () => {
    const [long, right] = ['x\n'.repeat(401), 'x\n'.repeat(400)];
    expect(longFiles(files({ 'helm/long.ts': long, 'helm/right.ts': right }), 400)).toEqual([
      'helm/long.ts has 401 lines',
    ]);
  });

  test('empty names, of folders too', () => {
    const named = ['helm/utils.ts', 'test/Helpers.test.ts', 'charts/common/a.ts', 'cli/misc.ts', 'constructs/types.ts'];
    const fine = ['helm/types-of-values.ts', 'docs/adr/0001-common-names.md'];
    expect(emptyNamed(files(Object.fromEntries([...named, ...fine].map((path) => [path, '']))))).toEqual(named);
  });

  test('kinds of problems under another name', () => {
    const text = "export const wrong = define<{ x: string }>({\n  code: 'CAI1000',";
    const named = ['cli/a/problems.ts', 'helm/own-problems.ts', 'problems/anything.ts', 'test/a.ts'];
    const all = Object.fromEntries([...named, 'cli/a/reading.ts'].map((path) => [path, text]));
    expect(hiddenKinds(files(all))).toEqual(['cli/a/reading.ts']);
  });

  test('words of the product in the engine', () => {
    const text =
      "import 'cdk8s-confidential-vllm'; // broadcast, possible, cairn\nconst caiOptions = 'a TNG port'; // cai-vllm";
    expect(wordsOfCai(files({ 'helm/a.ts': text, 'constructs/a.ts': text }), 'helm')).toEqual([
      'helm/a.ts: cai',
      'helm/a.ts: TNG',
      'helm/a.ts: cai',
      'helm/a.ts: vllm',
    ]);
  });
});
