import * as fc from 'fast-check';
import { chartFiles } from '../../helm';
import { helmInstallDry, isHelm3, printed } from '../support/helm-binary';
import { chartFolder } from '../support/scratch-folder';
import { clientValues } from './arbitrary-client-values';
import { vllmValues } from './arbitrary-vllm-values';
import { webhookValues } from './arbitrary-webhook-values';
import { expectSame, valuesFile, type ProductChart, type Values } from './product-chart';
import { client, vllm, webhook } from './products';

/** Holds one set of values against the law. Answers whether it was accepted: by both ways or by none. */
async function isLawful(product: ProductChart, given: Values, file: string): Promise<boolean> {
  const [helm, raw] = [await product.helmVerdict(file), product.rawVerdict(given)];
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

interface Lawful {
  readonly product: ProductChart;
  readonly values: fc.Arbitrary<Values>;
  readonly runs: number;
  /** A case whose notes are looked at, and a warning in them. */
  readonly noted: readonly [name: string, warning: string];
}

const lawful: readonly Lawful[] = [
  {
    product: vllm,
    values: vllmValues,
    runs: 50,
    noted: ['seed-document', '\nWARNING: trustee-address is plain http'],
  },
  {
    product: webhook,
    values: webhookValues,
    runs: 25,
    noted: ['sample-evidence', '\nWARNING: unsafeAllowSampleEvidence is set'],
  },
  {
    product: client,
    values: clientValues,
    runs: 25,
    noted: ['seed-document', '\nWARNING: trustee.address is plain http'],
  },
];

describe.each(lawful.map((one) => [one.product.name, one] as const))('%s', (_chart, { product, ...law }) => {
  describe('parse(helm template) == raw, for objects, tests and notes', () => {
    it('has cases that say what they show', () => {
      expect(product.cases.length).toBeGreaterThanOrEqual(25);
      expect(product.cases.filter(({ says }) => !/^# .+[.]$/.test(says))).toEqual([]);
    });

    it.concurrent.each(product.cases.map((one) => [one.name, one] as const))(
      'holds for the case %s',
      async (_name, one) => {
        await expect(isLawful(product, one.values, one.path)).resolves.toBe(true);
      },
    );

    it('holds for random values', async () => {
      const outcomes: boolean[] = [];
      // a few at once: what a run waits for is mostly Helm's start
      const fewSets = fc.array(law.values, { minLength: 4, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(fewSets, async (sets) => {
          outcomes.push(...(await Promise.all(sets.map((given) => isLawful(product, given, valuesFile(given))))));
        }),
        { numRuns: law.runs },
      );
      expect(outcomes.filter(Boolean).length).toBeGreaterThan(outcomes.length / 2);
    });
  });

  describe('what Helm says after an installation', () => {
    it('is the notes of raw synth', async () => {
      // Helm 3 asks a cluster even for an installation that only pretends
      const [name, warning] = law.noted;
      const { path, values } = product.caseNamed(name);
      const raw = product.rawVerdict(values);
      if (!('made' in raw)) throw new Error(raw.refused.join('\n'));
      const folder = chartFolder(chartFiles(product.definition));
      const notes = (await isHelm3())
        ? await templatedNotes(product, path)
        : (await printed(helmInstallDry(folder, '-f', path))).split('\nNOTES:\n').at(-1);
      expect(notes?.trimEnd()).toBe(raw.made.notes);
      expect(raw.made.notes).toContain(warning);
    });
  });
});

async function templatedNotes(product: ProductChart, path: string): Promise<string> {
  const helm = await product.helmVerdict(path);
  return 'made' in helm ? helm.made.notes : helm.refused.join('\n');
}
