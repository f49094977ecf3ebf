import { sidecarNames } from '../../injection';
import { bucketOf } from '../description/derived';
import type { Description } from '../description/description';
import type { Protection } from '../explain/explanation';
import type { ReportedPod } from './reported-pod';

/**
 * How what travels is protected. `sealed`: encrypted or signed, whoever carries it. `inside`: in the clear, within a trust
 * boundary. `control`: not confidential. `unsafe`: in the clear, or from somebody who proved nothing.
 */
export type FlowState = 'sealed' | 'inside' | 'control' | 'unsafe';

/** Something that travels from one party to another. Its number stands in the picture. */
export interface Flow {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly what: string;
  /** The same in a word or two, for the picture. */
  readonly label: string;
  readonly protection: string;
  readonly state: FlowState;
}

/** What the picture of one Pod shows. */
export interface Scene {
  readonly flows: readonly Flow[];
  readonly trustee: string;
  readonly bucket: string;
  readonly model: string;
  readonly claim: string;
  readonly keyId: string;
  readonly evidence: string;
  readonly hasTng: boolean;
  readonly ports: string;
  readonly server: string;
  /** Other containers of the Pod, which are trusted like the server. */
  readonly others: readonly string[];
}

/** The scene of a protected Pod. */
export function sceneOf(pod: ReportedPod, protection: Protection, description?: Description): Scene {
  const { trustee, evidence, ports, claim, keyId, containers } = protection;
  const applications = containers.filter(({ role }) => role !== 'sidecar');
  const bucket = description && bucketOf(description);
  const [server, ...others] = [...applications].sort((one, other) => weight(other.name) - weight(one.name));
  return {
    flows: flowsOf(pod, protection, description),
    trustee,
    bucket: bucket ? `${bucket.name}${bucket.path}` : `behind the claim ${claim}`,
    model: description?.vllm.model.servedName ?? 'the model',
    claim,
    keyId,
    evidence:
      evidence.length === 0 ? 'sample: proves nothing' : evidence.map((kind) => kind.toUpperCase()).join(' and '),
    hasTng: containers.some(({ name }) => name === sidecarNames.tng),
    ports: ports.map(({ port }) => port).join(', '),
    server: server?.name ?? 'application',
    others: others.map(({ name }) => name),
  };
}

const weight = (name: string): number => (name === 'inference-service' ? 1 : 0);

const openCodes = ['CAI5054', 'CAI5153', 'CAI5154'];

type State = readonly [state: FlowState, protection: string];

/** Numbers, ends and labels are those of the picture. */
const ends: Readonly<Record<number, readonly [from: string, to: string, label: string]>> = {
  1: ['Data owner', 'Bucket', 'encrypted files'],
  2: ['Data owner', 'Trustee', 'key'],
  3: ['API server, webhook', 'Pod', ''],
  4: ['AA', 'Trustee', 'evidence'],
  5: ['Trustee', 'CDH', 'key'],
  6: ['CDH', 'cachefs', 'key'],
  7: ['Bucket', 'cachefs', 'encrypted files'],
  8: ['cachefs', 'Application', 'model'],
  9: ['Client', 'Trustee', 'verify'],
  10: ['Client', 'Load balancer', 'encrypted requests'],
  11: ['Load balancer', 'TNG', 'requests'],
  12: ['TNG', 'Application', 'requests'],
  13: ['AA', 'TNG', 'evidence'],
  14: ['Load balancer', 'Application', 'PLAINTEXT'],
};

function flow(number: number, what: string, [state, protection]: State): Flow {
  const [from = '', to = '', label = ''] = ends[number] ?? [];
  return { number, from, to, what, label, protection, state };
}

function flowsOf({ found }: ReportedPod, protection: Protection, description?: Description): Flow[] {
  const opened = found.filter(({ problem }) => openCodes.includes(problem.code)).length;
  return [
    flow(1, 'encrypted files', ['sealed', 'gocryptfs: AES-256-GCM for content, EME for names']),
    flow(2, `key of the model, as ${protection.keyId}`, [
      'sealed',
      'brought in by the data owner, who administers Trustee',
    ]),
    flow(3, 'sidecars and their configuration', [
      'control',
      'not trusted: a Pod without them gets no key, and no client talks to it',
    ]),
    ...attestationFlows(protection),
    ...modelFlows(protection, description?.vllm.oss.url.startsWith('http://') === true),
    ...(protection.ports.length > 0 ? securedFlows(opened) : plaintextFlows()),
  ].sort((one, other) => one.number - other.number);
}

function attestationFlows({ trustee, evidence }: Protection): Flow[] {
  const isPlain = trustee.startsWith('http://');
  const state = isPlain ? 'unsafe' : 'sealed';
  const channel = isPlain ? 'plain HTTP: nothing proves that it is your Trustee' : 'HTTPS';
  const token = flow(9, 'token with the evidence of the Pod, to be verified', [state, channel]);
  if (!evidence.includes('tdx'))
    return [
      flow(4, 'sample evidence', ['unsafe', 'anybody can make it']),
      flow(5, 'key of the model', ['unsafe', 'released to whoever asks']),
      token,
    ];
  const proof = evidence.map((kind) => kind.toUpperCase()).join(' and ');
  return [
    flow(4, `evidence of ${proof}`, [state, `signed by the hardware; ${channel}`]),
    flow(5, 'key of the model', [state, `only after the evidence was accepted; ${channel}`]),
    token,
  ];
}

function modelFlows({ claim }: Protection, isPlain: boolean): Flow[] {
  const channel = isPlain
    ? 'gocryptfs; plain HTTP to the bucket, so that files can be held back or replaced by older ones'
    : 'gocryptfs; mounted read-only, by cachefs alone';
  return [
    flow(6, 'key of the model', ['inside', 'a file in memory, which these two mount and nobody else']),
    flow(7, `encrypted files, by the claim ${claim}`, ['sealed', channel]),
    flow(8, 'files of the model', ['inside', 'decrypted in the memory of the TEE, read-only']),
  ];
}

function securedFlows(opened: number): Flow[] {
  const sealed: State = [
    'sealed',
    'encrypted to the attested TNG of the Pod; the load balancer and the network see ciphertext',
  ];
  const openings = opened === 1 ? 'one opening' : `${opened} openings`;
  return [
    flow(10, 'prompts and answers', sealed),
    flow(11, 'prompts and answers', sealed),
    flow(12, 'prompts and answers', [
      'inside',
      'plaintext within the Pod; packet filter rules refuse every other way in',
    ]),
    flow(13, 'attestation for clients', ['inside', 'a socket that AA, CDH and TNG mount']),
    ...(opened > 0 ? [flow(14, 'what passes TNG', ['unsafe', `plaintext: ${openings}, see the unsafe switches`])] : []),
  ];
}

function plaintextFlows(): Flow[] {
  const open: State = ['unsafe', 'plaintext: no port is secured'];
  const label = 'PLAINTEXT';
  return [
    { ...flow(10, 'prompts and answers', open), label },
    { ...flow(11, 'prompts and answers', open), label, to: 'Application' },
  ];
}
