import type { BadInput } from './bad-input';

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: p
  annotations:
    trustiflux.alibaba.com/ack-cai-options: '{"trustee-adress": "http://<trustee-ip>/api"}'
spec:
  hostNetwork: true
  containers: [{ name: c, image: i }]
`;

export const badInputs: readonly BadInput[] = [
  {
    name: 'no file is named',
    args: ['inject'],
    code: 2,
    says: [
      `error: CAI7001 wrong-usage: required option '-f, --file <file...>' not specified; "cai inject --help" lists what there is`,
    ],
  },
  {
    name: 'the file does not exist',
    args: ['explain', '-f', 'none.yaml'],
    code: 2,
    says: ['error: CAI7002 unreadable-file: "none.yaml" cannot be read: there is no such file…'],
  },
  {
    name: 'a part of the path is a file',
    args: ['check', 'a/b.yaml'],
    files: { a: '' },
    code: 2,
    says: ['error: CAI7002 unreadable-file: "a/b.yaml" cannot be read: a part of the path is not a folder…'],
  },
  {
    name: 'all names of manifests that name nothing',
    args: ['inject', '-f', 'a.yaml,none.yaml', '-f', 'https://example.com/pod.yaml', '-f', 'empty', '-f', '-,-'],
    files: { 'a.yaml': pod, 'empty/deeper/pod.yaml': pod, 'empty/pod.txt': pod },
    stdin: pod,
    code: 2,
    says: [
      'error: CAI7002 unreadable-file: "https://example.com/pod.yaml" cannot be read: it is an address, and nothing is fetched…',
      'error: CAI7002 unreadable-file: "empty" cannot be read: the folder holds no file named *.yaml, *.yml or *.json; -R looks into the folders in it…',
      'error: CAI7002 unreadable-file: "-" cannot be read: standard input can be read once…',
    ],
  },
  {
    name: 'every file that cannot be used',
    args: ['explain', '-f', 'none.yaml', 'empty.yaml', 'latin1.yaml'],
    files: { 'empty.yaml': '', 'latin1.yaml': Buffer.from('a: 1\nb: caf\u00e9\n', 'latin1') },
    code: 2,
    says: [
      'CAI7002 unreadable-file: "none.yaml"…',
      'error: CAI1011 empty-text: "empty.yaml"…',
      'error: CAI7003 not-utf-8: "latin1.yaml" is not UTF-8 text: the byte at line 2, column 7 (offset 11) is no character of it; save the file in UTF-8',
    ],
  },
  {
    name: 'UTF-16 on standard input, as PowerShell pipes it',
    args: ['check', '-'],
    stdin: Buffer.from(`\ufeff${pod}`, 'utf16le'),
    code: 2,
    says: [
      'error: CAI7003 not-utf-8: standard input is not UTF-8 text but UTF-16, whose byte order mark it begins with; save the file in UTF-8',
    ],
  },
  {
    name: 'an option of one value given twice',
    args: ['inject', '-f', 'a.yaml', '--templates', 'a', '--templates', 'b'],
    files: { 'a.yaml': pod },
    code: 2,
    says: ["error: CAI7001 wrong-usage: option '--templates <file>' is given twice, and takes one value…"],
  },
  {
    name: 'standard input for manifests and for templates',
    args: ['inject', '-f', '-', '--templates', '-'],
    stdin: '{}',
    code: 2,
    says: ['error: CAI7002 unreadable-file: "-" cannot be read: it can be read once, and was…'],
  },
  {
    name: 'nothing to check',
    args: ['check'],
    code: 2,
    says: ['error: CAI7002 unreadable-file: "cai.yaml" cannot be read: there is no such file; "cai init" writes one'],
  },
  {
    name: 'a file of another program',
    args: ['check', 'compose.yaml'],
    files: { 'compose.yaml': 'services: { web: { image: nginx } }\nversion: "3"\n' },
    code: 2,
    says: [
      'error: CAI7011 not-ours: "compose.yaml" holds neither options of a Pod, manifests, cai.yaml nor values of one of the charts: its keys are "services", "version"; name another file; --chart checks it as values of a chart all the same',
    ],
  },
  {
    name: 'values of the charts of others',
    args: ['check', '-'],
    stdin: 'replicaCount: 1\nimage: { repository: nginx }\nservice: { type: ClusterIP }\ningress: {}\nresources: {}\n',
    code: 2,
    says: ['error: CAI7011 not-ours: standard input holds neither…'],
  },
  {
    name: 'nothing is piped in',
    args: ['inject', '-f', '-'],
    code: 2,
    says: ['error: CAI1011 empty-text: standard input is empty; write a manifest of a Pod or of a workload'],
  },
  {
    name: 'nothing but separators',
    args: ['explain', '-f', '-'],
    stdin: '---\n---\n# nothing\n',
    code: 2,
    says: ['error: CAI1011 empty-text: standard input is empty…'],
  },
  {
    name: 'YAML that is broken in two documents',
    args: ['inject', '-f', 'x.yaml'],
    files: { 'x.yaml': 'a: {\n---\nb: [1\n---\nc: 1\n' },
    code: 2,
    says: [
      'CAI1010 unreadable-text: x.yaml:2:1: the text is not YAML: …',
      'CAI1010 unreadable-text: x.yaml:4:1: the text is not YAML: …',
    ],
  },
  {
    name: 'a character that Go refuses, in a comment of the second document',
    args: ['check', 'x.yaml'],
    files: { 'x.yaml': 'a: 1\n---\n# \u0000\nb: 2\n' },
    code: 2,
    says: [
      'error: CAI1010 unreadable-text: x.yaml:3:3: the text is not YAML: the character U+0000 is not allowed there…',
    ],
  },
  {
    name: 'a key twice',
    args: ['check', '-'],
    stdin: '{"trustee-address": "a", "trustee-address": "b"}',
    code: 2,
    says: ['error: CAI1008 duplicate-key: standard input:1:26: …'],
  },
  {
    name: 'aliases that grow without bounds',
    args: ['check', '-'],
    stdin: `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
    code: 2,
    says: ['error: CAI1010 unreadable-text: standard input:1:1: the text is not YAML: Excessive alias count…'],
  },
  {
    name: 'a Pod that is refused, with all its problems and their places',
    args: ['inject', '-f', 'p.yaml'],
    files: { 'p.yaml': pod },
    code: 1,
    says: [
      'error: CAI1001 unknown-key: p.yaml:6:65: Pod/p: /trustee-adress is not a key; did you mean "trustee-address"?',
      'error: CAI1002 missing-key: p.yaml:6:46: Pod/p: /cipher-text-volume has no value…',
      'error: CAI1002 missing-key: p.yaml:6:46: Pod/p: /model-decryption-key-id…',
      'error: CAI1002 missing-key: p.yaml:6:46: Pod/p: /trustee-address…',
      'error: CAI5112 host-network: p.yaml:8:16: Pod/p: /spec/hostNetwork is true…',
    ],
  },
  {
    name: 'with -o json, problems are objects',
    args: ['inject', '-f', 'p.yaml', '-o', 'json'],
    files: { 'p.yaml': pod.replace('  hostNetwork: true\n', '').replace(/'\{.*\}'/u, '5') },
    code: 1,
    says: ['{"code":"CAI1003"…'],
  },
  {
    name: 'one workload of several in a List is refused',
    args: ['inject', '-f', '-'],
    stdin: JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        { apiVersion: 'v1', kind: 'Service' },
        { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'j-' }, spec: {} },
      ],
    }),
    code: 1,
    says: ['error: CAI1002 missing-key: standard input:1:158: Job/j-*: /spec/template…'],
  },
  {
    name: 'options that are no map',
    args: ['check', '-'],
    stdin: '"text"',
    code: 1,
    says: ['error: CAI1003 wrong-type: standard input:1:1: the text of the options is "text"…'],
  },
  {
    name: 'templates that are wrong',
    args: ['inject', '-f', '-', '--templates', 't.yaml'],
    stdin: pod,
    files: { 't.yaml': 'sidecars:\n  tng: { imagePullPolicy: Sometimes }\n  tgn: {}\n' },
    code: 1,
    says: [
      'error: CAI1001 unknown-key: t.yaml:3:8: sidecars.tgn…',
      'error: CAI1006 not-one-of: t.yaml:2:27: sidecars.tng.imagePullPolicy…',
    ],
  },
  {
    name: 'templates that cannot be read',
    args: ['explain', '-f', '-', '--templates', 'none'],
    stdin: pod,
    code: 2,
    says: ['error: CAI7002 unreadable-file: "none"…'],
  },
  {
    name: 'templates that are no YAML',
    args: ['check', '-', '--templates', 't.json'],
    stdin: pod,
    files: { 't.json': '{' },
    code: 2,
    says: ['CAI1010 unreadable-text: t.json:1:2:…'],
  },
];
