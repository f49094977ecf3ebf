import { certificateProblems } from '../../constructs/kubernetes/certificate-problems';
import { clientProblems } from '../../constructs/tng-client/problems';
import { over } from './product-chart';
import { client } from './products';
import { refusedClientValues } from './refused-client-values';

const titled = refusedClientValues.map((one) => [JSON.stringify(one.change), one] as const);

describe('a broken rule of tng-client', () => {
  it.concurrent.each(titled)('%s is refused by raw synth and by Helm', async (_title, { change, says }) => {
    await expect(client.said(over(client.accepted, change))).resolves.toEqual({ raw: says, helm: says });
  });

  it('has a case for each code', () => {
    const codes = refusedClientValues.flatMap(({ says }) => says.map((line) => line.split(' ')[0] ?? ''));
    const own = [...new Set(codes)].filter((code) => code.startsWith('CAI22'));
    expect(own.sort()).toEqual(
      [...Object.values(clientProblems), ...Object.values(certificateProblems)].map(({ code }) => code).sort(),
    );
  });
});

test('several mistakes are all reported at once', async () => {
  const change = {
    trustee: { address: 'nowhere', authorities: { configMap: 'a', secret: 'b' } },
    image: { tag: 'latest' },
    upstreams: [{ name: 'a', host: 'a/b', port: 1, servicePort: 41000 }],
  };
  const { raw, helm } = await client.said(over(client.accepted, change));
  const codes = raw.map((line) => line.split(' ')[0] ?? '').sort();
  expect(codes).toEqual(['CAI1004', 'CAI2205', 'CAI2206', 'CAI5011', 'CAI5016']);
  expect([...helm].sort()).toEqual([...raw].sort());
});
