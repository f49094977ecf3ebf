import * as fc from 'fast-check';
import { brokenValues } from './broken-values';
import { expectSame, helmVerdict, rawVerdict, valuesFile, type Values, type Verdict } from './product-chart';

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
async function agreedCodes(given: Values): Promise<string[]> {
  const raw = rawVerdict(given);
  const helm = await helmVerdict(valuesFile(given));
  const codes = codesOf(raw);
  const visible = [
    ...new Set(codes.filter((code) => !unseenByHelm.includes(code)).map((code) => unreadable.get(code) ?? code)),
  ].sort();
  if ('made' in helm && 'made' in raw) expectSame(helm.made, raw.made);
  else if (codes.some((code) => unread.includes(code))) return codes;
  // before the schema is kept Helm asks no rule
  else if (codes.some((code) => /^HELM100[1-8]$/.test(code)))
    expect({ given, codes: codesOf(helm), refused: 'refused' in helm }).toEqual({ given, codes: [], refused: true });
  else if (codes.includes('HELM1009')) expect(codesOf(helm)).toEqual(expect.arrayContaining(visible));
  else
    expect({ given, helm, codes: codesOf(helm), refused: 'refused' in helm }).toEqual({
      given,
      helm,
      codes: visible,
      refused: visible.length > 0,
    });
  return codes;
}

describe('raw synth refuses iff Helm refuses', () => {
  it('holds for values with mistakes, and both find the same ones', async () => {
    const found: string[][] = [];
    const fewSets = fc.array(brokenValues, { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fewSets, async (sets) => {
        found.push(...(await Promise.all(sets.map(agreedCodes))));
      }),
      { numRuns: Number(process.env.RUNS ?? 40) },
    );
    console.log(
      found.length,
      found.filter((codes) => codes.length > 0).length,
      new Set(found.flat()).size,
      [...new Set(found.flat())].sort().join(' '),
    );
    expect(found.filter((codes) => codes.length > 0).length).toBeGreaterThan(found.length / 2);
  });
});
