import type { BadInput } from './bad-input';

const proxy = ['--proxy', 'http://127.0.0.1:41000', '--trustee', 'http://127.0.0.1:1/api', '--model', 'x'];
const check = (...args: readonly string[]): readonly string[] => ['client', 'check', ...args, ...proxy];
const notAService = (name: string, text: string, reason: string): BadInput => ({
  ...{ name, args: check(text), code: 2 },
  says: [
    `error: CAI7301 not-an-address-of-a-service: ${JSON.stringify(text)}: ${reason}; write it as the Service has it: http://203.0.113.20:8080`,
  ],
});
const notAProxy = (name: string, text: string, reason: string): BadInput => ({
  ...{ name, args: ['client', 'check', 'http://192.0.2.20:8080', '--proxy', text], code: 2 },
  says: [
    `error: CAI7302 not-an-address-of-a-proxy: ${JSON.stringify(text)}: ${reason}; write http://, the host and the port: http://127.0.0.1:41000`,
  ],
});
const wrongUsage = (name: string, args: readonly string[], says: string): BadInput => ({
  ...{ name, args, code: 2, says: [`error: CAI7001 wrong-usage: ${says}…`] },
});

export const badInputs: readonly BadInput[] = [
  {
    name: 'no cai.yaml',
    args: ['client'],
    code: 2,
    says: ['error: CAI7002 unreadable-file: "cai.yaml" cannot be read: …'],
  },
  {
    name: 'a name in a mapping, which newer TNG does not take',
    args: ['client', '-c', '-'],
    stdin: JSON.stringify({
      model: { keyId: 'kbs:///default/aliyun/key' },
      trustee: { address: 'https://203.0.113.10:8081/api' },
      versions: { set: 'B', tng: '2.8.0' },
      client: {
        upstreams: [
          { name: 'by-name', servicePort: 80, host: 'inference.example.com', port: 8080 },
          { name: 'by-address', servicePort: 81, host: '192.0.2.20', port: 8080 },
        ],
      },
    }),
    code: 1,
    says: [
      'error: CAI2209 client-upstream-name: client.upstreams has the host "inference.example.com", but TNG 2.8.0 takes no names here; write the IPv4 address, or ask through the proxy',
    ],
  },
  wrongUsage(
    'another runtime',
    ['client', '--runtime', 'rkt'],
    "option '--runtime <runtime>' argument 'rkt' is invalid",
  ),
  wrongUsage(
    'a name to listen on',
    ['client', '--listen', 'localhost'],
    "option '--listen <address>' argument 'localhost' is invalid",
  ),
  wrongUsage(
    'an address that is too great',
    ['client', '--listen', '256.0.0.1'],
    "option '--listen <address>' argument '256.0.0.1' is invalid",
  ),
  wrongUsage('no service to check', ['client', 'check'], "missing required argument 'url'"),
  wrongUsage(
    'no time at all',
    check('http://a', '--timeout', '0'),
    "option '--timeout <seconds>' argument '0' is invalid",
  ),
  wrongUsage('another command', ['client', 'chekc'], '…'.slice(1)),
  notAService('a host alone', '192.0.2.20:8080', 'it is no URL with http://'),
  notAService('https', 'https://inference.example.com', 'TNG takes http alone: it encrypts itself'),
  notAService('a password', 'http://me:x@inference.example.com', 'it has a user or a password'),
  notAService('a query', 'http://inference.example.com/?key=1', 'it has something after its path'),
  notAProxy('a host and a port', '127.0.0.1:41000', 'it is no URL with http://'),
  notAProxy('another kind of proxy', 'socks5://127.0.0.1:1080', 'it is no URL with http://'),
  notAProxy(
    'a proxy with a password',
    'http://me:x@127.0.0.1:41000',
    'it has a user or a password, which TNG does not ask for',
  ),
  notAProxy('a base URL', 'http://127.0.0.1:41000/v1', 'it has something after the port'),
  {
    name: 'a key file that is not there',
    args: check('http://192.0.2.20:8080', '--api-key-file', 'none'),
    code: 2,
    says: ['error: CAI7002 unreadable-file: "none" cannot be read: …'],
  },
  {
    name: 'an empty key file',
    args: check('http://192.0.2.20:8080', '--api-key-file', 'key'),
    files: { key: '\n' },
    code: 2,
    says: ['error: CAI7303 no-api-key: "key" is empty; put the key into the file, in one line and alone'],
  },
  {
    name: 'a key file with two lines',
    args: check('http://192.0.2.20:8080', '--api-key-file', 'key'),
    files: { key: 'secret-one\nsecret-two\n' },
    code: 2,
    says: [
      'error: CAI7303 no-api-key: "key" holds more than one word, or characters that no header can carry; put the key into the file, in one line and alone',
    ],
  },
  {
    name: 'a check without cai.yaml and without a model',
    args: ['client', 'check', 'http://192.0.2.20:8080', '--proxy', 'http://127.0.0.1:41000'],
    code: 2,
    says: ['error: CAI7002 unreadable-file: "cai.yaml" cannot be read: …'],
  },
];
