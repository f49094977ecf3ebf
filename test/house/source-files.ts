import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import ts from 'typescript';

/** Path from the repository's root to text. */
export type SourceFiles = ReadonlyMap<string, string>;

const repository = join(__dirname, '../..');
// what others wrote, what is generated, what git ignores
const foreign = new Set(['.git', 'coverage', 'dist', 'golden', 'lib', 'node_modules', '__snapshots__']);
const isWritten = /\.(ts|mts|js|mjs|cjs|md|sh|tpl|go|py|c)$/;
const generatedPages = ['docs/errors.md'];

/** The files that people of this project write and read. */
export function writtenFiles(): SourceFiles {
  const paths = pathsBelow('').filter((path) => isWritten.test(path) && !generatedPages.includes(path));
  return new Map(paths.map((path) => [path, readFileSync(join(repository, path), 'utf8')]));
}

/** Every text that is committed, also what is generated: charts, goldens, snapshots, pages, examples. */
export function committedTexts(): SourceFiles {
  const isText = /\.(ts|mts|js|mjs|cjs|md|sh|tpl|go|py|c|txt|ya?ml|json|html|snap|rego|toml)$/;
  const skipped = new Set(['.git', 'coverage', 'lib', 'node_modules', 'package-lock.json']);
  const paths = pathsBelow('', skipped).filter((path) => isText.test(path));
  return new Map(paths.map((path) => [path, readFileSync(join(repository, path), 'utf8')]));
}

function pathsBelow(folder: string, skipped = foreign): string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true })
    .filter(({ name }) => !skipped.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? pathsBelow(path, skipped) : [path];
    });
}

/** An import of one file by another, or of a package. */
export interface Import {
  readonly from: string;
  /** Path of a file of ours, or the name that the source gives. */
  readonly to: string;
  readonly isOurs: boolean;
}

/** Every import in the TypeScript files: of values and of types, at the top and inside. */
export function importsIn(files: SourceFiles): Import[] {
  return [...files].flatMap(([from, text]) => {
    if (!from.endsWith('.ts')) return [];
    return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => imported(from, fileName, files));
  });
}

function imported(from: string, name: string, files: SourceFiles): Import {
  if (!name.startsWith('.')) return { from, to: name, isOurs: false };
  const path = normalize(join(dirname(from), name));
  const file = [path, `${path}.ts`, join(path, 'index.ts')].find((candidate) => files.has(candidate));
  return { from, to: file ?? path, isOurs: true };
}
