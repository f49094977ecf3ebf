import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, type ProblemKind } from '../problems';

const root = join(__dirname, '..');

/** Loads every room's kinds of problems, so that the catalogue is whole: they stand in files that are called so. */
function loadRooms(): void {
  for (const room of ['helm', 'injection', 'constructs', 'webhook', 'cli']) {
    const files = readdirSync(join(root, room), { recursive: true, encoding: 'utf8' });
    for (const file of files) {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- which files there are shows only now
      if (/(?:^|[-/])problems\.ts$/.test(file) && !file.includes('node_modules')) require(join(root, room, file));
    }
  }
}

loadRooms();

/** What the page tells of a kind of problem. */
export type PageEntry = Pick<ProblemKind, 'code' | 'name' | 'severity' | 'title' | 'fix'>;

/** The problems of one room. */
export interface PageChapter {
  readonly title: string;
  readonly introduction: string;
  /** The form of its codes. */
  readonly codes: RegExp;
}

/** The chapters, in the order in which a user meets them. */
export const chapters: readonly PageChapter[] = [
  {
    title: 'Whatever is written: CAI1xxx',
    introduction:
      "Found in values, in props, in cai.yaml, in the annotation with the options, in sidecar templates, in manifests and in the settings of the webhook server. The message names the place in that file's own way: `service.port`, or a JSON pointer within an object of Kubernetes. Helm checks the same limits against `values.schema.json` and reports them in its own words, without these codes; what the schema cannot see it reports with them.",
    codes: /^CAI1\d{3}$/,
  },
  {
    title: 'Props and values: CAI20xx of the inference service, CAI21xx of the webhook, CAI22xx of the TNG client',
    introduction:
      'Found across the props of the constructs, which are also values of the charts. Raw synth and Helm report them in the same words.',
    codes: /^CAI2\d{3}$/,
  },
  {
    title: 'Options of a confidential Pod: CAI50xx',
    introduction:
      'Found in the options, `caiOptions` in the values, where the form of each value is right. The message names the place by a JSON pointer; Helm reports the same codes in fewer words. A warning stops nothing.',
    codes: /^CAI50\d{2}$/,
  },
  {
    title: 'Confidential Pods and workloads: CAI51xx and CAI53xx',
    introduction:
      'Found in a Pod, or in the template of a workload, that asks for protection. The message names the place by a JSON pointer into the object. A warning stops nothing.',
    codes: /^CAI5[13]\d{2}$/,
  },
  {
    title: 'The admission policy: CAI54xx',
    introduction:
      'Found by the API server itself, which evaluates the policy of the chart cai-webhook. It refuses what the webhook would have refused or injected, had it been asked.',
    codes: /^CAI54\d{2}$/,
  },
  {
    title: 'The webhook server: CAI6xxx',
    introduction:
      'CAI61xx are found in what is sent to it, CAI62xx in the Secrets of its certificates and CAI63xx in the ConfigMap of its templates. They stand in its answers, its log and the detail of `/readyz`.',
    codes: /^CAI6\d{3}$/,
  },
  {
    title: 'The command cai: CAI7xxx',
    introduction:
      'Found by `cai` in its command line, in what it reads, and in what it looks at. It reports the codes above too, for what they stand for.',
    codes: /^CAI7\d{3}$/,
  },
];

/** The page that lists every error code. */
export function errorPage(
  listed: readonly PageChapter[] = chapters,
  entries: readonly PageEntry[] = catalogue(),
): string {
  const lines = [
    '# Errors',
    '',
    'Generated from the catalogues by `npm run docs`; do not edit. Every message begins with a code and a name from this',
    'list. A code never changes its meaning. All problems of a run are reported at once.',
    ...listed.flatMap(({ title, introduction, codes }) => [
      '',
      `## ${title}`,
      '',
      introduction,
      ...entries.filter(({ code }) => codes.test(code)).flatMap(section),
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
