import { isInRange, versionSetNamed } from '../../injection';
import { versionsOf } from '../description/derived';
import type { Description } from '../description/description';
import type { Protection } from '../explain/explanation';
import type { ReportedPod } from './reported-pod';

/**
 * What the protection of a Pod rests on. The picture and the tables claim something only where all of it holds that the
 * claim rests on.
 *
 * `seen`: the webhook sees the Pod. `vm`: a confidential VM is proved. `gpu`: so are the GPUs, where there are some.
 * `genuine`: nobody gets along with evidence that he made himself. `authentic`: it is Trustee that answers. `compatible`:
 * the components understand each other. `apart`: no container of the Pod can undo it. `closed`: nothing but TNG leads in.
 * `enforced`: a Pod that lost its sidecars is refused. `independent`: the cloud has no part in Trustee.
 */
export type Ground =
  'seen' | 'vm' | 'gpu' | 'genuine' | 'authentic' | 'compatible' | 'apart' | 'closed' | 'enforced' | 'independent';

/** Why something does not hold: a sentence, and a few words for the picture. */
export interface Doubt {
  readonly reason: string;
  readonly short: string;
}

/** What is wrong with each ground; those that hold are absent. */
export type Standing = Readonly<Partial<Record<Ground, Doubt>>>;

/** Findings of the injection by which plaintext passes TNG, or goes beside it. */
export const openCodes: readonly string[] = ['CAI5054', 'CAI5153', 'CAI5154', 'CAI5161'];

const powerfulContainer = 'CAI5158';

/** What holds of a Pod, and what does not. Of what no cai.yaml tells, only the Pod's own part is judged. */
export function standingOf(pod: ReportedPod, protection: Protection, description?: Description): Standing {
  const doubts: Record<Ground, Doubt | undefined> = {
    ...doubtsOfPod(pod, protection, description),
    seen: unseen(description),
    compatible: description && incompatible(description),
    enforced:
      description?.webhook.admissionPolicy === false
        ? { reason: 'no policy refuses a Pod without them', short: 'not enforced' }
        : undefined,
    independent:
      description?.trustee.hosting === 'ecs'
        ? { reason: 'the provider of the cloud has a part in the server of Trustee', short: 'not independent' }
        : undefined,
  };
  return Object.fromEntries(Object.entries(doubts).filter(([, doubt]) => doubt !== undefined));
}

/** The first of these that does not hold. */
export function doubtIn(standing: Standing, grounds: readonly Ground[]): Doubt | undefined {
  return grounds.map((ground) => standing[ground]).find((doubt) => doubt !== undefined);
}

type PodGround = 'vm' | 'gpu' | 'genuine' | 'authentic' | 'apart' | 'closed';

function doubtsOfPod(
  { found, origin }: ReportedPod,
  { evidence, trustee, ports }: Protection,
  description?: Description,
): Record<PodGround, Doubt | undefined> {
  const has = (codes: readonly string[]): boolean => found.some(({ problem }) => codes.includes(problem.code));
  // of other Pods nobody knows whether they use GPUs without asking for them
  const usesGpu = origin !== 'planned' || description?.vllm.gpuCount !== 0;
  const provesVm = evidence.includes('tdx');
  return {
    vm: provesVm
      ? undefined
      : { reason: 'nothing proves that the Pod runs in a confidential VM', short: 'no proof of a TEE' },
    gpu:
      evidence.includes('gpu') || !usesGpu
        ? undefined
        : { reason: 'nothing proves that its GPUs are in confidential mode', short: 'no proof of its GPUs' },
    genuine:
      provesVm && description?.unsafeAllowSampleEvidence !== true
        ? undefined
        : { reason: 'sample evidence is accepted, which anybody can make', short: 'sample evidence' },
    authentic: trustee.startsWith('https://')
      ? undefined
      : { reason: 'plain HTTP: nothing proves that it is your Trustee', short: 'Trustee is not proved' },
    apart: has([powerfulContainer])
      ? { reason: 'a container of the Pod can undo the protection', short: 'a container can undo it' }
      : undefined,
    closed:
      ports.length === 0 || has(openCodes)
        ? { reason: 'plaintext leads into the Pod beside TNG', short: 'open to plaintext' }
        : undefined,
  };
}

function unseen(description?: Description): Doubt | undefined {
  if (!description?.webhook.excludedNamespaces.includes(description.releases.vllm.namespace)) return undefined;
  return { reason: 'the webhook does not see the namespace: nothing is injected there', short: 'nothing is injected' };
}

function incompatible(description: Description): Doubt | undefined {
  const { trustee } = versionsOf(description);
  const { name, ranges } = versionSetNamed(description.versions.set);
  if (isInRange(trustee, ranges.trustee.pattern)) return undefined;
  return { reason: `Trustee ${trustee} does not understand version set ${name}`, short: 'Trustee of another set' };
}
