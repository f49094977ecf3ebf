import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packedLibrary } from '../library/packed-library';

interface Documented {
  readonly docs?: { readonly summary?: string; readonly default?: string };
}

interface Member extends Documented {
  readonly name: string;
  readonly optional?: boolean;
  readonly type?: unknown;
}

interface Callable extends Documented {
  readonly name?: string;
  readonly parameters?: readonly Member[];
  readonly returns?: unknown;
}

interface SurfaceType extends Documented {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly datatype?: boolean;
  readonly initializer?: Callable;
  readonly methods?: readonly Callable[];
  readonly properties?: readonly Member[];
  readonly members?: readonly Member[];
}

// places where a type may be anything; each with its reason
const allowedToBeAny: readonly string[] = [];

let types: readonly SurfaceType[];

beforeAll(async () => {
  const assembly = JSON.parse(readFileSync(join(await packedLibrary(), '.jsii'), 'utf8')) as {
    types: Record<string, SurfaceType>;
  };
  types = Object.values(assembly.types);
});

/** Every part of a tree with its path. */
function partsOf(tree: unknown, path = ''): [path: string, part: Record<string, unknown>][] {
  if (typeof tree !== 'object' || tree === null) return [];
  const inner = Object.entries(tree).flatMap(([key, value]) => partsOf(value, `${path}/${key}`));
  return Array.isArray(tree) ? inner : [[path, tree as Record<string, unknown>], ...inner];
}

const inTypes = (): [string, Record<string, unknown>][] => types.flatMap((type) => partsOf(type, type.name));

test('the surface is read', () => {
  expect(types.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ConfidentialVllm', 'CaiOptions', 'OssAuthType']),
  );
  expect(types.flatMap(({ properties = [] }) => properties).length).toBeGreaterThan(100);
});

test('everything that the library exports is a type of jsii, which other languages see', () => {
  const source = readFileSync(join(__dirname, '../../constructs/index.ts'), 'utf8');
  const exported = [...source.matchAll(/\{([^}]*)\}/g)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.replace('type ', '').trim())
    .filter((name) => name !== '');
  expect(source.match(/^export (?!(type )?\{)/gm)).toBeNull();
  expect(types.map(({ name }) => name).sort()).toEqual(exported.sort());
});

test('no type is a union, which other languages do not have', () => {
  expect(
    inTypes()
      .filter(([, part]) => 'union' in part)
      .map(([path]) => path),
  ).toEqual([]);
});

test('no type may be anything', () => {
  const found = inTypes().filter(([, { primitive }]) => primitive === 'any' || primitive === 'json');
  expect(found.map(([path]) => path)).toEqual(allowedToBeAny);
});

test('types come from this library and from those that its users have anyway', () => {
  const packages = inTypes().flatMap(([, { fqn }]) => (typeof fqn === 'string' ? [fqn.split('.')[0]] : []));
  expect([...new Set(packages)].sort()).toEqual(['cdk8s', 'cdk8s-confidential-vllm', 'cdk8s-plus-27', 'constructs']);
});

test('every type and every member is documented', () => {
  const bare = types.flatMap((type) =>
    [
      { ...type, name: '' },
      ...(type.properties ?? []),
      ...(type.members ?? []),
      ...(type.methods ?? []),
      // what scope, id and props are is the same for every construct
      ...(type.methods ?? []).flatMap(({ parameters = [] }) => parameters),
    ]
      .filter(({ docs }) => (docs?.summary ?? '').length < 10)
      .map(({ name = '' }) => `${type.name}.${name}`),
  );
  expect(bare).toEqual([]);
});

test('every optional prop tells its default', () => {
  const silent = types
    .filter(({ datatype }) => datatype === true)
    .flatMap(({ name, properties = [] }) =>
      properties
        .filter(({ optional, docs }) => optional === true && !docs?.default)
        .map((prop) => `${name}.${prop.name}`),
    );
  expect(silent).toEqual([]);
});

test('no required prop tells one', () => {
  const odd = types
    .filter(({ datatype }) => datatype === true)
    .flatMap(({ name, properties = [] }) =>
      properties
        .filter(({ optional, docs }) => optional !== true && docs?.default)
        .map((prop) => `${name}.${prop.name}`),
    );
  expect(odd).toEqual([]);
});
