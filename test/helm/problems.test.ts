import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { inputProblems, ProblemsError } from '../../problems';
import { chartFiles, readValues, synthManifests, unwritableText } from '../../helm';
import { helmTemplate, release } from '../support/helm-binary';
import { writeValues } from '../support/rendered';
import { chartFolder, scratchFolder } from '../support/scratch-folder';
import { demo } from './demo-chart';
import { shop } from './demo-shop';
import { demoValues } from './demo-values';

/** What raw synth says of values; nothing when it accepts them. */
function said(values: Record<string, unknown> | string): string {
  try {
    synthManifests(demo, typeof values === 'string' ? readValues(values, 'my-values.yaml') : values, release);
    return '';
  } catch (error) {
    if (error instanceof ProblemsError) return error.message;
    throw error;
  }
}

const shelf = { name: 'a', width: 1, tags: [], bins: [] };

const cases: [values: Record<string, unknown> | string, message: string][] = [
  [{ replica: 1 }, 'CAI1001 unknown-key: replica is not a key; did you mean "replicas"?'],
  [{ checkout: { Port: 1 } }, 'CAI1001 unknown-key: checkout.Port is not a key; did you mean "port"?'],
  [
    { shelves: [{ ...shelf, nothingLikeIt: 1 }] },
    'CAI1001 unknown-key: shelves.0.nothingLikeIt is not a key; correct the spelling, or remove the key',
  ],
  [{ shelves: [{ ...shelf, bins: undefined }] }, 'CAI1002 missing-key: shelves.0.bins has no value; it must be a list'],
  [{ replicas: '3' }, 'CAI1003 wrong-type: replicas is "3"; it must be a whole number'],
  [{ replicas: 1.5 }, 'CAI1003 wrong-type: replicas is 1.5; it must be a whole number'],
  [{ taxRate: 'low' }, 'CAI1003 wrong-type: taxRate is "low"; it must be a number'],
  [{ storeName: 1 }, 'CAI1003 wrong-type: storeName is 1; it must be a text'],
  [{ debug: 'yes' }, 'CAI1003 wrong-type: debug is "yes"; it must be true or false'],
  [{ banners: {} }, 'CAI1003 wrong-type: banners is {}; it must be a list'],
  [{ checkout: 3 }, 'CAI1003 wrong-type: checkout is 3; it must be a map'],
  [{ labels: [] }, 'CAI1003 wrong-type: labels is []; it must be a map'],
  [
    { checkout: { targetPort: true } },
    'CAI1003 wrong-type: checkout.targetPort is true; it must be a number or a text',
  ],
  [{ global: null }, 'CAI1003 wrong-type: global is null; it must be a map'],
  [{ enabled: 'x' }, 'CAI1003 wrong-type: enabled is "x"; it must be true or false'],
  [{ payment: ['a secret'] }, 'CAI1003 wrong-type: payment is the value given (not shown); it must be a map'],
  [
    { payment: { existingSecret: 'A' } },
    'CAI1004 wrong-form: payment.existingSecret is "A"; it must match /^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/ (Secret that has the key already.)',
  ],
  [{ replicas: 51 }, 'CAI1005 out-of-range: replicas is 51; it must be at most 50'],
  [{ taxRate: -1 }, 'CAI1005 out-of-range: taxRate is -1; it must be at least 0'],
  [
    { banners: ['', '', '', '', '', '', ''] },
    'CAI1005 out-of-range: banners is ["","","","","","",""]; it must be at most 6 items',
  ],
  [
    { motto: 'x'.repeat(301) },
    `CAI1005 out-of-range: motto is "${'x'.repeat(80)}…" (301 characters); it must be at most 300 characters`,
  ],
  [
    { payment: { apiKey: 'secret' } },
    'CAI1005 out-of-range: payment.apiKey is the value given (not shown); it must be at least 8 characters',
  ],
  [{ currency: 'eu' }, 'CAI1006 not-one-of: currency is "eu"; it must be one of "eur", "usd", "cny"'],
  [{ labels: { '1': 'x' } }, 'CAI1007 wrong-key-form: labels.1 cannot be a key; it must match /^[A-Za-z][-./\\w]*$/'],
  [
    'a: b: c',
    'CAI1010 unreadable-text: my-values.yaml:1:4: the text is not YAML: Nested mappings are not allowed in compact mappings; correct the text there',
  ],
  [
    'storeName: a\nstoreName: b',
    'CAI1008 duplicate-key: my-values.yaml:2:1: storeName is written again at line 2, column 1; keep one of them',
  ],
  ['- a', 'CAI1003 wrong-type: my-values.yaml: the file is ["a"]; it must be a map of keys'],
  [
    'storeName: *a',
    'CAI1010 unreadable-text: my-values.yaml: the text is not YAML: Unresolved alias (the anchor must be set before the alias): a; correct the text there',
  ],
  [
    { theme: { a: 'b\u0085' } },
    'CAI1013 unwritable-text: theme holds what a manifest cannot: a control character (U+007F to U+009F, U+FFFE or U+FFFF), the text "<no value>", or a key "<<", "__proto__" or "constructor"',
  ],
  [
    { replica: 1, debug: 'yes', replicas: 51 },
    'CAI1005 out-of-range: replicas is 51; it must be at most 50\nCAI1003 wrong-type: debug is "yes"; it must be true or false\nCAI1001 unknown-key: replica is not a key; did you mean "replicas"?',
  ],
];

describe('problems with values', () => {
  it.each(cases)('%j', (values, message) => {
    expect(said(values)).toBe(message);
  });

  it('are all in these cases', () => {
    const raised = new Set(cases.flatMap(([, message]) => message.match(/CAI\d{4} [-a-z]+/g)));
    const { placeholder, empty, tooDeep, ...ofValues } = inputProblems;
    const kinds = [...Object.values(ofValues), unwritableText];
    expect([...raised].sort()).toEqual(kinds.map(({ code, name }) => `${code} ${name}`));
    expect([placeholder, empty, tooDeep].filter(({ code }) => [...raised].join().includes(code))).toEqual([]);
  });

  it.each(['', '\n', '# nothing', '{}', 'null'])('says nothing of the empty values file %j', (text) => {
    expect(readValues(text, 'empty.yaml')).toEqual({});
  });
});

describe('rules', () => {
  const chart = chartFolder(chartFiles(demo));
  const broken = {
    catalogue: '[]',
    shelves: [{ ...shelf, name: 'wide', width: 360 }, shelf, { ...shelf, name: 'wider', width: 400 }],
    payment: { apiKey: 'long enough', existingSecret: 'a' },
  };
  const messages = [
    'SHOP1003 unreadable-catalogue: catalogue is no JSON object',
    'SHOP1002 wide-shelf: shelves has "wide", 360 cm wide',
    'SHOP1002 wide-shelf: shelves has "wider", 400 cm wide',
    'SHOP1001 key-twice: payment.apiKey has no use beside existingSecret "a". Give one of them',
  ];

  it('are refused by raw synth, all at once', () => {
    expect(said(broken).split('\n')).toEqual(messages);
    expect(messages.map((message) => message.slice(0, 8)).sort()).toEqual(
      expect.arrayContaining(Object.values(shop).map(({ code }) => code)),
    );
  });

  it.each([broken, { theme: { a: '\ufffe' }, motto: '<no value>' }])(
    'are refused by Helm with the same lines',
    async (values) => {
      const { code, stderr } = await helmTemplate(
        chart,
        '-f',
        writeValues(join(scratchFolder(), 'values.json'), values),
      );
      expect(code).toBe(1);
      const lines = stderr.split('\n').filter((line) => /^(SHOP|CAI)\d/.test(line));
      expect(lines).toEqual(said(values).split('\n'));
    },
  );

  it('are errors of the constructs in an app of the user', () => {
    const app = new App();
    const user = new Chart(app, 'mine');
    const values = readValues(chartFiles(demo).get('values.yaml') ?? '', 'values.yaml') as Parameters<
      typeof demo.build
    >[1];
    demo.build(user, demoValues.parse({ ...values, shelves: broken.shelves }), release);
    expect(() => {
      app.synth();
    }).toThrow(messages[1]);
  });
});
