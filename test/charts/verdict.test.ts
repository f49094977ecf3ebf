import * as fc from 'fast-check';
import { brokenClientValues } from './broken-client-values';
import { brokenVllmValues } from './broken-vllm-values';
import { brokenWebhookValues } from './broken-webhook-values';
import { expectSame, valuesFile, type ProductChart, type Values, type Verdict } from './product-chart';
import { client, vllm, webhook } from './products';

/** What a template cannot see: only raw synth and the admission webhook refuse it. */
const unseenByHelm = ['CAI5005', 'CAI5016', 'CAI5017'];
/** After these raw synth reads no further, while Helm does. */
const unread = ['CAI5006', 'CAI5018'];
/** Helm cannot say why a text is no JSON object. */
const unreadable = new Map([
  ['CAI5002', 'CAI5001'],
  ['CAI5004', 'CAI5001'],
]);

function codesOf(verdict: Verdict): string[] {
  const lines = 'made' in verdict ? [] : verdict.refused;
  return [...new Set(lines.flatMap((line) => /^((?:CAI|HELM)\d{4}) /.exec(line)?.[1] ?? []))].sort();
}

/** Throws where Helm and raw synth judge differently. Answers the codes of what was wrong. */
async function agreedCodes(product: ProductChart, given: Values): Promise<string[]> {
  const raw = product.rawVerdict(given);
  const helm = await product.helmVerdict(valuesFile(given));
  const codes = codesOf(raw);
  const visible = [
    ...new Set(codes.filter((code) => !unseenByHelm.includes(code)).map((code) => unreadable.get(code) ?? code)),
  ].sort();
  const isAgreed = (expected: unknown, refused: boolean): void => {
    expect({ given, helm, codes: codesOf(helm), refused: 'refused' in helm }).toEqual({
      given,
      helm,
      codes: expected,
      refused,
    });
  };
  if (codes.some((code) => unread.includes(code))) return codes;
  if ('made' in helm && 'made' in raw) expectSame(helm.made, raw.made);
  // as long as the schema is broken Helm asks no rule
  else if (codes.some((code) => /^HELM100[1-8]$/.test(code))) isAgreed([], true);
  // and raw synth asks none about a value that cannot be written
  else if (codes.includes('HELM1009')) isAgreed(expect.arrayContaining(visible), true);
  else isAgreed(visible, visible.length > 0);
  return codes;
}

interface Judged {
  readonly product: ProductChart;
  readonly broken: fc.Arbitrary<Values>;
  readonly runs: number;
  /** How many different codes the mistakes bring at least. */
  readonly codes: number;
}

const judged: readonly Judged[] = [
  { product: vllm, broken: brokenVllmValues, runs: 30, codes: 15 },
  { product: webhook, broken: brokenWebhookValues, runs: 20, codes: 7 },
  { product: client, broken: brokenClientValues, runs: 20, codes: 10 },
];

describe('raw synth refuses iff Helm refuses', () => {
  it.each(judged.map((one) => [one.product.name, one] as const))(
    'holds for values of %s with mistakes, and both find the same ones',
    async (_name, { product, broken, runs, codes }) => {
      const found: string[][] = [];
      const fewSets = fc.array(broken, { minLength: 4, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(fewSets, async (sets) => {
          found.push(...(await Promise.all(sets.map((given) => agreedCodes(product, given)))));
        }),
        { numRuns: runs },
      );
      expect(found.filter((all) => all.length > 0).length).toBeGreaterThan(found.length / 2);
      expect(new Set(found.flat()).size).toBeGreaterThanOrEqual(codes);
    },
  );
});
