import { sidecarNames } from '../../injection';
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
  const [server, ...others] = [...applications].sort((one, other) => weight(other.name) - weight(one.name));
  return {
    flows: flowsOf(pod, protection, description),
    trustee,
    bucket: description ? `${description.bucket.name}${description.bucket.path}` : `behind the claim ${claim}`,
    model: description?.model.name ?? 'the model',
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

function flowsOf({ found }: ReportedPod, protection: Protection, description?: Description): Flow[] {
  const { trustee, evidence, ports, keyId, claim } = protection;
  const isPlain = trustee.startsWith('http://');
  const hasEvidence = evidence.includes('tdx');
  const proof = evidence.map((kind) => kind.toUpperCase()).join(' and ');
  const secured = ports.length > 0;
  const server = isPlain ? 'unsafe' : 'sealed';
  const channel = isPlain ? 'plain HTTP: nothing proves that it is your Trustee' : 'HTTPS';
  const opened = found.filter(({ problem }) => openCodes.includes(problem.code)).length;
  const bucketIsPlain = description?.bucket.endpoint.startsWith('http://') === true;
  const flow = (
    number: number,
    [from, to]: readonly [string, string],
    what: string,
    [state, text]: readonly [FlowState, string],
  ): Flow => ({ number, from, to, what, protection: text, state });
  const request: readonly [FlowState, string] = secured
    ? ['sealed', 'encrypted to the attested TNG of the Pod; the load balancer and the network see ciphertext']
    : ['unsafe', 'plaintext: no port is secured'];
  return [
    flow(1, ['Data owner', 'Bucket'], 'encrypted files', [
      'sealed',
      'gocryptfs: AES-256-GCM for content, EME for names',
    ]),
    flow(2, ['Data owner', 'Trustee'], `key of the model, as ${keyId}`, [
      'sealed',
      'brought in by the data owner, who administers Trustee',
    ]),
    flow(3, ['API server, webhook', 'Pod'], 'sidecars and their configuration', [
      'control',
      'not trusted: a Pod without them gets no key, and no client talks to it',
    ]),
    flow(
      4,
      ['AA', 'Trustee'],
      hasEvidence ? `evidence of ${proof}` : 'sample evidence',
      hasEvidence ? [server, `signed by the hardware; ${channel}`] : ['unsafe', 'anybody can make it'],
    ),
    flow(
      5,
      ['Trustee', 'CDH'],
      'key of the model',
      hasEvidence
        ? [server, `only after the evidence was accepted, encrypted to the one who made it; ${channel}`]
        : ['unsafe', 'released to whoever asks'],
    ),
    flow(6, ['CDH', 'cachefs'], 'key of the model', [
      'inside',
      'a file in memory, which these two mount and nobody else',
    ]),
    flow(7, ['Bucket', 'cachefs'], `encrypted files, by the claim ${claim}`, [
      'sealed',
      bucketIsPlain
        ? 'gocryptfs; plain HTTP to the bucket, so that files can be held back or replaced by older ones'
        : 'gocryptfs; mounted read-only, by cachefs alone',
    ]),
    flow(8, ['cachefs', 'Application'], 'files of the model', [
      'inside',
      'decrypted in the memory of the TEE, read-only',
    ]),
    flow(9, ['Client', 'Trustee'], 'token with the evidence of the Pod, to be verified', [server, channel]),
    flow(10, ['Client', 'Load balancer'], 'prompts and answers', request),
    flow(11, ['Load balancer', secured ? 'TNG' : 'Application'], 'prompts and answers', request),
    ...(secured
      ? [
          flow(12, ['TNG', 'Application'], 'prompts and answers', [
            'inside',
            'plaintext within the Pod; packet filter rules refuse every other way in',
          ]),
          flow(13, ['AA', 'TNG'], 'attestation for clients', ['inside', 'a socket that AA, CDH and TNG mount']),
        ]
      : []),
    ...(secured && opened > 0
      ? [
          flow(14, ['Load balancer', 'Application'], 'what passes TNG', [
            'unsafe',
            `plaintext: ${opened === 1 ? 'one opening' : `${opened} openings`}, see the unsafe switches`,
          ]),
        ]
      : []),
  ];
}
