import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { chartFiles, packChart, repositoryIndex, synthManifests } from '../../helm';
import { helm, helmLint, helmTemplate, printed, release } from '../support/helm-binary';
import { withFilesServed } from '../support/loopback';
import { isTest, parseRendered, sameObjects } from '../support/rendered';
import { scratchFolder } from '../support/scratch-folder';
import { demo } from './demo-chart';

const digestOf = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

interface Labelled {
  readonly labels: Readonly<Record<string, string>>;
}

function archiveFile(definition = demo): string {
  const { fileName, content } = packChart(definition, chartFiles(definition));
  const file = join(scratchFolder(), fileName);
  writeFileSync(file, content);
  return file;
}

describe('the same definition gives the same bytes', () => {
  it('twice in one process', () => {
    const [first, second] = [chartFiles(demo), chartFiles(demo)];
    expect([...second]).toEqual([...first]);
    expect(packChart(demo, second).content.equals(packChart(demo, first).content)).toBe(true);
  });

  it('in another process', () => {
    const script = `
      const { chartFiles, packChart } = require('./helm');
      const { demo } = require('./test/helm/demo-chart');
      const files = chartFiles(demo);
      const { content } = packChart(demo, files);
      console.log(JSON.stringify([...files, ['archive', content.toString('base64')]]));
    `;
    const root = join(__dirname, '../..');
    const elsewhere = execFileSync(process.execPath, ['-r', 'ts-node/register', '-e', script], {
      cwd: root,
      env: { ...process.env, TZ: 'Asia/Shanghai', LANG: 'tr_TR.UTF-8' },
    });
    const files = chartFiles(demo);
    const { content } = packChart(demo, files);
    expect(JSON.parse(elsewhere.toString())).toEqual([...files, ['archive', content.toString('base64')]]);
  });
});

describe('the archive', () => {
  it('is a chart to Helm', async () => {
    const file = archiveFile();
    expect(file).toMatch(/shop-1\.2\.3\.tgz$/);
    expect(parse(await printed(helm(['show', 'chart', file])))).toMatchObject({
      name: 'shop',
      version: '1.2.3',
      appVersion: '4.5',
      kubeVersion: '>=1.30.0-0',
    });
    expect(await printed(helm(['show', 'values', file]))).toContain('storeName: "Corner shop"');
    expect(await printed(helm(['show', 'readme', file]))).toContain('Sells what `{{ .Values }}` says.');
    expect(await helmLint(file)).toMatchObject({ code: 0 });
    const objects = parseRendered(await printed(helmTemplate(file)));
    sameObjects(
      objects.filter((object) => !isTest(object)),
      synthManifests(demo, {}, release).objects,
    );
  });

  it.each([
    ['1.2.3+build.7', 'shop-1.2.3_build.7'],
    [`1.2.3-${'long.'.repeat(9)}x------y`, `shop-1.2.3-${'long.'.repeat(9)}x`],
  ])('has a label that a cluster takes for the version %s', async (version, label) => {
    const file = archiveFile({ ...demo, version });
    const labels = parseRendered(await printed(helmTemplate(file))).map(
      ({ metadata }) => (metadata as Labelled).labels,
    );
    expect(new Set(labels.map((all) => all['helm.sh/chart']))).toEqual(new Set([label]));
    expect(label.length).toBeLessThanOrEqual(63);
  });

  it('is refused by a cluster that is too old', async () => {
    const { code, stderr } = await helmTemplate(archiveFile(), '--kube-version', '1.29.9');
    expect(code).toBe(1);
    expect(stderr).toContain('requires kubeVersion: >=1.30.0-0');
  });
});

describe('the repository', () => {
  it('is one from which Helm pulls what was packed', async () => {
    const archive = packChart(demo, chartFiles(demo));
    const served = new Map<string, Buffer | string>([
      ['index.yaml', repositoryIndex([archive])],
      [archive.fileName, archive.content],
    ]);
    const home = scratchFolder();
    const env = {
      HELM_CACHE_HOME: join(home, 'cache'),
      HELM_CONFIG_HOME: join(home, 'config'),
      HELM_DATA_HOME: join(home, 'data'),
    };
    const found = await withFilesServed(served, async (url) => {
      await printed(helm(['repo', 'add', 'ours', url], env));
      await printed(helm(['pull', 'ours/shop', '--version', '1.2.3', '--destination', home], env));
      return printed(helm(['search', 'repo', 'ours/', '--output', 'json'], env));
    });
    expect(JSON.parse(found)).toEqual([
      { name: 'ours/shop', version: '1.2.3', app_version: '4.5', description: demo.description },
    ]);
    expect(digestOf(readFileSync(join(home, archive.fileName)))).toBe(digestOf(archive.content));
    expect(parse(repositoryIndex([archive]))).toMatchObject({
      entries: { shop: [{ digest: digestOf(archive.content), urls: ['shop-1.2.3.tgz'] }] },
    });
  });

  it('lists every version of a chart', () => {
    const older = { ...demo, version: '1.2.2' };
    const archives = [packChart(demo, chartFiles(demo)), packChart(older, chartFiles(older))];
    const { entries } = parse(repositoryIndex(archives)) as { entries: { shop: { version: string }[] } };
    expect(entries.shop.map(({ version }) => version)).toEqual(['1.2.3', '1.2.2']);
  });
});
