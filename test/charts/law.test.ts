import * as fc from 'fast-check';
import { chartFiles } from '../../helm';
import { batchSize } from '../support/helm-batch';
import { helmInstallDry, isHelm3, printed } from '../support/helm-binary';
import { chartFolder } from '../support/scratch-folder';
import { clientValues } from './arbitrary-client-values';
import { vllmValues } from './arbitrary-vllm-values';
import { webhookValues } from './arbitrary-webhook-values';
import { expectSame, valuesFile, type ProductChart, type Values, type Verdict } from './product-chart';
import { client, vllm, webhook } from './products';

interface GivenValues {
  readonly values: Values;
  readonly file: string;
}

/** Holds sets of values against the law. Answers for each whether it was accepted: by both ways or by none. */
async function areLawful(product: ProductChart, sets: readonly GivenValues[]): Promise<boolean[]> {
  const raws = sets.map(({ values }) => product.rawVerdict(values));
  const alone = raws.map((raw) => 'refused' in raw);
  const helms = await product.helmVerdicts(sets.map(({ file }, index) => ({ file, alone: alone[index] === true })));
  return sets.map(({ values }, index) => isLawful(values, helms[index] as Verdict, raws[index] as Verdict));
}

function isLawful(given: Values, helm: Verdict, raw: Verdict): boolean {
  if ('made' in helm && 'made' in raw) {
    expectSame(helm.made, raw.made);
    return true;
  }
  expect({ given, helm: 'made' in helm || helm.refused, raw: 'made' in raw || raw.refused }).toEqual({
    given,
    helm: expect.any(Array) as unknown,
    raw: expect.any(Array) as unknown,
  });
  return false;
}

interface Lawful {
  readonly product: ProductChart;
  readonly values: fc.Arbitrary<Values>;
  /** How many random sets of values it is held for, at least. */
  readonly sets: number;
  /** A case whose notes are looked at, and a warning in them. */
  readonly noted: readonly [name: string, warning: string];
}

const lawful: readonly Lawful[] = [
  {
    product: vllm,
    values: vllmValues,
    sets: 200,
    noted: ['seed-document', '\nWARNING: trustee-address is plain http'],
  },
  {
    product: webhook,
    values: webhookValues,
    sets: 100,
    noted: ['sample-evidence', '\nWARNING: unsafeAllowSampleEvidence is set'],
  },
  {
    product: client,
    values: clientValues,
    sets: 100,
    noted: ['seed-document', '\nWARNING: trustee.address is plain http'],
  },
];

describe.each(lawful.map((one) => [one.product.name, one] as const))('%s', (_chart, { product, ...law }) => {
  describe('parse(helm template) == raw, for objects, tests and notes', () => {
    it('has cases that say what they show', () => {
      expect(product.cases.length).toBeGreaterThanOrEqual(25);
      expect(product.cases.filter(({ says }) => !/^# .+[.]$/.test(says))).toEqual([]);
    });

    let rendered: Promise<Verdict[]> | undefined;
    it.each(product.cases.map((one, index) => [one.name, one, index] as const))(
      'holds for the case %s',
      async (_name, { values }, index) => {
        rendered ??= product.helmVerdicts(product.cases.map(({ path }) => ({ file: path, alone: false })));
        const helm = (await rendered)[index] as Verdict;
        expect(isLawful(values, helm, product.rawVerdict(values))).toBe(true);
      },
    );

    it('holds for random values', async () => {
      const outcomes: boolean[] = [];
      const manySets = fc.array(law.values, { minLength: batchSize, maxLength: batchSize });
      await fc.assert(
        fc.asyncProperty(manySets, async (sets) => {
          outcomes.push(
            ...(await areLawful(
              product,
              sets.map((values) => ({ values, file: valuesFile(values) })),
            )),
          );
        }),
        { numRuns: Math.ceil(law.sets / batchSize) },
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
