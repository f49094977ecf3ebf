import { isInRange, versionSetNamed } from '../../injection';
import { optionsOf, versionsOf } from '../description/derived';
import type { Description } from '../description/description';
import type { Read } from '../description/read';
import { placeOf } from '../yaml-places';
import { allAssets, type Asset, type Severity, type UnsafeSwitch } from './switches';

interface Rule {
  readonly severity: Severity;
  readonly assets: readonly Asset[];
  readonly title: string;
  /** Where it is set; where it should be set if it is not. */
  readonly key: (described: Description) => string;
  /** What is found; undefined where the rule is kept. */
  readonly found: (described: Description) => string | undefined;
  readonly fix: string;
}

const sampleSwitch: Rule = {
  severity: 'breaks',
  assets: ['model', 'key', 'prompts'],
  title: 'Sample evidence is allowed',
  key: () => 'unsafeAllowSampleEvidence',
  found: ({ unsafeAllowSampleEvidence }) =>
    unsafeAllowSampleEvidence
      ? 'the webhook accepts Pods that attest with sample evidence, which anybody can make'
      : undefined,
  fix: 'remove it: it is for tests without the hardware',
};

const tdx: Rule = {
  severity: 'breaks',
  assets: ['model', 'key', 'prompts'],
  title: 'Evidence of TDX is switched off',
  key: () => 'vllm.caiOptions.tdx-ra-enable',
  found: (described) =>
    optionsOf(described).tdxRaEnable ? undefined : 'nothing proves that the Pod runs in a confidential VM',
  fix: 'remove tdx-ra-enable from vllm.caiOptions',
};

const gpu: Rule = {
  severity: 'breaks',
  assets: ['model', 'prompts'],
  title: 'Evidence of the GPU is switched off',
  key: () => 'vllm.caiOptions.gpu-ra-enable',
  found: (described) => {
    const { gpuCount } = described.vllm;
    return optionsOf(described).gpuRaEnable || gpuCount === 0
      ? undefined
      : `nothing proves that the ${gpuCount === 1 ? 'GPU is' : `${gpuCount} GPUs are`} in confidential mode`;
  },
  fix: "remove gpu-ra-enable from vllm.caiOptions, and demand GPU claims in Trustee's policy",
};

const trusteeVersion: Rule = {
  severity: 'breaks',
  assets: ['key', 'prompts'],
  title: 'Trustee does not belong to the version set',
  key: ({ versions }) => (versions.trustee === undefined ? 'versions.set' : 'versions.trustee'),
  found: (described) => {
    const { trustee } = versionsOf(described);
    const { name, ranges } = versionSetNamed(described.versions.set);
    return isInRange(trustee, ranges.trustee.pattern)
      ? undefined
      : `Trustee ${trustee} does not work with set ${name}, which needs Trustee ${ranges.trustee.words}`;
  },
  fix: 'choose a Trustee of the set',
};

const untested: Rule = {
  severity: 'note',
  assets: [],
  title: 'A combination of versions that the vendor does not list as tested',
  key: () => 'versions',
  found: (described) => {
    const { tested } = versionSetNamed(described.versions.set);
    const others = Object.entries(versionsOf(described)).filter(
      ([name, version]) => tested[name as keyof typeof tested] !== version,
    );
    if (others.length === 0) return undefined;
    return `${others.map(([name, version]) => `${name} ${version}`).join(', ')} instead of ${others.map(([name]) => tested[name as keyof typeof tested]).join(', ')}`;
  },
  fix: 'leave all versions but the set away, or test the combination',
};

const hosting: Rule = {
  severity: 'weakens',
  assets: allAssets.slice(0, 3),
  title: 'Trustee runs at the cloud provider',
  key: () => 'trustee.hosting',
  found: ({ trustee }) =>
    trustee.hosting === 'ecs' ? 'the provider of the cloud has a part in the root of trust' : undefined,
  fix: 'run Trustee on a server of your own, or on a confidential instance of an account that you trust',
};

const policies: Rule = {
  severity: 'note',
  assets: [],
  title: 'Which policies Trustee applies cannot be seen from here',
  key: () => 'trustee.policyIds',
  found: ({ trustee }) =>
    `clients ask for ${trustee.policyIds.join(', ')}; the policies that Trustee comes with accept any evidence`,
  fix: 'install the policies of "cai runbook" and prove it with "cai trustee check"',
};

const bucketScheme: Rule = {
  severity: 'weakens',
  assets: ['model'],
  title: 'The bucket is read over plain http',
  key: () => 'vllm.oss.url',
  found: ({ vllm }) =>
    vllm.oss.url.startsWith('http://')
      ? 'requests and encrypted files can be seen, held back and replaced by older ones on the way'
      : undefined,
  fix: 'use the https endpoint',
};

const publicBucket: Rule = {
  severity: 'weakens',
  assets: ['model'],
  title: 'The bucket is public',
  key: () => 'vllm.oss.authType',
  found: ({ vllm }) =>
    vllm.oss.authType === 'public'
      ? 'everybody can fetch the encrypted model, and keep it until its key leaks'
      : undefined,
  fix: 'make the bucket private and set vllm.oss.authType to ak or rrsa',
};

const accessKey: Rule = {
  severity: 'weakens',
  assets: ['model'],
  title: "The bucket's access key stands in cai.yaml",
  key: () => 'vllm.oss.akSecret',
  found: ({ vllm }) => (vllm.oss.akSecret === undefined ? undefined : 'it becomes part of the Helm release'),
  fix: 'make a Secret with it, name that in vllm.oss.existingSecret, and change the key',
};

const apiKey: Rule = {
  severity: 'weakens',
  assets: ['API key'],
  title: 'No API key',
  key: () => 'vllm.apiKey.existingSecret',
  found: ({ vllm }) =>
    vllm.apiKey.existingSecret === undefined ? 'whoever reaches the service through TNG may use it' : undefined,
  fix: 'make a Secret with a key and name it in vllm.apiKey.existingSecret',
};

const openRoutes: Rule = {
  severity: 'weakens',
  assets: ['API key'],
  title: 'vLLM asks for the API key below /v1 only',
  key: () => 'vllm.networkPolicy.enabled',
  found: ({ vllm }) =>
    vllm.apiKey.existingSecret !== undefined && !vllm.networkPolicy.enabled
      ? 'no NetworkPolicy closes /invocations and the other routes that need no key'
      : undefined,
  fix: 'set vllm.networkPolicy.enabled',
};

const admissionPolicy: Rule = {
  severity: 'breaks',
  assets: allAssets,
  title: 'The admission policy is switched off',
  key: () => 'webhook.admissionPolicy',
  found: ({ webhook }) =>
    webhook.admissionPolicy
      ? undefined
      : 'a Pod that asks for protection runs without it when the webhook is removed or passed by',
  fix: 'remove webhook.admissionPolicy',
};

const excluded: Rule = {
  severity: 'breaks',
  assets: allAssets,
  title: 'The webhook does not see the namespace of the service',
  key: () => 'webhook.excludedNamespaces',
  found: ({ webhook, releases }) => {
    const { namespace } = releases.vllm;
    return webhook.excludedNamespaces.includes(namespace) ? `${namespace} is among the excluded namespaces` : undefined;
  },
  fix: 'take the namespace off the list',
};

const rules: readonly Rule[] = [
  sampleSwitch,
  tdx,
  gpu,
  trusteeVersion,
  admissionPolicy,
  excluded,
  hosting,
  bucketScheme,
  publicBucket,
  accessKey,
  apiKey,
  openRoutes,
  policies,
  untested,
];

/** Unsafe switches that a description sets, beside those that the injection warns of. */
export function descriptionSwitches({ description, source }: Read): UnsafeSwitch[] {
  return rules.flatMap(({ found, key, ...rule }) => {
    const says = found(description);
    if (says === undefined) return [];
    const at = key(description);
    return [{ ...rule, found: says, where: `${placeOf(source, at.split('.'))} (${at})` }];
  });
}
