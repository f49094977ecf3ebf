import { cliCatalogue } from '../cli/problems';
import { protectProblems } from '../constructs/sidecars/protect-problems';
import { policyProblems } from '../constructs/webhook/policy-problems';
import { constructProblems } from '../constructs/problems';
import { clientProblems } from '../constructs/tng-client/problems';
import { webhookProblems } from '../constructs/webhook/problems';
import { valuesProblems } from '../helm';
import { optionCatalogue, podCatalogue, templateCatalogue, workloadCatalogue } from '../injection';
import { webhookCatalogue } from '../webhook/problems';

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
  /** The form of its codes. */
  readonly codes: RegExp;
  readonly entries: readonly PageEntry[];
}

/** Every catalogue of the project, in the order in which a user meets them. */
export const chapters: readonly PageChapter[] = [
  {
    title: 'Values of a chart: HELM1xxx',
    introduction:
      'Found in a values file before the rules of the chart are asked. Helm checks the same limits against `values.schema.json` and reports them in its own words, without these codes.',
    codes: /^HELM1\d{3}$/,
    entries: Object.values(valuesProblems),
  },
  {
    title: 'Props and values: CAI20xx of the inference service, CAI21xx of the webhook, CAI22xx of the TNG client',
    introduction:
      'Found across the props of the constructs, which are also values of the charts. Raw synth and Helm report them in the same words.',
    codes: /^CAI2\d{3}$/,
    entries: [
      ...Object.values(constructProblems),
      ...Object.values(webhookProblems),
      ...Object.values(clientProblems),
      ...Object.values(protectProblems),
    ],
  },
  {
    title: 'Options of a confidential Pod: CAI50xx',
    introduction:
      'Found in the options, `caiOptions` in the values. The message names the place by a JSON pointer; Helm reports the same codes in fewer words. A warning stops nothing.',
    codes: /^CAI50\d{2}$/,
    entries: optionCatalogue,
  },
  {
    title: 'Confidential Pods and workloads: CAI51xx and CAI53xx',
    introduction:
      'Found in a Pod, or in the template of a workload, that asks for protection. The message names the place by a JSON pointer into the object. A warning stops nothing.',
    codes: /^CAI5[13]\d{2}$/,
    entries: [...podCatalogue, ...workloadCatalogue],
  },
  {
    title: 'Sidecar templates: CAI52xx',
    introduction:
      'Found in what an installation decides about the sidecars: the ConfigMap of the webhook, made from values of its chart.',
    codes: /^CAI52\d{2}$/,
    entries: templateCatalogue,
  },
  {
    title: 'The admission policy: CAI54xx',
    introduction:
      'Found by the API server itself, which evaluates the policy of the chart cai-webhook. It refuses what the webhook would have refused or injected, had it been asked.',
    codes: /^CAI54\d{2}$/,
    entries: Object.values(policyProblems),
  },
  {
    title: 'The webhook server: CAI6xxx',
    introduction:
      'CAI60xx are found in its environment at the start, CAI61xx in what is sent to it, CAI62xx in the Secrets of its certificates and CAI63xx in the ConfigMap of its templates. They stand in its answers, its log and the detail of `/readyz`.',
    codes: /^CAI6\d{3}$/,
    entries: webhookCatalogue,
  },
  {
    title: 'The command cai: CAI7xxx',
    introduction:
      'Found by `cai` in its command line, in what it reads, and in what it looks at. It reports the codes above too, for what they stand for.',
    codes: /^CAI7\d{3}$/,
    entries: cliCatalogue,
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
