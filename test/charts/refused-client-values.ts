import { optionTable, versionSetChoices } from '../../injection';
import { authorityPem, keyPem } from '../support/test-certificates';
import type { Values } from './product-chart';
import { formSaid, keySaid } from './refused-certificates';

/** Values that break a rule, and what raw synth and Helm say then. */
export interface RefusedClient {
  readonly change: Values;
  readonly says: readonly string[];
}

const addressRule = optionTable.find(({ key }) => key === 'trustee-address')?.rule ?? '';
const at = (address: string): Values => ({ trustee: { address } });
const notAnAddress = (address: string): RefusedClient => ({
  change: at(address),
  says: [`CAI1004 wrong-form: trustee.address is ${JSON.stringify(address)}; it must be ${addressRule}`],
});

const upstream = (name: string, servicePort: number, host = 'inference.example.com') => ({
  name,
  host,
  port: 8080,
  servicePort,
});

const portTaken = (name: string, port: number): string =>
  `CAI5016 duplicate-port: upstreams has "${name}" with the servicePort ${port}, which another upstream, the proxy or the control interface (50000) has too; choose another`;

const nameTaken = (name: string): string =>
  `CAI2204 client-name-taken: upstreams has the name "${name}", which another upstream or the proxy has too; choose another`;

const notAHost = (host: string): RefusedClient => ({
  change: { upstreams: [upstream('qwen', 80, host)] },
  says: [
    `CAI2205 client-upstream-host: upstreams has "qwen" with the host ${JSON.stringify(host)}; write a name or an IPv4 address alone, as in "inference.example.com"`,
  ],
});

const severalSources = (source: string, places: Values): RefusedClient => ({
  change: { trustee: { [source]: places } },
  says: [
    `CAI2206 certificate-source: trustee.${source} names more than one of pem, configMap and secret; name one of them`,
  ],
});

const badText = (source: string, pem: string, says: string): RefusedClient => ({
  change: { trustee: { [source]: { pem } } },
  says: [says.replace('PATH', `trustee.${source}.pem`)],
});

const version = (tag: string): RefusedClient => ({
  change: { image: { tag } },
  says: [
    `CAI5011 unsupported-version: image.tag "${tag}" belongs to no version set; choose an image tag of ${versionSetChoices}, or set versionSet`,
  ],
});

const reservedKey = (path: string, key: string): RefusedClient => ({
  change: { [path]: { fine: 'x', [key]: 'x' } },
  says: [
    `CAI2015 reserved-key: ${path} has a key that begins with trustiflux.alibaba.com/, or one that selects the Pods (app.kubernetes.io/name, instance, component); remove it`,
  ],
});

/** Every rule of the chart, broken in every way that its message tells apart. */
export const refusedClientValues: readonly RefusedClient[] = [
  {
    change: at('http://<trustee-ip>:8081/api'),
    says: [
      String.raw`CAI1009 placeholder-left: trustee.address is still a placeholder: "http://<trustee-ip>:8081/api"; put your own value in its place`,
    ],
  },
  notAnAddress('trustee.example.com:8081'),
  notAnAddress('https://trustee.example.com/api?x=1'),
  notAnAddress('https://user@trustee.example.com/api'),
  {
    change: { proxy: { enabled: false } },
    says: [
      'CAI2202 client-offers-nothing: upstreams has no entry and proxy.enabled is false, so the client would take no request; name an upstream, or enable the proxy',
    ],
  },
  {
    change: { proxy: { port: 50000 } },
    says: ["CAI5016 duplicate-port: proxy.port is 50000, which is the control interface's; choose another"],
  },
  { change: { upstreams: [upstream('qwen', 41000)] }, says: [portTaken('qwen', 41000)] },
  { change: { upstreams: [upstream('qwen', 50000)] }, says: [portTaken('qwen', 50000)] },
  {
    change: { upstreams: [upstream('a', 8080), upstream('b', 80), upstream('c', 8080)] },
    says: [portTaken('a', 8080), portTaken('c', 8080)],
  },
  { change: { upstreams: [upstream('a', 80), upstream('a', 81)] }, says: [nameTaken('a'), nameTaken('a')] },
  { change: { upstreams: [upstream('http-proxy', 80)] }, says: [nameTaken('http-proxy')] },
  {
    change: { upstreams: [upstream('qwen', 80, '<vllm-ip>')] },
    says: [
      String.raw`CAI1009 placeholder-left: upstreams has "qwen", whose host is still a placeholder: "<vllm-ip>"; put your own value in its place`,
    ],
  },
  notAHost('http://inference.example.com'),
  notAHost('inference.example.com:8080'),
  notAHost('2001:db8:0:0:0:0:0:1'),
  ...[{ image: { tag: '2.8.0' } }, { image: { tag: '2.12.0' } }, { image: { tag: 'latest' }, versionSet: 'B' }].map(
    (tagged): RefusedClient => ({
      change: { ...tagged, upstreams: [upstream('qwen', 80), upstream('address', 81, '192.0.2.20')] },
      says: [
        `CAI2209 client-upstream-name: upstreams has "qwen" with the host "inference.example.com", but TNG ${tagged.image.tag} takes no names here; write the IPv4 address, or ask through the proxy`,
      ],
    }),
  ),
  ...['trustedCertificates', 'authorities'].flatMap((source) => [
    severalSources(source, { configMap: 'a', secret: 'b' }),
    severalSources(source, { configMap: 'a', pem: authorityPem }),
    severalSources(source, { secret: 'a', pem: authorityPem }),
    severalSources(source, { secret: 'a', configMap: 'b', pem: authorityPem }),
    badText(source, authorityPem + keyPem, keySaid),
    badText(source, 'ca.crt', formSaid),
    badText(source, authorityPem.repeat(40), formSaid.replace('CAI1004 wrong-form', 'CAI1005 out-of-range')),
  ]),
  version('2.2.5'),
  version('latest'),
  reservedKey('podAnnotations', 'trustiflux.alibaba.com/ack-cai-options'),
  reservedKey('podLabels', 'app.kubernetes.io/name'),
];
