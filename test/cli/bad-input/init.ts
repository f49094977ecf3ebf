import type { BadInput } from './bad-input';

const enough = [
  ...['--model-name', 'qwen', '--bucket', 'examplebucket', '--region', 'cn-beijing'],
  ...['--trustee', 'https://trustee.example.com:8081/api'],
];

export const badInputs: readonly BadInput[] = [
  {
    name: 'nothing is known and nobody can be asked',
    args: ['init'],
    code: 2,
    says: [
      'error: CAI7008 no-terminal: Name by which clients ask for the model is not known, and there is no terminal to ask at; give --model-name',
      'error: CAI7008 no-terminal: OSS bucket with the encrypted model is not known…',
      'error: CAI7008 no-terminal: Region of cluster and bucket, as cn-beijing is not known…',
      'error: CAI7008 no-terminal: OSS endpoint that the nodes use is not known…',
      'error: CAI7008 no-terminal: Base URL of Trustee…',
    ],
  },
  {
    name: 'the answers end, as with Ctrl-D',
    args: ['init', '--model-name', 'qwen', '--key-id', 'kbs:///a/b/c'],
    terminal: true,
    stdin: 'examplebucket\n',
    code: 2,
    says: [
      'This asks for what cai.yaml must say…',
      'Ctrl-C or Ctrl-D ends it…',
      '',
      '…',
      '\u001b[31merror:\u001b[0m CAI7010 answers-end: the answers end before "Folder within the bucket"; nothing is written; run it again, or give --bucket-path',
    ],
  },
  {
    name: 'nobody shall be asked on a terminal',
    args: ['init', '--no-input', ...enough.slice(2)],
    code: 2,
    terminal: true,
    says: ['CAI7008 no-terminal: Name by which…'],
  },
  {
    name: 'wrong answers, all at once, by the options that gave them',
    args: [
      'init',
      '--bucket',
      'Bucket',
      '--model-name',
      'my model',
      '--trustee',
      'trustee:8081',
      '--key-id',
      'kbs://a/b',
    ],
    code: 1,
    says: [
      'error: CAI1004 wrong-form: --model-name: vllm.model.servedName is "my model"; it must be a name of letters, digits…',
      'error: CAI1004 wrong-form: --key-id: model.keyId is "kbs://a/b"; it must be kbs:///<repository>/<type>/<tag>, such as…',
      'error: CAI1004 wrong-form: --bucket: vllm.oss.bucket is "Bucket"…',
      'error: CAI1004 wrong-form: --trustee: trustee.address is "trustee:8081"; it must be an http or https base URL such as…',
    ],
  },
  {
    name: 'a placeholder of the document as an answer',
    args: ['init', ...enough.slice(0, -1), 'http://<trustee-ip>:8081/api'],
    code: 1,
    says: [
      'error: CAI1009 placeholder-left: --trustee: trustee.address is still a placeholder: "http://<trustee-ip>:8081/api"; put your own value in its place',
    ],
  },
  {
    name: 'a choice that there is not',
    args: ['init', ...enough, '--auth', 'password'],
    code: 2,
    says: [
      `error: CAI7001 wrong-usage: option '--auth <value>' argument 'password' is invalid. Allowed choices are ak, rrsa, public.; "cai init --help" lists what there is`,
    ],
  },
  {
    name: 'an answer that another one does not use',
    args: ['init', ...enough, '--auth', 'public', '--role-name', 'reader'],
    code: 1,
    says: [
      'error: CAI2006 oss-unused-credentials: --role-name: vllm.oss.roleName or an ARN is set, which only authType "rrsa" uses…',
    ],
  },
  {
    name: 'a file that exists',
    args: ['init', ...enough],
    files: { 'cai.yaml': 'x' },
    code: 1,
    says: ['error: CAI7005 file-exists: "cai.yaml" exists already; choose another path, or overwrite it with --force'],
  },
  {
    name: 'a folder that does not exist',
    args: ['init', '-c', 'none/cai.yaml', ...enough],
    code: 1,
    says: ['error: CAI7004 unwritable-file: "none/cai.yaml" cannot be written: there is no such file…'],
  },
];
