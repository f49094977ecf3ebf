import * as fc from 'fast-check';
import { brokenClientValues } from './broken-client-values';
import { brokenVllmValues } from './broken-vllm-values';
import { brokenWebhookValues } from './broken-webhook-values';
import { expectSame, valuesFile, type ProductChart, type Values, type Verdict } from './product-chart';
import { batchSize } from '../support/helm-batch';
import { client, vllm, webhook } from './products';

/** What a template cannot see in the options: only raw synth and the admission webhook refuse it. */
const unseenByHelm = ['CAI1008', 'CAI5016', 'CAI5017', 'CAI5021'];

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
    // no schema looks at them: Helm would print what it refuses
    const isCertificates = /^trustee\.\w+\.pem is the value given \(not shown\); it must be certificates/.test(words);
    const isOfRule = !isOfSchema || isOfText || isAddress || isCertificates;
    return code === undefined ? [] : [{ code, words, isOfRule }];
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

/** Throws where Helm and raw synth judge differently. Answers, for each set of values, the codes of what was wrong. */
async function agreedCodes(product: ProductChart, sets: readonly Values[]): Promise<string[][]> {
  const raws = sets.map((given) => product.rawVerdict(given));
  const helms = await product.helmVerdicts(
    sets.map((given, index) => {
      const said = saidIn(raws[index] as Verdict);
      return { file: valuesFile(given), alone: said.length > 0 && said.every(({ isOfRule }) => isOfRule) };
    }),
  );
  return sets.map((given, index) => agreedOn(given, helms[index] as Verdict, raws[index] as Verdict));
}

function agreedOn(given: Values, helm: Verdict, raw: Verdict): string[] {
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
  /** How many sets of values are judged, at least. */
  readonly tried: number;
  /** How many different codes the mistakes bring at least. */
  readonly codes: number;
}

const judged: readonly Judged[] = [
  { product: vllm, broken: brokenVllmValues, tried: 120, codes: 15 },
  { product: webhook, broken: brokenWebhookValues, tried: 80, codes: 7 },
  { product: client, broken: brokenClientValues, tried: 80, codes: 10 },
];

describe('raw synth refuses iff Helm refuses', () => {
  it.each(judged.map((one) => [one.product.name, one] as const))(
    'holds for values of %s with mistakes, and both find the same ones',
    async (_name, { product, broken, tried, codes }) => {
      const found: string[][] = [];
      const manySets = fc.array(broken, { minLength: batchSize, maxLength: batchSize });
      await fc.assert(
        fc.asyncProperty(manySets, async (sets) => {
          found.push(...(await agreedCodes(product, sets)));
        }),
        { numRuns: Math.ceil(tried / batchSize) },
      );
      expect(found.filter((all) => all.length > 0).length).toBeGreaterThan(found.length / 2);
      expect(new Set(found.flat()).size).toBeGreaterThanOrEqual(codes);
    },
  );
});
