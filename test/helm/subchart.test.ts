import { join } from 'node:path';
import { stringify } from 'yaml';
import { chartFiles, synthManifests } from '../../helm';
import { helmTemplate, printed, release } from '../support/helm-binary';
import { isTest, parseRendered, sameObjects, writeValues } from '../support/rendered';
import { chartFolder, scratchFolder } from '../support/scratch-folder';
import { demo } from './demo-chart';

const dependency = { name: 'shop', version: demo.version, alias: 'bazaar', condition: 'bazaar.enabled' };
const parent = chartFolder(
  new Map([
    ['Chart.yaml', stringify({ apiVersion: 'v2', name: 'mall', version: '0.1.0', dependencies: [dependency] })],
    ['values.yaml', stringify({ global: { mall: 'north' }, bazaar: { storeName: 'Bazaar', enabled: true } })],
    ...[...chartFiles(demo)].map(([path, text]): [string, string] => [`charts/shop/${path}`, text]),
  ]),
);

async function objects(values: unknown) {
  const file = writeValues(join(scratchFolder(), 'values.json'), values);
  return parseRendered(await printed(helmTemplate(parent, '-f', file))).filter((object) => !isTest(object));
}

describe('the chart as a part of another', () => {
  it('takes its values from a key of the parent, beside global and enabled', async () => {
    const own = { replicas: 7, debug: true };
    sameObjects(
      await objects({ global: { mall: 'south' }, bazaar: own }),
      synthManifests(demo, { storeName: 'Bazaar', ...own }, release).objects,
    );
  });

  it('is left out by its condition', async () => {
    expect(await objects({ bazaar: { enabled: false } })).toEqual([]);
  });

  it('says which values are wrong, by the name that the parent gave it', async () => {
    const file = writeValues(join(scratchFolder(), 'values.json'), { bazaar: { replicas: 'many' } });
    const { code, stderr } = await helmTemplate(parent, '-f', file);
    expect(code).toBe(1);
    expect(stderr).toMatch(/bazaar:\n- at '\/replicas': got string, want null or integer/);
  });

  it('reads the same of values that were meant for a parent', () => {
    const values = { replicas: 7, global: { mall: 'south' }, enabled: false };
    expect(synthManifests(demo, values, release)).toEqual(synthManifests(demo, { replicas: 7 }, release));
  });
});
