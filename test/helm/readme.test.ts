import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import ts from 'typescript';
import * as engine from '../../helm';

const root = join(__dirname, '../..');
const readme = readFileSync(join(root, 'helm/README.md'), 'utf8');
const published = 'cdk8s-confidential-vllm/helm';
const here = join(root, 'helm/index.ts');

/** Every program of the README with what it says the program prints. */
const programs = [...readme.matchAll(/```ts\n([^]*?)```[^]*?```text\n([^]*?)```/g)].map(
  ([, code = '', output = '']) => ({ code, output }),
);

// inside the repository, so that the programs find its packages
const cache = join(root, 'node_modules/.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'readme-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function typeErrors(files: string[]): string[] {
  const { options } = ts.convertCompilerOptionsFromJson(
    {
      target: 'es2022',
      module: 'node20',
      moduleResolution: 'node16',
      strict: true,
      noUnusedLocals: true,
      skipLibCheck: true,
      noEmit: true,
      types: ['node'],
      paths: { [published]: [here] },
    },
    root,
  );
  const program = ts.createProgram(files, options);
  return files.flatMap((file) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}

describe('the README of the engine', () => {
  it('shows what each of its programs prints', () => {
    expect(programs).toHaveLength(readme.match(/```ts\n/g)?.length ?? 0);
  });

  it.each(programs.map(({ code, output }, index) => [index + 1, code, output] as const))(
    'is right about program %d',
    (index, code, output) => {
      const local = code.replace(`'${published}'`, `'${here}'`);
      const { code: script } = transformSync(local, {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
      });
      const run = execFileSync(process.execPath, ['-r', 'ts-node/register', written(`program-${index}.js`, script)], {
        cwd: root,
        encoding: 'utf8',
      });
      expect(run.trim()).toBe(output.trim());
    },
  );

  it('has programs that the compiler accepts', () => {
    expect(typeErrors(programs.map(({ code }, index) => written(`program-${index}.ts`, code)))).toEqual([]);
  });

  it('has a line for every word that the engine exports', () => {
    const words = [...readme.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)/g)].map(([, word]) => word),
    );
    expect(words.sort()).toEqual(Object.keys(engine).sort());
  });
});
