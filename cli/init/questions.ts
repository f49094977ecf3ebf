import { versionSetNames } from '../../injection';
import type { Description } from '../description/description';

/** Something that "cai init" needs to know. */
export interface Question {
  /** Long name of the option that answers it. */
  readonly flag: string;
  /** Where the answer goes in the description. */
  readonly key: string;
  /** What the help and the question say. */
  readonly text: string;
  /** What Enter means. @default - the question must be answered */
  readonly suggestion?: (answers: Answers) => string | undefined;
  /** Whether it is asked at all when the option is missing. @default true */
  readonly isAsked?: (answers: Answers) => boolean;
  readonly choices?: readonly string[];
}

/** Answers by the key of the description. */
export type Answers = Readonly<Record<string, string>>;

type Auth = Description['vllm']['oss']['authType'];
const authIs =
  (auth: Auth) =>
  (answers: Answers): boolean =>
    (answers['vllm.oss.authType'] ?? 'ak') === auth;
const never = (): boolean => false;

/** Every question, in the order in which they are asked. Answers are known to those that follow. */
export const questions: readonly Question[] = [
  { flag: 'model-name', key: 'vllm.model.servedName', text: 'Name by which clients ask for the model' },
  { flag: 'model-source', key: 'model.source', text: 'Directory with the plaintext model', isAsked: never },
  {
    flag: 'key-id',
    key: 'model.keyId',
    text: "Id of the model's key in Trustee",
    suggestion: () => 'kbs:///default/aliyun/model-decryption-key',
  },
  { flag: 'bucket', key: 'vllm.oss.bucket', text: 'OSS bucket with the encrypted model' },
  {
    flag: 'bucket-path',
    key: 'vllm.oss.path',
    text: 'Folder within the bucket',
    suggestion: ({ 'vllm.model.servedName': name = 'model' }) =>
      `/${name.replaceAll(/[^A-Za-z0-9._-]/gu, '-')}-encrypted/`,
  },
  {
    flag: 'region',
    key: 'cluster.region',
    text: 'Region of cluster and bucket, as cn-beijing',
    isAsked: (answers) => answers['vllm.oss.url'] === undefined,
  },
  {
    flag: 'endpoint',
    key: 'vllm.oss.url',
    text: 'OSS endpoint that the nodes use',
    suggestion: ({ 'cluster.region': region }) =>
      region === undefined ? undefined : `https://oss-${region}-internal.aliyuncs.com`,
  },
  {
    flag: 'auth',
    key: 'vllm.oss.authType',
    text: 'How nodes prove to the bucket who they are',
    suggestion: () => 'ak',
    choices: ['ak', 'rrsa', 'public'] satisfies Auth[],
  },
  {
    flag: 'secret',
    key: 'vllm.oss.existingSecret',
    text: 'Secret with the keys akId and akSecret',
    suggestion: (answers) => (authIs('ak')(answers) ? 'oss-key' : undefined),
    isAsked: authIs('ak'),
  },
  { flag: 'role-name', key: 'vllm.oss.roleName', text: 'RAM role that may read the bucket', isAsked: authIs('rrsa') },
  { flag: 'trustee', key: 'trustee.address', text: 'Base URL of Trustee, as https://trustee.example.com:8081/api' },
  {
    flag: 'hosting',
    key: 'trustee.hosting',
    text: 'Where Trustee runs',
    suggestion: () => 'ecs',
    choices: ['ecs', 'on-premises'] satisfies Description['trustee']['hosting'][],
  },
  {
    flag: 'namespace',
    key: 'releases.vllm.namespace',
    text: 'Namespace of the inference service',
    suggestion: () => 'default',
  },
  { flag: 'context', key: 'cluster.context', text: 'Context of the kubeconfig', isAsked: never },
  {
    flag: 'version-set',
    key: 'versions.set',
    text: 'Version set of the components',
    choices: versionSetNames,
    isAsked: never,
  },
  {
    flag: 'api-key-secret',
    key: 'vllm.apiKey.existingSecret',
    text: 'Secret whose key api-key holds the key that clients must send',
    isAsked: never,
  },
];
