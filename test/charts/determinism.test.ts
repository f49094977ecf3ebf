import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { charts } from '../../charts';
import { exampleManifests } from '../../charts/example-manifests';
import { chartFiles, packChart, repositoryIndex, synthManifests, type ChartArchive, type ChartFiles } from '../../helm';
import { manifestYaml } from '../../helm/manifest-yaml';
import { scratchFolder } from '../support/scratch-folder';
import { products } from './products';

const root = join(__dirname, '../..');

type Bytes = Record<string, string>;

/** Everything that `npm run synth` makes, in base64, as this process makes it. */
function madeHere(): Bytes {
  const made: [string, string | Buffer][] = [];
  const archives: ChartArchive[] = [];
  for (const { name, objects } of exampleManifests()) made.push([`manifests/${name}.k8s.yaml`, manifestYaml(objects)]);
  for (const [name, { definition }] of charts) {
    const files = chartFiles(definition);
    const archive = packChart(definition, files);
    archives.push(archive);
    made.push([`helm/${archive.fileName}`, archive.content]);
    for (const [path, text] of files) made.push([`helm/${name}/${path}`, text]);
  }
  made.push(['helm/index.yaml', repositoryIndex(archives)]);
  return Object.fromEntries(made.map(([path, content]) => [path, Buffer.from(content).toString('base64')]));
}

/** The same, as a process of its own makes it. */
async function madeElsewhere(env: NodeJS.ProcessEnv): Promise<Bytes> {
  const folder = scratchFolder();
  const program = [join(root, 'node_modules/ts-node/dist/bin.js'), join(root, 'main.ts')];
  await promisify(execFile)(process.execPath, program, { cwd: folder, env: { ...process.env, ...env } });
  const written = readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    written.map((path) => [path.slice(join(folder, 'dist/').length), readFileSync(path).toString('base64')]),
  );
}

describe('the same description gives the same bytes', () => {
  it('twice in one process, and in processes that run elsewhere', async () => {
    const first = madeHere();
    expect(madeHere()).toEqual(first);
    const elsewhere = await Promise.all([
      madeElsewhere({ TZ: 'Asia/Shanghai', LANG: 'tr_TR.UTF-8', CDK8S_OUTDIR: undefined }),
      madeElsewhere({ TZ: 'UTC', LC_ALL: 'C', CDK8S_OUTDIR: undefined }),
    ]);
    expect(elsewhere).toEqual([first, first]);
  });

  it.each(products.map((product) => [product.name, product] as const))(
    'for every case of %s, whatever was made before',
    (name, { definition, cases }) => {
      const made = (values: Record<string, unknown>): string =>
        JSON.stringify(synthManifests(definition, values, { name, namespace: 'default' }));
      const inOrder = cases.map(({ values }) => made(values));
      const backwards = [...cases].reverse().map(({ values }) => made(values));
      expect(backwards.reverse()).toEqual(inOrder);
    },
  );
});

interface Applied {
  readonly kind: string;
  readonly data?: Record<string, string>;
  readonly binaryData?: Record<string, string>;
}

/** Helm keeps a release in a Secret: files, values and manifest, compressed, in base64. */
function releaseSecretBytes(files: ChartFiles, manifest: string): number {
  const inBase64 = [...files].map(([path, text]) => ({ name: path, data: Buffer.from(text).toString('base64') }));
  return gzipSync(JSON.stringify({ chart: inBase64, manifest })).toString('base64').length;
}

describe('what others keep of an object', () => {
  const objects = products.flatMap(({ name, cases }) => {
    const definition = charts.get(name)?.definition;
    if (!definition) throw new Error(`the project makes no chart ${name}`);
    return cases.flatMap(
      ({ values }) =>
        synthManifests(definition, values, { name, namespace: 'default' }).objects as unknown as Applied[],
    );
  });

  it('holds a whole object in an annotation, as kubectl and Argo CD write it: Kubernetes allows 256 KiB, our budget is 160', () => {
    const sizes = objects.map((object) => Buffer.byteLength(JSON.stringify(object)));
    expect(Math.max(...sizes)).toBeLessThan(160 * 1024);
    // the server is among them
    expect(Math.max(...sizes)).toBeGreaterThan(50_000);
  });

  it('holds the server in a ConfigMap, whose data etcd limits to 1 MiB, our budget is 256 KiB', () => {
    const bytes = objects
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(({ data = {}, binaryData = {} }) =>
        [...Object.values(data), ...Object.values(binaryData)].reduce((sum, text) => sum + Buffer.byteLength(text), 0),
      );
    expect(Math.max(...bytes)).toBeLessThan(256 * 1024);
  });
});

describe('the Secret in which Helm keeps a release', () => {
  it.each(products.map((product) => [product.name, product.cases] as const))(
    'holds the chart %s, with the real server, with room to spare: Kubernetes allows 1 MiB, our budget is 400 KB',
    (name, cases) => {
      const definition = charts.get(name)?.definition;
      if (!definition) throw new Error(`the project makes no chart ${name}`);
      const files = chartFiles(definition);
      const sizes = cases.map(({ values }) =>
        releaseSecretBytes(
          files,
          manifestYaml(synthManifests(definition, values, { name, namespace: 'default' }).objects),
        ),
      );
      expect(Math.max(...sizes)).toBeLessThan(400 * 1024);
      expect(Math.min(...sizes)).toBeGreaterThan(10_000);
    },
  );
});
