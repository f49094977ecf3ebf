import * as fc from 'fast-check';
import { join } from 'node:path';
import { chartFiles, synthManifests, type Manifests } from '../../helm';
import { copy, valuesFor } from '../support/arbitrary-values';
import { batchSize, HelmBatch } from '../support/helm-batch';
import { helmInstallDry, helmTemplate, isHelm3, printed, release, type Outcome } from '../support/helm-binary';
import { isTest, parseRendered, sameObjects, writeValues } from '../support/rendered';
import { chartFolder, scratchFolder } from '../support/scratch-folder';
import { demo } from './demo-chart';
import { demoValues } from './demo-values';

const chartFilesOfDemo = chartFiles(demo);
const chart = chartFolder(chartFilesOfDemo);
const batch = new HelmBatch(chartFilesOfDemo, chart);
const folder = scratchFolder();
let files = 0;

/** Random values that break none of the shop's rules. */
const values = valuesFor(demoValues).map((valid) => {
  const given = copy(valid);
  const payment = given.payment as Record<string, unknown> | undefined;
  const shelves = given.shelves as { width: number }[] | undefined;
  if (payment?.existingSecret !== undefined) delete payment.apiKey;
  if (typeof given.catalogue === 'string') given.catalogue = JSON.stringify({ text: given.catalogue });
  for (const shelf of shelves ?? []) shelf.width = Math.min(shelf.width, 350);
  return given;
});

const manySets = fc.array(values, { minLength: batchSize, maxLength: batchSize });

function file(given: unknown): string {
  return writeValues(join(folder, `${++files}.yaml`), given);
}

async function templated(given: unknown, ...more: string[]) {
  return parseRendered(await printed(helmTemplate(chart, '-f', file(given), ...more)));
}

function sameAsRaw(objects: Awaited<ReturnType<typeof templated>>, raw: Manifests): void {
  sameObjects(
    objects.filter((object) => !isTest(object)),
    raw.objects,
  );
  sameObjects(objects.filter(isTest), raw.tests);
}

describe('parse(helm template) == raw', () => {
  it.each<[string, Record<string, unknown>]>([
    ['the defaults', {}],
    ['a map of which every key is overridden by one that is absent', { theme: { motto: 'mine', key: 'mine' } }],
    ['the same with one of them present', { theme: { motto: 'mine', key: 'mine' }, motto: 'chart' }],
    ['texts that end in blank lines, last in their document', { theme: { z: 'a\n\n\n' }, labels: { z: '\n\n' } }],
    [
      'empty texts in the place of optional ones',
      { motto: '', language: null, catalogue: '', checkout: { drain: '' }, stock: null },
    ],
    [
      'zeros, which are given',
      { replicas: 0, spareReplicas: 0, taxRate: 0, checkout: { drain: 0, 'odd.keys': { 'back-off.base': 0 } } },
    ],
    [
      'large and small numbers',
      {
        spareReplicas: Number.MAX_SAFE_INTEGER,
        taxRate: 1e-7,
        checkout: { 'max-items': 1_000_000, 'odd.keys': { 'back-off.base': 1e21 } },
      },
    ],
  ])('holds for %s', async (_, given) => {
    sameAsRaw(await templated(given), synthManifests(demo, given, release));
  });

  it('holds for random values', async () => {
    await fc.assert(
      fc.asyncProperty(manySets, async (sets) => {
        const runs = await batch.outcomes(sets.map((given) => ({ file: file(given), alone: false })));
        for (const [index, given] of sets.entries()) {
          const { code, stdout, stderr } = runs[index] as Outcome;
          expect([code, stderr]).toEqual([0, '']);
          sameAsRaw(parseRendered(stdout), synthManifests(demo, given, release));
        }
      }),
      { numRuns: Math.ceil(100 / batchSize) },
    );
  });

  it('leaves the tests out when Helm is told so', async () => {
    sameObjects(await templated({}, '--skip-tests'), synthManifests(demo, {}, release).objects);
  });
});

describe('notes', () => {
  const quoting = '{{ dict "notes" (include (printf "%s/NOTES.txt" .Template.BasePath) .) | toJson }}';
  const chartWithNotes = chartFolder(new Map([...chartFiles(demo), ['templates/quoted-notes.yaml', quoting]]));

  /** What Helm shows. Helm 3 wants a cluster even for a dry run, so there a template of the test's own shows it. */
  async function notes(given: unknown): Promise<string> {
    const options = ['-f', file(given)];
    if (await isHelm3()) {
      const [quoted] = parseRendered(
        await printed(helmTemplate(chartWithNotes, '-s', 'templates/quoted-notes.yaml', ...options)),
      );
      return String(quoted?.notes);
    }
    const output = await printed(helmInstallDry(chart, ...options));
    const heading = '\nNOTES:\n';
    return output.slice(output.lastIndexOf(heading) + heading.length);
  }

  it('are the same text as in raw synth', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        expect((await notes(given)).trimEnd()).toBe(synthManifests(demo, given, release).notes.trimEnd());
      }),
      { numRuns: 12 },
    );
  });
});
