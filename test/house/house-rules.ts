import { basename, extname } from 'node:path/posix';
import { importsIn, type Import, type SourceFiles } from './source-files';

/** From which rooms a room may import. Every room may import itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  main: ['charts', 'constructs', 'helm', 'injection', 'problems'],
  cli: ['charts', 'constructs', 'helm', 'injection', 'problems'],
  charts: ['constructs', 'helm', 'injection', 'problems'],
  constructs: ['helm', 'injection', 'problems'],
  webhook: ['injection', 'problems'],
  helm: ['problems'],
  injection: ['problems'],
  problems: [],
  // beside the house: these look at everything
  bench: ['main', 'cli', 'charts', 'constructs', 'webhook', 'helm', 'injection', 'problems'],
  scripts: ['main', 'cli', 'charts', 'constructs', 'webhook', 'helm', 'injection', 'problems'],
  test: ['main', 'cli', 'charts', 'constructs', 'webhook', 'helm', 'injection', 'problems', 'scripts', 'bench'],
};

// each is a program of its own and imports what is published
const apart = /^examples\//;

function roomOf(path: string): string {
  const [first = ''] = path.split('/');
  return first === 'main.ts' ? 'main' : first;
}

/** Imports that go where no arrow points. */
export function wrongArrows(files: SourceFiles): string[] {
  return importsIn(files)
    .filter(({ from, isOurs }) => isOurs && !apart.test(from))
    .filter(({ from, to }) => {
      const [own, other] = [roomOf(from), roomOf(to)];
      return own !== other && !arrows[own]?.includes(other);
    })
    .map(shown);
}

/** Imports of files that do not exist, which no other rule here could judge. */
export function danglingImports(files: SourceFiles): string[] {
  const isKnown = ({ to }: Import): boolean => files.has(to) || to.endsWith('.json');
  return importsIn(files)
    .filter((one) => one.isOurs && !isKnown(one))
    .map(shown);
}

/** Packages that a room imports although it is to be free of them. */
export function strangers(files: SourceFiles, room: string, welcome: RegExp): string[] {
  return importsIn(files)
    .filter(({ from, to, isOurs }) => roomOf(from) === room && !isOurs && !welcome.test(to))
    .map(shown);
}

/** Files that import each other in a ring, one line a ring. */
export function importRings(files: SourceFiles): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to, isOurs } of importsIn(files))
    if (isOurs) targets.set(from, [...(targets.get(from) ?? []), to]);
  const rings: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) {
      rings.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return rings;
}

/** Files with more lines than a reader keeps in mind, but for those that nobody writes. */
export function longFiles(files: SourceFiles, most: number): string[] {
  return [...files]
    .filter(([, text]) => !text.startsWith('// Generated'))
    .map(([path, text]) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > most)
    .map(({ path, lines }) => `${path} has ${lines} lines`);
}

const emptyNames = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'types']);

/** Files and folders whose name says nothing of what is in them. */
export function emptyNamed(files: SourceFiles): string[] {
  return [...files.keys()].filter((path) =>
    path.split('/').some((part) => {
      const name = part.replace(/\.test\.ts$/, '').toLowerCase();
      return emptyNames.has(basename(name, extname(name)));
    }),
  );
}

const ofCai =
  /\b(cai|trustiflux|attest\w*|trustee|kbs|tng|vllm|llm|gocryptfs|cachefs|tdx|oss|alibaba\w*|aliyun\w*|confidential\w*)\b/gi;
// the name of the package is a name like any other
const packageName = /cdk8s-confidential-vllm/g;

/** Files that define a kind of problem although their name does not say so: scripts look for kinds by the name. */
export function hiddenKinds(files: SourceFiles): string[] {
  return [...files]
    .filter(([path]) => !/^(test|problems)\//.test(path) && path.endsWith('.ts') && !/(^|[-/])problems\.ts$/.test(path))
    .filter(([, text]) => /\bdefine(<[^>]*>)?\(\{\s*code:/.test(text))
    .map(([path]) => path);
}

/** Words in a room that show what it is not to know: what the product is. */
export function wordsOfCai(files: SourceFiles, room: string): string[] {
  return [...files]
    .filter(([path]) => roomOf(path) === room)
    .flatMap(([path, text]) => {
      // words in camel case and with dashes are several
      const words = text.replace(packageName, '').replace(/([a-z])([A-Z])/g, '$1 $2');
      return [...words.matchAll(ofCai)].map(([word]) => `${path}: ${word}`);
    });
}

/** Whatever sends a reader to `npx cai`: outside of a checkout, that runs a stranger's package of this name. */
export function strangersRun(files: SourceFiles): string[] {
  return [...files].flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) =>
      // options of npx may stand between; a package that is named may be another one with a command of this name
      /\b(npx|pnpx|bunx|npm (exec|x)|(pnpm|yarn) dlx)\s+(-\S+\s+)*cai(?![\w/-])/.test(line)
        ? [`${path}:${index + 1}`]
        : [],
    ),
  );
}

function shown({ from, to }: Import): string {
  return `${from} -> ${to}`;
}
