import * as fc from 'fast-check';
import { valuePaths } from '../../helm';
import { clientValues } from './arbitrary-client-values';
import { changesOf, junkAtKey, junkSomewhere, spoilt, typo } from './mistakes';
import type { Values } from './product-chart';
import { client } from './products';
import { refusedClientValues } from './refused-client-values';

const upstream = { name: 'a', host: 'a.example.com', port: 8080, servicePort: 8080 };

// as near to a broken rule as can be
const nearMisses: readonly Values[] = [
  { podLabels: { 'a.trustiflux.alibaba.com/x': 'y', 'app.kubernetes.io/names': 'z' } },
  { trustee: { authorities: { configMap: 'a', secret: '' } } },
  { trustee: { trustedCertificates: { configMap: null, secret: 'b' } } },
  { image: { tag: 'latest' }, versionSet: 'A' },
  { proxy: { enabled: false }, upstreams: [upstream] },
  { proxy: { enabled: false, port: 50000 }, upstreams: [upstream] },
  { proxy: { port: 8080 }, upstreams: [{ ...upstream, servicePort: 80 }] },
  { upstreams: [upstream, { ...upstream, name: 'b', servicePort: 80801 % 65536 }] },
  {
    image: { tag: '2.8.0' },
    upstreams: [
      { ...upstream, host: '192.0.2.20' },
      { ...upstream, name: 'b', servicePort: 80 },
    ],
  },
  { image: { tag: '2.7.9' }, upstreams: [upstream] },
  { image: { tag: '2.2.6' }, versionSet: 'A', upstreams: [upstream] },
  { upstreams: [{ ...upstream, name: 'a--b', host: 'a..b' }] },
  { trustee: { address: 'https://xxx.example.com/api' } },
  { trustee: { address: 'https://xx.example.com/api' } },
];

const mistake = fc.oneof(typo, junkSomewhere, junkAtKey(valuePaths(client.schema)), {
  weight: 3,
  arbitrary: changesOf([...nearMisses, ...refusedClientValues.map(({ change }) => change)]),
});

/** Values of the chart tng-client with one to three mistakes. */
export const brokenClientValues: fc.Arbitrary<Values> = spoilt(clientValues, mistake);
