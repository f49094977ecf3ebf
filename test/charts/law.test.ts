import * as fc from 'fast-check';
import { helmInstallDry, isHelm3, printed } from '../support/helm-binary';
import { chartFiles } from '../../helm';
import { chartFolder } from '../support/scratch-folder';
import { vllmValues } from './arbitrary-vllm-values';
import {
  cases,
  caseNamed,
  expectSame,
  helmVerdict,
  rawVerdict,
  valuesFile,
  vllmChart,
  type Values,
} from './product-chart';

/** Holds one set of values against the law. Answers whether it was accepted: by both ways or by none. */
async function isLawful(given: Values, file: string): Promise<boolean> {
  const [helm, raw] = [await helmVerdict(file), rawVerdict(given)];
  if ('made' in helm && 'made' in raw) {
    expectSame(helm.made, raw.made);
    return true;
  }
  expect({ helm: 'made' in helm || helm.refused, raw: 'made' in raw || raw.refused }).toEqual({
    helm: expect.any(Array) as unknown,
    raw: expect.any(Array) as unknown,
  });
  return false;
}

describe('parse(helm template) == raw, for objects, tests and notes', () => {
  it('has cases that say what they show', () => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
    expect(cases.filter(({ says }) => !/^# .+[.]$/.test(says))).toEqual([]);
  });

  it.concurrent.each(cases.map((one) => [one.name, one] as const))('holds for the case %s', async (_name, one) => {
    await expect(isLawful(one.values, one.path)).resolves.toBe(true);
  });

  it('holds for random values', async () => {
    const outcomes: boolean[] = [];
    // a few at once: what a run waits for is mostly Helm's start
    const fewSets = fc.array(vllmValues, { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fewSets, async (sets) => {
        outcomes.push(...(await Promise.all(sets.map((given) => isLawful(given, valuesFile(given))))));
      }),
      { numRuns: 50 },
    );
    expect(outcomes.filter(Boolean).length).toBeGreaterThan(outcomes.length / 2);
  });
});

describe('what Helm says after an installation', () => {
  it('is the notes of raw synth', async () => {
    // Helm 3 asks a cluster even for an installation that only pretends
    const { path, values } = caseNamed('seed-document');
    const raw = rawVerdict(values);
    if (!('made' in raw)) throw new Error(raw.refused.join('\n'));
    const notes = (await isHelm3())
      ? await templatedNotes(path)
      : (await printed(helmInstallDry(chartFolder(chartFiles(vllmChart)), '-f', path))).split('\nNOTES:\n').at(-1);
    expect(notes?.trimEnd()).toBe(raw.made.notes);
    expect(raw.made.notes).toContain('\nWARNING: trustee-address is plain http');
  });
});

async function templatedNotes(path: string): Promise<string> {
  const helm = await helmVerdict(path);
  return 'made' in helm ? helm.made.notes : helm.refused.join('\n');
}
