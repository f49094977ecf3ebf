import type { BadInput } from './bad-input';

const advice = 'write it as cai.yaml has it: https://trustee.example.com:8081/api';
const check = (...args: readonly string[]): readonly string[] => ['trustee', 'check', ...args];
const notAnAddress = (name: string, text: string, reason: string): BadInput => ({
  ...{ name, args: check(text), code: 2 },
  says: [`error: CAI7511 not-an-address-of-trustee: ${JSON.stringify(text)}: ${reason}; ${advice}`],
});

export const badInputs: readonly BadInput[] = [
  {
    name: 'no address',
    args: check(),
    code: 2,
    says: ["error: CAI7001 wrong-usage: missing required argument 'url'…"],
  },
  notAnAddress('a host alone', 'trustee.example.com', 'it is no URL'),
  notAnAddress('another protocol', 'ftp://trustee.example.com/api', 'it is neither http nor https'),
  notAnAddress(
    'a password',
    'https://me:x@trustee.example.com/api',
    'it has a user or a password, which Trustee does not ask for',
  ),
  notAnAddress(
    'no path, as everywhere',
    'http://203.0.113.10:8081/',
    'it has no path, and the gateway answers below /api: write http://203.0.113.10:8081/api',
  ),
  notAnAddress('a query', 'https://trustee.example.com/api?x', 'it has something after its path'),
  {
    name: 'a key id without its scheme',
    args: check('https://trustee.example.com/api', '--release', 'default/aliyun/key'),
    code: 2,
    says: [
      'error: CAI7512 not-a-key-id: "default/aliyun/key" is not the id of a key; write kbs:///<repository>/<type>/<tag>',
    ],
  },
  {
    name: 'a key id that leaves its folder',
    args: check('https://trustee.example.com/api', '--release', 'kbs:///default/../key'),
    code: 2,
    says: ['error: CAI7512 not-a-key-id: "kbs:///default/../key" is not the id of a key…'],
  },
  {
    name: 'no time at all',
    args: check('https://trustee.example.com/api', '--timeout', '0'),
    code: 2,
    says: [
      "error: CAI7001 wrong-usage: option '--timeout <seconds>' argument '0' is invalid. It must be a number from 1 to 300.…",
    ],
  },
  {
    name: 'a port where nobody listens',
    args: check('http://127.0.0.1:1/api'),
    code: 2,
    says: [
      'error: CAI7513 trustee-unreachable: http://127.0.0.1:1/api does not answer: the connection is refused; see that the port is right and that nginx or the gateway runs on the server',
    ],
  },
  {
    name: 'a host that does not exist',
    args: check('http://trustee.invalid/api'),
    code: 2,
    says: ['error: CAI7513 trustee-unreachable: http://trustee.invalid/api does not answer: its name…'],
  },
];
