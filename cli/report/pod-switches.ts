import { components, optionsAnnotation, parseOptions, type JsonObject } from '../../injection';
import { listAt, namedAt, objectAt, textAt, type Named } from '../../injection/json/json-object';
import { isSidecarName } from '../../injection/pod/reserved-names';
import { optionsOf } from '../description/derived';
import type { Description } from '../description/description';
import type { Protection } from '../explain/explanation';
import { plainSecrets } from './masking';
import type { ReportedPod } from './reported-pod';
import { allAssets, switchOf, type UnsafeSwitch } from './switches';

const serverName = 'inference-service';

/** Every container of a Pod, in the order in which they start. */
export function containersOf(pod: JsonObject): Named[] {
  const spec = objectAt(pod, 'spec');
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => namedAt(spec, list));
}

/** What a Pod is looked at beside. */
export interface Beside {
  /** What the Pod is made from, or should be like. */
  readonly description?: Description;
  /** Whether the report shows a Pod that is protected. */
  readonly hasProtected: boolean;
}

/** Unsafe switches of a Pod: what the injection finds, and what it leaves to people. */
export function podSwitches(pod: ReportedPod, { description, hasProtected }: Beside): UnsafeSwitch[] {
  const { decision, found, protection, origin } = pod;
  const ofContainers = containersOf(pod.raw)
    .filter(({ name }) => !isSidecarName(name))
    .flatMap((container) => ofContainer(container, pod));
  if (decision === 'ignored') return [unprotected(pod, hasProtected), ...ofContainers];
  const isPlanned = origin === 'planned';
  return [
    // those of the options are told of cai.yaml, which the options are made from
    ...found.filter(({ problem }) => !isPlanned || !problem.code.startsWith('CAI50')).map(switchOf),
    ...(protection && !isPlanned ? evidence(protection, pod.title) : []),
    ...(description && !isPlanned ? drift(pod, description) : []),
    ...imagesByTag(pod),
    ...ofContainers,
  ];
}

function unprotected({ title, origin }: ReportedPod, hasProtected: boolean): UnsafeSwitch {
  const isBystander = hasProtected && origin !== 'live';
  return {
    severity: isBystander ? 'note' : 'breaks',
    title: 'A Pod asks for no protection',
    where: title,
    found: 'it has no annotation with options: no attestation, no decryption, no encrypted requests',
    fix: 'add the annotation trustiflux.alibaba.com/ack-cai-options to the Pod, if it handles anything confidential',
    assets: isBystander ? [] : allAssets,
  };
}

function evidence({ evidence: kinds }: Protection, where: string): UnsafeSwitch[] {
  const off = (title: string, found: string, fix: string): UnsafeSwitch => ({
    severity: 'breaks',
    title,
    where: `${where} options`,
    found,
    fix,
    assets: ['model', 'key', 'prompts'],
  });
  // both off earns a warning of its own
  if (!kinds.includes('tdx')) return [];
  return kinds.includes('gpu')
    ? []
    : [
        off(
          'Evidence of the GPU is switched off',
          'nothing proves that GPUs of the Pod are in confidential mode',
          'remove "gpu-ra-enable": false if the Pod uses GPUs',
        ),
      ];
}

/** What is asked for otherwise than the description says. */
function drift({ raw, title }: ReportedPod, description: Description): UnsafeSwitch[] {
  const text = textAt(objectAt(objectAt(raw, 'metadata'), 'annotations'), optionsAnnotation);
  const { options } = parseOptions(text, { allowSampleEvidence: true });
  if (!options) return [];
  const wanted = optionsOf(description);
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['Trustee', options.trusteeAddress, wanted.trusteeAddress],
    ['key id', options.modelDecryptionKeyId, wanted.modelDecryptionKeyId],
    ['claim', options.cipherTextVolume, wanted.cipherTextVolume],
    ['evidence of TDX', options.tdxRaEnable, wanted.tdxRaEnable],
    ['evidence of the GPU', options.gpuRaEnable, wanted.gpuRaEnable],
    ...components.map((one) => [`version of ${one}`, options.versions[one], wanted.versions[one]] as const),
  ];
  const others = pairs.filter(([, is, should]) => is !== should);
  if (others.length === 0) return [];
  return [
    {
      severity: 'weakens',
      title: 'The Pod is not what cai.yaml describes',
      where: `${title} options`,
      found: others.map(([what, is, should]) => `${what} is ${String(is)}, cai.yaml says ${String(should)}`).join('; '),
      fix: 'find out which of the two was reviewed, and deploy that',
      assets: allAssets.slice(0, 3),
    },
  ];
}

function imagesByTag({ raw, title }: ReportedPod): UnsafeSwitch[] {
  const images = new Set(containersOf(raw).map((one) => textAt(one, 'image') ?? ''));
  const byTag = [...images].filter((image) => !/@sha256:[0-9a-f]{64}$/u.test(image));
  if (byTag.length === 0) return [];
  return [
    {
      severity: 'weakens',
      title: 'Images without a digest',
      where: `${title} spec`,
      found: `whoever may push to the registry decides what runs: ${byTag.join(', ')}`,
      fix: 'name images by digest (vllm.image.digest, webhook.sidecars.*.digest), and measure them in the policy',
      assets: allAssets.slice(0, 3),
    },
  ];
}

function ofContainer(container: Named, { origin, title, protection }: ReportedPod): UnsafeSwitch[] {
  const where = `${title}, container ${container.name}`;
  const words = [...listAt(container, 'command'), ...listAt(container, 'args')];
  const secrets = plainSecrets(container);
  const found: UnsafeSwitch[] = [];
  if (secrets.length > 0)
    found.push({
      severity: 'weakens',
      title: 'A secret in plain text on a container',
      where,
      found: `${secrets.join(', ')}: whoever reads the Pod reads the value`,
      fix: 'put it into a Secret and refer to that, or mount it as a file',
      assets: ['API key'],
    });
  if (words.some((word) => isFlag('--trust-remote-code', word)))
    found.push({
      severity: 'weakens',
      title: 'Code of the model is run',
      where,
      found: '--trust-remote-code runs code that comes with the model, which can read prompts and answers',
      fix: 'remove trustRemoteCode, or review the code and encrypt the model with it',
      assets: ['model', 'prompts'],
    });
  if (protection && origin !== 'planned' && container.name === serverName && !hasApiKey(container, words))
    found.push({
      severity: 'weakens',
      title: 'No API key',
      where,
      found: 'whoever reaches the service through TNG may use it',
      fix: 'make a Secret with a key and name it in apiKey.existingSecret of the chart',
      assets: ['API key'],
    });
  return found;
}

/** Whether vLLM takes a word for a flag: `_` is `-` for it, and a value may follow. */
function isFlag(flag: string, word: unknown): boolean {
  return typeof word === 'string' && word.replace(/[=.].*$/su, '').replaceAll('_', '-') === flag;
}

function hasApiKey(container: Named, words: readonly unknown[]): boolean {
  return (
    // among the words there may be a script
    words.some((word) => isFlag('--api-key', word) || (typeof word === 'string' && /--api[-_]key\b/u.test(word))) ||
    namedAt(container, 'env').some(({ name }) => name === 'VLLM_API_KEY') ||
    namedAt(container, 'volumeMounts').some(({ name }) => name === 'api-key')
  );
}
