import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { ProblemsError } from '../../problems';
import { chartFiles, readValues, synthManifests, valuesProblems } from '../../helm';
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
  [{ replica: 1 }, 'HELM1001 unknown-key: replica is not a key; did you mean "replicas"?'],
  [{ checkout: { Port: 1 } }, 'HELM1001 unknown-key: checkout.Port is not a key; did you mean "port"?'],
  [
    { shelves: [{ ...shelf, nothingLikeIt: 1 }] },
    'HELM1001 unknown-key: shelves.0.nothingLikeIt is not a key; correct the spelling, or remove the key',
  ],
  [{ storeName: null }, 'HELM1002 missing-key: storeName has no value; it must be a text'],
  [
    { shelves: [{ ...shelf, bins: undefined }] },
    'HELM1002 missing-key: shelves.0.bins has no value; it must be a list',
  ],
  [{ replicas: '3' }, 'HELM1003 wrong-type: replicas is "3"; it must be a whole number'],
  [{ replicas: 1.5 }, 'HELM1003 wrong-type: replicas is 1.5; it must be a whole number'],
  [{ taxRate: 'low' }, 'HELM1003 wrong-type: taxRate is "low"; it must be a number'],
  [{ storeName: 1 }, 'HELM1003 wrong-type: storeName is 1; it must be a text'],
  [{ debug: 'yes' }, 'HELM1003 wrong-type: debug is "yes"; it must be true or false'],
  [{ banners: {} }, 'HELM1003 wrong-type: banners is {}; it must be a list'],
  [{ checkout: 3 }, 'HELM1003 wrong-type: checkout is 3; it must be a map'],
  [{ labels: [] }, 'HELM1003 wrong-type: labels is []; it must be a map'],
  [
    { checkout: { targetPort: true } },
    'HELM1003 wrong-type: checkout.targetPort is true; it must be a number or a text',
  ],
  [{ global: null }, 'HELM1003 wrong-type: global is null; it must be a map'],
  [{ enabled: 'x' }, 'HELM1003 wrong-type: enabled is "x"; it must be true or false'],
  [{ payment: ['a secret'] }, 'HELM1003 wrong-type: payment is the value given (not shown); it must be a map'],
  [
    { payment: { existingSecret: 'A' } },
    'HELM1004 wrong-form: payment.existingSecret is "A"; it must match /^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/ (Secret that has the key already.)',
  ],
  [{ replicas: 51 }, 'HELM1005 out-of-range: replicas is 51; it must be at most 50'],
  [{ taxRate: -1 }, 'HELM1005 out-of-range: taxRate is -1; it must be at least 0'],
  [
    { banners: ['', '', '', '', '', '', ''] },
    'HELM1005 out-of-range: banners is ["","","","","","",""]; it must be at most 6 items',
  ],
  [
    { motto: 'x'.repeat(301) },
    `HELM1005 out-of-range: motto is "${'x'.repeat(80)}…" (301 characters); it must be at most 300 characters`,
  ],
  [
    { payment: { apiKey: 'secret' } },
    'HELM1005 out-of-range: payment.apiKey is the value given (not shown); it must be at least 8 characters',
  ],
  [{ currency: 'eu' }, 'HELM1006 not-one-of: currency is "eu"; it must be one of "eur", "usd", "cny"'],
  [{ labels: { '1': 'x' } }, 'HELM1007 wrong-key-form: labels.1 cannot be a key; it must match /^[A-Za-z][-./\\w]*$/'],
  [
    'a: b: c',
    'HELM1008 unreadable-values: my-values.yaml: Nested mappings are not allowed in compact mappings at line 1, column 4:',
  ],
  [
    'storeName: a\nstoreName: b',
    'HELM1008 unreadable-values: my-values.yaml: Map keys must be unique at line 2, column 1:',
  ],
  ['- a', 'HELM1008 unreadable-values: my-values.yaml: the values must be a map of keys'],
  [
    'storeName: *a',
    'HELM1008 unreadable-values: my-values.yaml: Unresolved alias (the anchor must be set before the alias): a',
  ],
  [
    { theme: { a: 'b\u0085' } },
    'HELM1009 unwritable-text: theme holds what a manifest cannot: a control character (U+007F to U+009F, U+FFFE or U+FFFF), the text "<no value>", or a key "<<", "__proto__" or "constructor"',
  ],
  [
    { replica: 1, debug: 'yes', replicas: 51 },
    'HELM1005 out-of-range: replicas is 51; it must be at most 50\nHELM1003 wrong-type: debug is "yes"; it must be true or false\nHELM1001 unknown-key: replica is not a key; did you mean "replicas"?',
  ],
];

describe('problems with values', () => {
  it.each(cases)('%j', (values, message) => {
    expect(said(values)).toBe(message);
  });

  it('are all in these cases', () => {
    const raised = new Set(cases.flatMap(([, message]) => message.match(/HELM\d{4} [-a-z]+/g)));
    expect([...raised].sort()).toEqual(Object.values(valuesProblems).map(({ code, name }) => `${code} ${name}`));
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
      const lines = stderr.split('\n').filter((line) => /^(SHOP|HELM)\d/.test(line));
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
