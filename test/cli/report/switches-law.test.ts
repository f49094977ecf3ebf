import * as fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { cai } from '../in-process';
import { safeDescription } from './subjects';

/** Each switch: what it changes in a safe description, and what may no longer be claimed then. */
interface Switch {
  readonly name: string;
  readonly change: (description: Settings) => void;
  /** Numbers of flows that are unsafe with it. */
  readonly opens: readonly number[];
  /** Assets and threats of whose rows the page must say that they do not hold. */
  readonly undoes: readonly string[];
  /** Words that the page must not have with it. */
  readonly denies: readonly string[];
}
interface Settings {
  [key: string]: Settings;
}

const set = (description: Settings, path: string, value: unknown): void => {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((at, key) => (at[key] ??= {}), description);
  parent[last] = value as Settings;
};

const trusted = 'trusted once attested';
const key = [5, 9, 10, 11];
const switches: readonly Switch[] = [
  {
    name: 'neither TDX nor GPU is attested, and sample evidence is allowed',
    change: (description) => {
      set(description, 'vllm.caiOptions.tdx-ra-enable', false);
      set(description, 'vllm.caiOptions.gpu-ra-enable', false);
      set(description, 'unsafeAllowSampleEvidence', true);
    },
    opens: [1, 4, 6, 7, 8, 12, 13, ...key],
    undoes: ['Model', 'Key of the model', 'Prompts and answers', 'Somebody reads the bucket or the volume'],
    denies: [trusted, 'signed by the hardware', 'verifies evidence,'],
  },
  {
    name: 'GPUs are not attested',
    change: (description) => {
      set(description, 'vllm.caiOptions.gpu-ra-enable', false);
    },
    opens: [6, 8, 12, 13, ...key],
    undoes: ['Model', 'Prompts and answers', 'A GPU fails its attestation'],
    denies: [trusted, 'evidence of TDX and GPU'],
  },
  {
    name: 'sample evidence is allowed',
    change: (description) => {
      set(description, 'unsafeAllowSampleEvidence', true);
    },
    opens: [1, 7, ...key],
    undoes: ['Model', 'Key of the model', 'Prompts and answers', 'Somebody reads the bucket or the volume'],
    denies: [trusted, 'verifies evidence,'],
  },
  {
    name: 'Trustee is asked by plain HTTP',
    change: (description) => {
      set(description, 'trustee.address', 'http://trustee.example.com:8081/api');
    },
    opens: [4, ...key],
    undoes: ['Key of the model', 'Prompts and answers', 'Somebody reads the bucket or the volume'],
    denies: [trusted],
  },
  {
    name: 'Trustee runs at the cloud',
    change: (description) => {
      set(description, 'trustee.hosting', 'ecs');
    },
    opens: [],
    undoes: [],
    denies: ['Independent server', 'Own server'],
  },
  {
    name: 'the webhook does not see the namespace',
    change: (description) => {
      set(description, 'webhook.excludedNamespaces', ['default']);
    },
    opens: [1, 6, 7, 8, 12, 13, ...key],
    undoes: ['Model', 'Key of the model', 'Prompts and answers', 'API key', 'A Pod that asked for protection'],
    denies: [trusted],
  },
  {
    name: 'the policy is off',
    change: (description) => {
      set(description, 'webhook.admissionPolicy', false);
    },
    opens: [],
    undoes: ['Model', 'Key of the model', 'Prompts and answers', 'API key', '… the mutating webhook was removed'],
    denies: [],
  },
  {
    name: 'requests pass TNG in plaintext',
    change: (description) => {
      set(description, 'vllm.caiOptions.tng-http-secure-ports', [
        { port: 8080, 'allow-insecure-request-regexes': ['^/metrics$'] },
      ]);
    },
    opens: [14],
    undoes: ['Prompts and answers', 'API key', 'Plain HTTP reaches the application', 'A probe opens a plaintext door'],
    denies: ['refuse every other way in', 'sees nothing in the clear.'],
  },
  {
    name: 'no port is secured',
    change: (description) => {
      set(description, 'vllm.caiOptions.tng-http-secure-ports', []);
    },
    opens: [10, 11],
    undoes: ['Prompts and answers', 'API key', 'Plain HTTP reaches the application'],
    denies: ['TNG only', 'sees nothing in the clear.'],
  },
];

/** The state of each flow of the table. */
function statesOf(page: string): Map<number, string> {
  const [, table = ''] = /<caption>[^<]*<\/caption>([\s\S]*?)<\/table>/.exec(page.slice(page.indexOf('</svg>'))) ?? [];
  return new Map(
    [...table.matchAll(/<th scope="row">(\d+)<\/th>.*?<span class="badge (\w+)">/g)].map(([, number, state]) => [
      Number(number),
      state ?? '',
    ]),
  );
}

/** The first cells of the rows that the page says do not hold. */
function undoneIn(page: string): string[] {
  return [...page.matchAll(/<tr>([\s\S]*?)<\/tr>/g)]
    .filter(([, row = '']) => row.includes('▲ Does not hold'))
    .map(([, row = '']) => /<th scope="row">([^<]*)</.exec(row)?.[1] ?? '');
}

async function pageWith(given: readonly Switch[]): Promise<string> {
  const description = parse(safeDescription) as Settings;
  for (const { change } of given) change(description);
  const { stdout, stderr } = await cai(['report', '--out', '-', '--date', '2026-11-24'], {
    files: { 'cai.yaml': stringify(description) },
  });
  expect(stderr).not.toContain('error');
  return stdout;
}

function expectNoFalseClaim(page: string, given: readonly Switch[]): void {
  const states = statesOf(page);
  const undone = undoneIn(page);
  for (const { name, opens, denies, undoes } of given) {
    for (const start of undoes)
      expect({ name, start, undone: undone.some((one) => one.startsWith(start)) }).toEqual({
        name,
        start,
        undone: true,
      });
    for (const number of opens) {
      // a flow may be gone with another switch; it must not be there as safe
      expect({ name, number, state: states.get(number) ?? 'unsafe' }).toEqual({ name, number, state: 'unsafe' });
    }
    for (const words of denies)
      expect({ name, words, told: page.includes(words) }).toEqual({ name, words, told: false });
  }
}

test('without a switch everything is claimed', async () => {
  const page = await pageWith([]);
  expect([...statesOf(page).values()].filter((state) => state === 'unsafe')).toEqual([]);
  expect(undoneIn(page)).toEqual([]);
  for (const words of [trusted, 'Independent server', 'sees nothing in the clear.', 'TNG only', 'verifies evidence,'])
    expect(page).toContain(words);
});

test.each(switches.map((one) => [one.name, one] as const))('%s: nothing is claimed that it undoes', async (_, one) => {
  expectNoFalseClaim(await pageWith([one]), [one]);
});

test('no claim is made in any combination of switches that one of them undoes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray([...switches]), async (given) => {
      // whichever of two says more of one key comes last, and stands
      const isBare = given.some(({ name }) => name === 'no port is secured');
      const told = given.filter(({ opens }) => !(isBare && opens.includes(14)));
      expectNoFalseClaim(await pageWith(told), told);
    }),
    { numRuns: 40 },
  );
});
