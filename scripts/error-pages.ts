import { constructProblems } from '../constructs/problems';
import { valuesProblems } from '../helm';
import { optionCatalogue } from '../injection';

/** A kind of problem, as every catalogue has it. */
export interface PageEntry {
  readonly code: string;
  readonly name: string;
  readonly title: string;
  readonly fix: string;
  readonly severity?: 'error' | 'warning';
}

/** The problems of one room. */
export interface PageChapter {
  readonly title: string;
  readonly introduction: string;
  readonly entries: readonly PageEntry[];
}

/** Every catalogue of the project, in the order in which a user meets them. */
export const chapters: readonly PageChapter[] = [
  {
    title: 'Values of a chart: HELM1xxx',
    introduction:
      'Found in a values file before the rules of the chart are asked. Helm checks the same limits against `values.schema.json` and reports them in its own words, without these codes.',
    entries: Object.values(valuesProblems),
  },
  {
    title: 'Props and values of the inference service: CAI2xxx',
    introduction:
      'Found across the props of the constructs, which are also values of the chart cai-vllm. Raw synth and Helm report them in the same words.',
    entries: Object.values(constructProblems),
  },
  {
    title: 'Options of a confidential Pod: CAI5xxx',
    introduction:
      'Found in the options, `caiOptions` in the values. The message names the place by a JSON pointer; Helm reports the same codes in fewer words. A warning stops nothing.',
    entries: optionCatalogue,
  },
];

/** The page that lists every error code. */
export function errorPage(listed: readonly PageChapter[]): string {
  const lines = [
    '# Errors',
    '',
    'Generated from the catalogues by `npm run docs`; do not edit. Every message begins with a code and a name from this',
    'list. A code never changes its meaning. All problems of a run are reported at once.',
    ...listed.flatMap(({ title, introduction, entries }) => [
      '',
      `## ${title}`,
      '',
      introduction,
      ...entries.flatMap(section),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function section({ code, name, title, fix, severity }: PageEntry): string[] {
  const what = sentence(title);
  return [
    '',
    `### ${code} ${name}`,
    '',
    severity === 'warning' ? `Warning. ${what}` : what,
    '',
    `**Fix:** ${sentence(fix)}`,
  ];
}

/** Catalogues have sentences, or clauses that end a message. */
function sentence(text: string): string {
  const [first = '', ...rest] = text;
  const whole = first.toUpperCase() + rest.join('');
  return escaped(/[.!?]$/.test(whole) ? whole : `${whole}.`);
}

/** What Markdown would take for markup. */
function escaped(text: string): string {
  return text.replace(/[\\<>*_[\]]/g, '\\$&');
}
