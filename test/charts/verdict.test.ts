import * as fc from 'fast-check';
import { brokenClientValues } from './broken-client-values';
import { brokenVllmValues } from './broken-vllm-values';
import { brokenWebhookValues } from './broken-webhook-values';
import { expectSame, valuesFile, type ProductChart, type Values, type Verdict } from './product-chart';
import { client, vllm, webhook } from './products';

/** What a template cannot see in the options: only raw synth and the admission webhook refuse it. */
const unseenByHelm = ['CAI1008', 'CAI5016', 'CAI5017'];

/** One line of what is said. */
interface Said {
  readonly code: string;
  /** What follows code and name. */
  readonly words: string;
  /** Whether a rule found it, and not the description of the values: no schema can see into the text of the options. */
  readonly isOfRule: boolean;
}

const inOptions = ({ words }: Said): boolean => /^caiOptions[. ]/.test(words);

function saidIn(verdict: Verdict): Said[] {
  const lines = 'made' in verdict ? [] : verdict.refused;
  return lines.flatMap((line) => {
    const [, code, words = ''] = /^(CAI\d{4}) [-a-z]+: (.*)$/s.exec(line) ?? [];
    const isOfSchema = code?.startsWith('CAI100') === true && !/^CAI100[89]/.test(code);
    const isOfText = /^caiOptions[. ]/.test(words) && !words.endsWith('it must be a text or a map');
    const isAddress = words.startsWith('trustee.address is ') && words.includes('base URL');
    return code === undefined ? [] : [{ code, words, isOfRule: !isOfSchema || isOfText || isAddress }];
  });
}

/** After these raw synth reads no further, while Helm does. */
const endsReading = (one: Said): boolean =>
  inOptions(one) && (one.code === 'CAI1012' || (one.code === 'CAI1005' && one.words.startsWith('caiOptions is ')));

/** What Helm says of the same; it cannot tell why a text is no JSON object. */
function codeOfHelm(one: Said): string[] {
  if (!inOptions(one)) return [one.code];
  if (unseenByHelm.includes(one.code)) return [];
  const isNoObject = one.code === 'CAI1011' || (one.code === 'CAI1003' && one.words.startsWith('caiOptions is '));
  return [isNoObject ? 'CAI1010' : one.code];
}

const distinct = (codes: readonly string[]): string[] => [...new Set(codes)].sort();
const codesOf = (said: readonly Said[]): string[] => distinct(said.map(({ code }) => code));

/** Throws where Helm and raw synth judge differently. Answers the codes of what was wrong. */
async function agreedCodes(product: ProductChart, given: Values): Promise<string[]> {
  const raw = product.rawVerdict(given);
  const helm = await product.helmVerdict(valuesFile(given));
  const said = saidIn(raw);
  const codes = codesOf(said);
  const visible = distinct(said.flatMap(codeOfHelm));
  const isAgreed = (expected: unknown, refused: boolean): void => {
    expect({ given, helm, codes: codesOf(saidIn(helm)), refused: 'refused' in helm }).toEqual({
      given,
      helm,
      codes: expected,
      refused,
    });
  };
  if (said.some(endsReading)) return codes;
  if ('made' in helm && 'made' in raw) expectSame(helm.made, raw.made);
  // as long as the schema is broken Helm asks no rule
  else if (said.some(({ isOfRule }) => !isOfRule)) isAgreed([], true);
  // and raw synth asks none about a value that cannot be written
  else if (codes.includes('CAI1013')) isAgreed(expect.arrayContaining(visible), true);
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
