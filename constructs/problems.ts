import { define } from '../problems';

/** What can be wrong with the props of the constructs. */
export const constructProblems = {
  ossPath: define({
    notation: 'dotted',
    code: 'CAI2002',
    name: 'oss-path',
    title: 'The path within the bucket does not begin with a slash. The OSS driver would fail on the node.',
    fix: 'write the path from the bucket on, as in /qwen2.5-3b-gocryptfs/',
  }),
  ossUrl: define({
    notation: 'dotted',
    code: 'CAI2003',
    name: 'oss-url',
    title: 'The OSS address is not an endpoint, or names the bucket. The OSS driver would fail on the node.',
    fix: 'write the endpoint alone, with its scheme, as in https://oss-cn-beijing-internal.aliyuncs.com',
  }),
  ossKeyPair: define({
    notation: 'dotted',
    code: 'CAI2004',
    name: 'oss-key-pair',
    title: 'Only one half of the access key is given. The OSS driver would drop both.',
    fix: 'give both akId and akSecret, or neither and an existing Secret',
  }),
  ossCredentials: define({
    notation: 'dotted',
    code: 'CAI2005',
    name: 'oss-credentials',
    title: 'The bucket is to be read with an access key, but none is given; or it is given twice.',
    fix: 'give akId and akSecret, or existingSecret, or another authType (rrsa, public)',
  }),
  ossUnusedCredentials: define({
    notation: 'dotted',
    code: 'CAI2006',
    name: 'oss-unused-credentials',
    title: 'An access key, a role or an ARN is given that the authType does not use.',
    fix: 'remove it, or choose the authType that uses it',
  }),
  ossRole: define({
    notation: 'dotted',
    code: 'CAI2007',
    name: 'oss-role',
    title:
      'authType rrsa without a role, or with only one of the two ARNs; or authType csi-secret-store without a class.',
    fix: 'give roleName, or both roleArn and oidcProviderArn; for csi-secret-store give secretProviderClass',
  }),
  ossOptions: define({
    notation: 'dotted',
    code: 'CAI2008',
    name: 'oss-other-opts',
    title: 'The mount options do not each begin with -o. The OSS driver would refuse them on the node.',
    fix: 'write every option after an -o of its own, as in "-o umask=022 -o allow_other"',
  }),
  ossAuthType: define({
    notation: 'dotted',
    code: 'CAI2009',
    name: 'oss-auth-type',
    title:
      'An authType that is not known, which the OSS driver would take for an access key; or one that the fuseType cannot do.',
    fix: 'choose ak, rrsa, sts, csi-secret-store, agent-identity or public; the last three need fuseType ossfs',
  }),
  memoryLimit: define({
    notation: 'dotted',
    code: 'CAI2010',
    name: 'memory-limit',
    title: 'The memory limit is not a whole number of Mi, Gi or Ti, so shared memory cannot be added to it.',
    fix: 'write the limit as in 64Gi',
  }),
  gpuInResources: define({
    notation: 'dotted',
    code: 'CAI2011',
    name: 'gpu-in-resources',
    title: 'GPUs are asked for among the resources and not by gpuCount, on which the rollout depends.',
    fix: 'remove nvidia.com/gpu from resources and set gpuCount',
  }),
  tensorParallel: define({
    notation: 'dotted',
    code: 'CAI2012',
    name: 'tensor-parallel-size',
    title: 'The model is to be split over more GPUs than the Pod asks for.',
    fix: 'raise gpuCount or lower tensorParallelSize',
  }),
  reservedEnv: define({
    notation: 'dotted',
    code: 'CAI2013',
    name: 'reserved-env',
    title:
      'An environment variable that is set for confidentiality or for a read-only root file system, or that would carry the API key.',
    fix: 'remove it from env; for the API key use apiKey.existingSecret',
  }),
  reservedArgument: define({
    notation: 'dotted',
    code: 'CAI2014',
    name: 'reserved-argument',
    title:
      'An argument that the construct or a value of its own sets, that would show a secret, or that reads settings from elsewhere; in any spelling that vLLM takes for it.',
    fix: 'remove it from extraArgs; set the value that the message names; for the API key use apiKey.existingSecret',
  }),
  reservedKey: define({
    notation: 'dotted',
    code: 'CAI2015',
    name: 'reserved-key',
    title: 'A label or annotation that asks for protection, or that selects the Pods.',
    fix: 'remove it: protection is asked for by caiOptions alone, and the labels that select Pods never change',
  }),
  autoscalingRange: define({
    notation: 'dotted',
    code: 'CAI2016',
    name: 'autoscaling-range',
    title: 'The most replicas are fewer than the fewest.',
    fix: 'raise maxReplicas or lower minReplicas',
  }),
  disruptionBudget: define({
    notation: 'dotted',
    code: 'CAI2017',
    name: 'disruption-budget',
    title: 'A disruption budget with both minAvailable and maxUnavailable. Kubernetes takes one.',
    fix: 'give one of the two',
  }),
  oneModel: define({
    notation: 'dotted',
    code: 'CAI2019',
    name: 'one-model',
    title: 'No model is given, or two.',
    fix: 'give either oss or existingClaim',
  }),
  sameObject: define({
    notation: 'dotted',
    code: 'CAI2020',
    name: 'same-object',
    title:
      'Two constructs make the same object of Kubernetes: of one kind, in one namespace, of one name. The later one would lie over the earlier.',
    fix: 'set the prop that the message names; what goes to another cluster belongs into another cdk8s App',
  }),
  reservedPath: define({
    notation: 'dotted',
    code: 'CAI2021',
    name: 'reserved-path',
    title: 'A mount path where the construct mounts something itself.',
    fix: 'choose another path',
  }),
  ossAttributes: define({
    notation: 'dotted',
    code: 'CAI2030',
    name: 'oss-attributes',
    title: 'Among the attributes of the OSS driver stands one that a key of its own decides.',
    fix: 'remove it and set that key',
  }),
  metricSource: define({
    notation: 'dotted',
    code: 'CAI2031',
    name: 'metric-source',
    title: 'A metric of the autoscaler lacks what its type needs, so that the API server would refuse it.',
    fix: 'give the part that is named as the type, with a target that has the number its own type names',
  }),
  metricWithoutRequest: define({
    notation: 'dotted',
    code: 'CAI2032',
    name: 'metric-without-request',
    title:
      'The autoscaler measures a share of what the Pods request, and they request nothing of it: it would never scale.',
    fix: 'set resources.requests, or measure an AverageValue',
  }),
  metricOfNoContainer: define({
    notation: 'dotted',
    code: 'CAI2033',
    name: 'metric-of-no-container',
    title: 'The autoscaler measures a container that the Pods do not have, or a resource that nobody measures.',
    fix: 'name inference-service or one of the four sidecars, and cpu or memory',
  }),
  metricsBehindTng: define({
    notation: 'dotted',
    code: 'CAI2034',
    name: 'metrics-behind-tng',
    title:
      'Something is to read the metrics of vLLM, but TNG lets no plain HTTP request through to them: nothing would be measured.',
    fix: 'let "^/metrics$" pass in tng-http-secure-ports; in cai.yaml, metrics: true does it',
  }),
  argumentForm: define({
    notation: 'dotted',
    code: 'CAI2035',
    name: 'argument-form',
    title: 'An item of extraArgs that is not one flag, or one value that a flag waits for: vLLM would not start.',
    fix: 'write each item as "--flag=value", or the value as the item after its flag',
  }),
} as const;
