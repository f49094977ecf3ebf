import * as fc from 'fast-check';
import { join } from 'node:path';
import { ProblemsError } from '../../problems';
import { chartFiles, synthManifests, type Manifests } from '../../helm';
import { copy, valuesFor } from '../support/arbitrary-values';
import { batchSize, HelmBatch } from '../support/helm-batch';
import { release, type Outcome } from '../support/helm-binary';
import { isTest, parseRendered, sameObjects, writeValues } from '../support/rendered';
import { chartFolder, scratchFolder } from '../support/scratch-folder';
import { demo } from './demo-chart';
import { demoValues } from './demo-values';

type Values = Record<string, unknown>;

const chart = chartFiles(demo);
const batch = new HelmBatch(chart, chartFolder(chart));
const folder = scratchFolder();
let files = 0;

/** What users write where something else belongs. */
const junk: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  '',
  0,
  -1,
  1,
  1.5,
  51,
  351,
  65536,
  2 ** 53,
  1e21,
  'x',
  '0755',
  'http',
  'Http',
  '😀'.repeat(151),
  'x'.repeat(301),
  'a\u0085b',
  'a\u007f',
  '<no value>',
  'a b',
  'a\n',
  'en',
  'EN',
  true,
  false,
  [],
  {},
  [null],
  ['x'],
  [3],
  [[]],
  [{}],
  { a: null },
  { a: 1 },
  { a: 'x' },
  { '1': 'x' },
  { 'a b': 'x' },
  { '<<': 'x' },
  { constructor: 'x' },
  { a: { b: [1, '\ufffe'] } },
  '{"a": 1}',
  '[1]',
  '{',
  '',
  { 'odd.keys': null },
  { 'odd.keys': {} },
  { port: '80' },
  { apiKey: 'short' },
  { apiKey: 'long enough', existingSecret: 'a' },
  [{ name: 'a', width: 351, tags: [], bins: [] }],
  [{ name: 'a', width: 3, tags: [], bins: [{}] }],
  [{ name: 'a', width: 3, tags: null, bins: [] }],
  [{ name: 'A', width: 3, tags: [], bins: [] }],
  [{ name: 'a', width: 3, tags: [], bins: [], note: null, hidden: null }],
  [{ operator: 'exists' }],
  [{ key: null }],
);

const mutations = fc.record({ steps: fc.array(fc.nat(), { maxLength: 4 }), junk, typo: fc.boolean() });

/** Writes junk at some place of the values: over what is there, or under a key that nobody declared. */
function mutate(target: Values, { steps, junk: bad, typo }: { steps: number[]; junk: unknown; typo: boolean }): void {
  const keys = Object.keys(target);
  const key = keys[(steps[0] ?? 0) % keys.length];
  const inner = key === undefined ? undefined : target[key];
  if (steps.length > 1 && typeof inner === 'object' && inner !== null)
    mutate(inner as Values, { steps: steps.slice(1), junk: bad, typo });
  else target[key === undefined || typo ? `${key ?? ''}s` : key] = copy(bad);
}

const declared = Object.keys(demoValues.shape);

/** Mostly wrong values. Now and then the junk happens to be right. */
const values = fc
  .tuple(
    valuesFor(demoValues),
    fc.array(mutations, { maxLength: 2 }),
    fc.option(fc.tuple(fc.constantFrom(...declared, 'global', 'enabled', 'Replicas'), junk)),
  )
  .map(([valid, wrong, whole]) => {
    const given = copy(valid);
    for (const mutation of wrong) mutate(given, mutation);
    if (whole) given[whole[0]] = copy(whole[1]);
    return given;
  });

function rawVerdict(given: Values): Manifests | ProblemsError {
  try {
    return synthManifests(demo, given, release);
  } catch (error) {
    if (error instanceof ProblemsError) return error;
    throw error;
  }
}

/** Whether a rule refused the values, so that a run of Helm that tells of others too would end there. */
function isRefusedByRule(raw: Manifests | ProblemsError): boolean {
  return raw instanceof ProblemsError && !raw.problems.some(({ code }) => /^CAI100[1-7]$/.test(code));
}

describe('raw synth refuses iff Helm refuses', () => {
  it('holds for values that were made wrong', async () => {
    const manySets = fc.array(values, { minLength: batchSize, maxLength: batchSize });
    await fc.assert(
      fc.asyncProperty(manySets, async (sets) => {
        const raws = sets.map(rawVerdict);
        const runs = await batch.outcomes(
          sets.map((given, index) => ({
            file: writeValues(join(folder, `${++files}.yaml`), given),
            alone: isRefusedByRule(raws[index] as Manifests | ProblemsError),
          })),
        );
        for (const [index, given] of sets.entries())
          sameVerdict(given, raws[index] as Manifests | ProblemsError, runs[index] as Outcome);
      }),
      { numRuns: Math.ceil(120 / batchSize) },
    );
  });
});

function sameVerdict(given: Values, raw: Manifests | ProblemsError, { code, stdout, stderr }: Outcome): void {
  const refusals = {
    raw: raw instanceof ProblemsError ? raw.message : 'accepted',
    helm: code === 0 ? 'accepted' : stderr,
  };
  if ((refusals.raw === 'accepted') !== (refusals.helm === 'accepted'))
    throw new Error(JSON.stringify({ ...refusals, given }, null, 2));
  if (!(raw instanceof ProblemsError))
    sameObjects(
      parseRendered(stdout).filter((object) => !isTest(object)),
      raw.objects,
    );
}
