import * as fc from 'fast-check';
import { join } from 'node:path';
import { chartFiles, synthManifests, type Manifests } from '../../helm';
import { valuesFor } from '../support/arbitrary-values';
import { helmInstallDry, helmTemplate, printed, release } from '../support/helm-binary';
import { isTest, parseRendered, sameObjects, writeValues } from '../support/rendered';
import { chartFolder, scratchFolder } from '../support/scratch-folder';
import { demo } from './demo-chart';
import { demoValues } from './demo-values';

const chart = chartFolder(chartFiles(demo));
const folder = scratchFolder();
let files = 0;

/** Random values that break none of the shop's rules. */
const values = valuesFor(demoValues)
  .map((given) => {
    const payment = given.payment as Record<string, unknown> | undefined;
    const shelves = given.shelves as { width: number }[] | undefined;
    if (payment?.existingSecret !== undefined) delete payment.apiKey;
    if (typeof given.catalogue === 'string') given.catalogue = JSON.stringify({ text: given.catalogue });
    for (const shelf of shelves ?? []) shelf.width = Math.min(shelf.width, 350);
    return given;
  });

function file(given: unknown): string {
  return writeValues(join(folder, `${++files}.yaml`), given);
}

async function templated(given: unknown, ...more: string[]) {
  return parseRendered(await printed(helmTemplate(chart, '-f', file(given), ...more)));
}

function sameAsRaw(objects: Awaited<ReturnType<typeof templated>>, raw: Manifests): void {
  sameObjects(objects.filter((object) => !isTest(object)), raw.objects);
  sameObjects(objects.filter(isTest), raw.tests);
}

describe('parse(helm template) == raw', () => {
  it('holds for the defaults', async () => {
    sameAsRaw(await templated({}), synthManifests(demo, {}, release));
  });

  it('holds for random values', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        sameAsRaw(await templated(given), synthManifests(demo, given, release));
      }),
      { numRuns: 120 },
    );
  });

  it('leaves the tests out when Helm is told so', async () => {
    sameObjects(await templated({}, '--skip-tests'), synthManifests(demo, {}, release).objects);
  });
});

describe('notes', () => {
  it('are the same text as in raw synth', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        const output = await printed(helmInstallDry(chart, '-f', file(given)));
        const notes = output.slice(output.lastIndexOf('\nNOTES:\n') + '\nNOTES:\n'.length);
        expect(notes.trimEnd()).toBe(synthManifests(demo, given, release).notes.trimEnd());
      }),
      { numRuns: 12 },
    );
  });
});
