import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { charts } from '../charts';
import { findingsInDescription } from '../cli/check/description-findings';
import { readValues, synthManifests } from '../helm';
import type { ValuesMap } from '../helm/values/coalesce';
import { anchors, codeBlocks, localLinks, npmScripts, type CodeBlock } from './docs/markdown';
import { repository, Workbench } from './docs/workbench';

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

/** Pages whose blocks are run here. */
const pages = ['README.md', ...pagesBelow('docs'), ...pagesBelow('examples')];
const blocks = pages.flatMap((page) => codeBlocks(page, read(page)));
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

function pagesBelow(folder: string): string[] {
  return readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)))
    .sort();
}

const kindOf = ({ info }: CodeBlock): string => info.split(' ').slice(0, 2).join(' ');
const ofKind = (...kinds: string[]): CodeBlock[] => blocks.filter((block) => kinds.includes(kindOf(block)));

/** Programs import the library by its name; here it is the folder beside them. */
function programOf({ text }: CodeBlock): string {
  return text.replaceAll("'cdk8s-confidential-vllm'", "'./constructs'");
}

function programPath(block: CodeBlock): string {
  return `block-${blocks.indexOf(block)}.ts`;
}

test.each(['ts', 'sh run', 'sh cluster', 'yaml values', 'yaml description', 'text output', 'mermaid'])(
  'the pages have blocks: %s',
  (kind) => {
    expect(ofKind(kind)).not.toEqual([]);
  },
);

test('every block says what is to be done with it', () => {
  const known = [
    'ts',
    'sh run',
    'sh cluster',
    'sh registry',
    'sh e2e',
    'text e2e',
    'yaml values',
    'yaml description',
    'yaml gitops',
    'text output',
    // nothing to run
    'text',
    'mermaid',
  ];
  expect(blocks.filter((block) => !known.includes(kindOf(block))).map(({ place, info }) => `${place} ${info}`)).toEqual(
    [],
  );
});

test.each(['cluster', 'registry'])('what is not run for want of a %s says so', (want) => {
  for (const { place, lead } of ofKind(`sh ${want}`)) expect(`${place} ${lead}`).toContain(want);
});

test('what the end-to-end tests run stands on the page that they read', () => {
  const found = ofKind('sh e2e', 'text e2e');
  expect([...new Set(found.map(({ page }) => page))]).toEqual(['docs/walkthrough.md']);
  for (const block of found.filter(({ info }) => info === 'text e2e')) {
    const before = blocks[blocks.indexOf(block) - 1];
    expect([block.place, before && kindOf(before)]).toEqual([block.place, 'sh e2e']);
  }
});

test('every output belongs to a block that is run', () => {
  for (const block of ofKind('text output')) {
    const before = blocks[blocks.indexOf(block) - 1];
    expect([block.place, before && kindOf(before)]).toEqual([block.place, expect.stringMatching(/^(ts|sh run)$/)]);
  }
});

test('programs compile under the rules of the project', () => {
  const bench = new Workbench();
  for (const block of ofKind('ts')) bench.write(programPath(block), programOf(block));
  const config = ts.readConfigFile(join(repository, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config as object;
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: ['block-*.ts'] }, ts.sys, bench.folder);
  const paths = ofKind('ts').map((block) => join(bench.folder, programPath(block)));
  const program = ts.createProgram(paths, { ...options, typeRoots: [join(repository, 'node_modules/@types')] });
  // the library that they import is the affair of `npm run check:types`
  const diagnostics = paths.flatMap((path) => {
    const file = program.getSourceFile(path);
    if (!file) throw new Error(`the compiler did not read ${path}`);
    return ts.getPreEmitDiagnostics(program, file);
  });
  const found = diagnostics.map(({ file, messageText }) => {
    const block = ofKind('ts').find((one) => file?.fileName.endsWith(programPath(one)));
    return `${block?.place ?? file?.fileName ?? ''} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(found).toEqual([]);
});

test.each(pages.filter((page) => codeBlocks(page, read(page)).some(({ info }) => /^(ts|sh run)\b/.test(info))))(
  '%s: commands and programs, one after the other, do what the page says',
  async (page) => {
    const bench = new Workbench();
    let stdout = '';
    for (const block of blocks.filter((one) => one.page === page)) {
      const [language, what, file] = block.info.split(' ');
      if (language === 'yaml' && file !== undefined) bench.write(file, block.text);
      if (language === 'text' && what === 'output') expect([block.place, stdout]).toEqual([block.place, block.text]);
      if (block.info !== 'sh run' && block.info !== 'ts') continue;
      if (block.info === 'ts') bench.write(programPath(block), programOf(block));
      const ended =
        block.info === 'ts' ? await bench.program(`./${programPath(block)}`) : await bench.shell(block.text);
      if (ended.code !== 0) throw new Error(`${block.place} ended with ${ended.code}\n${ended.stdout}${ended.stderr}`);
      ({ stdout } = ended);
    }
  },
);

test('descriptions are in order', () => {
  for (const { place, text } of ofKind('yaml description'))
    expect([place, findingsInDescription(text, place).problems]).toEqual([place, []]);
});

test('values become manifests', () => {
  const chart = charts.get('cai-vllm');
  if (!chart) throw new Error('there is no chart cai-vllm');
  for (const { place, text } of ofKind('yaml values')) {
    const { objects } = synthManifests(chart.definition, readValues(text, place), { name: 'rel', namespace: 'space' });
    expect([place, objects.map(({ kind }) => kind)]).toEqual([
      place,
      expect.arrayContaining(['Deployment', 'Service']),
    ]);
  }
});

interface GitopsObject {
  readonly kind: string;
  readonly spec: {
    readonly source?: { readonly path: string; readonly helm: { readonly valuesObject: ValuesMap } };
    readonly chart?: { readonly spec: { readonly chart: string } };
    readonly values?: ValuesMap;
  };
}

test('what GitOps is told of values, the charts take', () => {
  const synthesized: string[] = [];
  for (const { text } of ofKind('yaml gitops')) {
    for (const document of parseAllDocuments(text)) {
      const { kind, spec } = document.toJS() as GitopsObject;
      const path = spec.source?.path ?? spec.chart?.spec.chart;
      if (path === undefined) continue;
      expect(existsSync(join(repository, path, 'Chart.yaml'))).toBe(true);
      const definition = charts.get(basename(path))?.definition;
      if (definition === undefined) throw new Error(`there is no chart ${path}`);
      const values = spec.source?.helm.valuesObject ?? spec.values ?? {};
      synthManifests(definition, values, { name: 'rel', namespace: 'space' });
      synthesized.push(`${kind} ${basename(path)}`);
    }
  }
  expect(synthesized).toEqual([
    ...['Application cai-webhook', 'Application cai-vllm', 'HelmRelease cai-webhook', 'HelmRelease cai-vllm'],
  ]);
});

describe.each([...pages, ...['helm/README.md'].filter((page) => existsSync(join(repository, page)))])('%s', (page) => {
  test('links lead somewhere', () => {
    const broken = localLinks(read(page)).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(repository, target))) return true;
      if (anchor === undefined) return false;
      return statSync(join(repository, target)).isDirectory() || !anchors(read(target)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  test('npm scripts exist', () => {
    expect(npmScripts(read(page)).filter((script) => !Object.hasOwn(scripts, script))).toEqual([]);
  });
});

test('the README tells every command that is meant to be typed', () => {
  const told = npmScripts(read('README.md'));
  // npm calls prepack itself
  const untold = /^(check:.*|prepack)$/;
  const typed = Object.keys(scripts).filter((script) => !untold.test(script));
  expect(typed.filter((script) => !told.includes(script))).toEqual([]);
});
