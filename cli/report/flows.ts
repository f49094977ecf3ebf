import { sidecarNames } from '../../injection';
import { bucketOf } from '../description/derived';
import type { Description } from '../description/description';
import type { Protection } from '../explain/explanation';
import type { ReportedPod } from './reported-pod';
import { doubtIn, openCodes, standingOf, type Ground, type Standing } from './standing';

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
  /** The Pod as a party. */
  readonly pod: Party;
  /** The server of Trustee as a party. */
  readonly server: Party;
  /** Whether evidence must be more than sample evidence. */
  readonly isVerifying: boolean;
  readonly trustee: string;
  readonly bucket: string;
  readonly model: string;
  readonly claim: string;
  readonly keyId: string;
  readonly evidence: string;
  readonly hasTng: boolean;
  readonly ports: string;
  readonly application: string;
  /** Other containers of the Pod, which are trusted like the server. */
  readonly others: readonly string[];
}

/** The scene of a protected Pod. */
export function sceneOf(pod: ReportedPod, protection: Protection, description?: Description): Scene {
  const { trustee, evidence, ports, claim, keyId, containers } = protection;
  const standing = standingOf(pod, protection, description);
  const applications = containers.filter(({ role }) => role !== 'sidecar');
  const bucket = description && bucketOf(description);
  const [server, ...others] = [...applications].sort((one, other) => weight(other.name) - weight(one.name));
  return {
    flows: flowsOf(pod, protection, standing, description),
    pod: podParty(standing),
    server: trusteeParty(standing, description),
    isVerifying: standing.genuine === undefined,
    trustee,
    bucket: bucket ? `${bucket.name}${bucket.path}` : `behind the claim ${claim}`,
    model: description?.vllm.model.servedName ?? 'the model',
    claim,
    keyId,
    evidence:
      evidence.length === 0 ? 'sample: proves nothing' : evidence.map((kind) => kind.toUpperCase()).join(' and '),
    hasTng: containers.some(({ name }) => name === sidecarNames.tng),
    ports: ports.map(({ port }) => port).join(', '),
    application: server?.name ?? 'application',
    others: others.map(({ name }) => name),
  };
}

const weight = (name: string): number => (name === 'inference-service' ? 1 : 0);

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

/** What a statement rests on, beside those above: who gets the key, who reads what is within the Pod. */
const keyRestsOn: readonly Ground[] = ['seen', 'vm', 'genuine', 'gpu', 'authentic', 'compatible'];
const insideRestsOn: readonly Ground[] = ['seen', 'vm', 'gpu', 'apart'];
/** What makes the Pod one that may be trusted. */
export const podRestsOn: readonly Ground[] = [...keyRestsOn, 'apart'];

function flowsOf(
  { found }: ReportedPod,
  protection: Protection,
  standing: Standing,
  description?: Description,
): Flow[] {
  const opened = found.filter(({ problem }) => openCodes.includes(problem.code)).length;
  /** A state that is claimed only where everything holds that it rests on. */
  const resting = (grounds: readonly Ground[], [state, text]: State): State => {
    const doubt = doubtIn(standing, grounds);
    return doubt ? ['unsafe', doubt.reason] : [state, text];
  };
  return [
    ...fileFlows(protection, standing, description?.vllm.oss.url.startsWith('http://') === true),
    flow(2, `key of the model, as ${protection.keyId}`, [
      'sealed',
      ['brought in by the data owner, who administers Trustee', standing.independent?.reason]
        .filter((part) => part !== undefined)
        .join('; '),
    ]),
    flow(3, 'sidecars and their configuration', ['control', webhookWords(standing)]),
    ...attestationFlows(protection, resting),
    flow(
      6,
      'key of the model',
      resting(insideRestsOn, ['inside', 'a file in memory, which these two mount and nobody else']),
    ),
    flow(8, 'files of the model', resting(insideRestsOn, ['inside', 'decrypted in the memory of the TEE, read-only'])),
    ...(protection.ports.length > 0 ? securedFlows(opened, resting) : plaintextFlows()),
  ].sort((one, other) => one.number - other.number);
}

type Resting = (grounds: readonly Ground[], state: State) => State;

function webhookWords(standing: Standing): string {
  const doubt = doubtIn(standing, keyRestsOn);
  const words = doubt
    ? `not trusted, and a Pod without them is not kept from the key: ${doubt.reason}`
    : 'not trusted: a Pod without them gets no key, and no client talks to it';
  return standing.enforced ? `${words}; ${standing.enforced.reason}` : words;
}

function attestationFlows({ evidence }: Protection, resting: Resting): Flow[] {
  const proof =
    evidence.length === 0
      ? 'sample evidence'
      : `evidence of ${evidence.map((kind) => kind.toUpperCase()).join(' and ')}`;
  return [
    flow(4, proof, resting(['vm', 'authentic'], ['sealed', 'signed by the hardware; HTTPS'])),
    flow(5, 'key of the model', resting(keyRestsOn, ['sealed', 'only after the evidence was accepted; HTTPS'])),
    flow(9, 'token with the evidence of the Pod, to be verified', resting(keyRestsOn, ['sealed', 'HTTPS'])),
  ];
}

/** Encrypted files are as safe as their key. */
function fileFlows({ claim }: Protection, standing: Standing, isPlain: boolean): Flow[] {
  const doubt = doubtIn(standing, keyRestsOn);
  const files = (text: string): State =>
    doubt ? ['unsafe', `${text}; but their key is not protected: ${doubt.reason}`] : ['sealed', text];
  const channel = isPlain
    ? 'gocryptfs; plain HTTP to the bucket, so that files can be held back or replaced by older ones'
    : 'gocryptfs; mounted read-only, by cachefs alone';
  return [
    flow(1, 'encrypted files', files('gocryptfs: AES-256-GCM for content, EME for names')),
    flow(7, `encrypted files, by the claim ${claim}`, files(channel)),
  ];
}

function securedFlows(opened: number, resting: Resting): Flow[] {
  const sealed = resting(keyRestsOn, [
    'sealed',
    'encrypted to the attested TNG of the Pod; the load balancer and the network see ciphertext',
  ]);
  const openings = opened === 1 ? 'one opening' : `${opened} openings`;
  const wall = opened === 0 ? 'packet filter rules refuse every other way in' : 'other ways in are open, see 14';
  return [
    flow(10, 'prompts and answers', sealed),
    flow(11, 'prompts and answers', sealed),
    flow(12, 'prompts and answers', resting(insideRestsOn, ['inside', `plaintext within the Pod; ${wall}`])),
    flow(13, 'attestation for clients', resting(insideRestsOn, ['inside', 'a socket that AA, CDH and TNG mount'])),
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

/** A party of the picture, and what is to be said of its trust. */
export interface Party {
  readonly name: string;
  readonly verdict: string;
  /** Whether it is trusted without a doubt. */
  readonly isTrusted: boolean;
}

function podParty(standing: Standing): Party {
  const doubt = doubtIn(standing, podRestsOn);
  return doubt
    ? { name: 'Pod', verdict: `NOT trusted, ${doubt.short}`, isTrusted: false }
    : { name: 'Pod in the TEE', verdict: 'trusted once attested', isTrusted: true };
}

function trusteeParty({ genuine, authentic, independent }: Standing, description?: Description): Party {
  const name = independent ? 'At the cloud' : description ? 'Independent server' : 'Server of Trustee';
  const own = name === 'Independent server' ? 'Own server' : name;
  if (genuine) return { name: own, verdict: 'NOT trusted', isTrusted: false };
  if (authentic) return { name: own, verdict: 'NOT proved', isTrusted: false };
  if (independent) return { name, verdict: independent.short, isTrusted: false };
  return description ? { name, verdict: 'trusted', isTrusted: true } : { name, verdict: 'trusted?', isTrusted: false };
}
