import { flags } from '../../constructs/vllm/flags';
import type { Values } from './product-chart';

/** Values that break a rule, laid over right ones, and all that is said then: the same by raw synth and by Helm. */
export type Refused = readonly [change: Values, ...messages: string[]];

const key = { authType: 'ak', akId: 'an-id', akSecret: 'a-secret' };

const placeholders: readonly Refused[] = (
  [
    ['bucket', { bucket: '<bucket>' }],
    ['path', { path: '/<path>/' }],
    ['url', { url: 'https://oss-<region>-internal.aliyuncs.com' }],
    ['akId', { ...key, akId: 'xxxxx' }],
    ['akSecret', { ...key, akSecret: 'XXXX' }],
    ['roleName', { authType: 'rrsa', roleName: '<role>' }],
    ['roleArn', { authType: 'rrsa', roleArn: 'acs:ram::<account>:role/reader', oidcProviderArn: 'acs:ram::1:oidc' }],
    ['oidcProviderArn', { authType: 'rrsa', roleArn: 'acs:ram::1:role/reader', oidcProviderArn: 'acs:ram::xxxx:oidc' }],
    ['otherOpts', { otherOpts: '-o <option>' }],
  ] as const
).map(([path, oss]) => [
  { oss },
  `CAI1009 placeholder-left: oss.${path} is still a placeholder; put your own value in its place`,
]);

const url = (written: string, fault = '; write the endpoint, a host with or without https:// before it'): Refused => [
  { oss: { url: written } },
  `CAI2003 oss-url: oss.url is "${written}"${fault}, as in "https://oss-cn-beijing-internal.aliyuncs.com"`,
];
const ofBucket = ', the domain of a bucket; write the endpoint alone';

const otherOpts = (written: string): Refused => [
  { oss: { otherOpts: written } },
  `CAI2008 oss-other-opts: oss.otherOpts is "${written}"; write every option after an -o of its own, as in "-o umask=022 -o allow_other"`,
];

const attribute = (name: string): Refused => [
  { oss: { volumeAttributes: { region: 'cn-beijing', [name]: 'x' } } },
  'CAI2030 oss-attributes: oss.volumeAttributes has an attribute that a key of its own decides (authType, bucket, fuseType, oidcProviderArn, otherOpts, path, ramRole, roleArn, roleName, secretProviderClass, url); remove it and set that key',
];

const ossValues: readonly Refused[] = [
  [
    { oss: { path: 'qwen-encrypted/' } },
    'CAI2002 oss-path: oss.path is "qwen-encrypted/"; it must begin with a slash, as in "/qwen2.5-3b-gocryptfs/"',
  ],
  url('oss-cn-beijing.aliyuncs.com/conf-ai'),
  url('ftp://oss-cn-beijing.aliyuncs.com'),
  url('https://oss-cn-beijing.aliyuncs.com/conf-ai'),
  url('https://conf-ai.oss-cn-beijing-internal.aliyuncs.com', ofBucket),
  url('conf-ai.cn-beijing-h-internal.oss-data-acc.aliyuncs.com', ofBucket),
  url('http://conf-ai.oss.example.com:80/', ofBucket),
  [
    { oss: { authType: 'ak', akId: 'an-id' } },
    'CAI2004 oss-key-pair: oss.akSecret is not set though akId is; give both or neither',
  ],
  [
    { oss: { authType: 'ak', akSecret: 'a-secret', akId: '' } },
    'CAI2004 oss-key-pair: oss.akId is not set though akSecret is; give both or neither',
  ],
  [
    { oss: { authType: 'ak' } },
    'CAI2005 oss-credentials: oss.akId is not set; give akId and akSecret, or existingSecret, or set authType to "rrsa", "sts", "csi-secret-store" or "public"',
  ],
  [
    { oss: { ...key, existingSecret: 'oss-key' } },
    'CAI2005 oss-credentials: oss.existingSecret is set beside akId or akSecret; give one of the two',
  ],
  [
    { oss: { ...key, authType: 'public' } },
    'CAI2006 oss-unused-credentials: oss.authType is "public", which uses no access key; remove akId, akSecret and existingSecret',
  ],
  [
    { oss: { authType: 'rrsa', roleName: 'reader', existingSecret: 'oss-key' } },
    'CAI2006 oss-unused-credentials: oss.authType is "rrsa", which uses no access key; remove akId, akSecret and existingSecret',
  ],
  [
    { oss: { roleName: 'reader' } },
    'CAI2006 oss-unused-credentials: oss.roleName or an ARN is set, which only authType "rrsa" uses, and "sts" the name; remove it or set authType to "rrsa"',
  ],
  [
    { oss: { authType: 'rrsa' } },
    'CAI2007 oss-role: oss.roleName is not set; authType "rrsa" needs roleName, or roleArn and oidcProviderArn',
  ],
  [
    { oss: { authType: 'rrsa', roleArn: 'acs:ram::1:role/reader' } },
    'CAI2007 oss-role: oss.oidcProviderArn is not set though roleArn is; give both',
  ],
  [
    { oss: { authType: 'rrsa', oidcProviderArn: 'acs:ram::1:oidc-provider/x' } },
    'CAI2007 oss-role: oss.roleArn is not set though oidcProviderArn is; give both',
  ],
  otherOpts('umask=022'),
  otherOpts('-o umask=022 allow_other'),
  otherOpts('-oumask=022'),
  otherOpts('-o'),
  [
    { oss: { fuseType: 'ossfs2' } },
    'CAI2009 oss-auth-type: oss.authType is "public", which ossfs2 cannot do; set fuseType to "ossfs"',
  ],
  [
    { oss: { authType: 'csi-secret-store', secretProviderClass: 'key', fuseType: 'ossfs2' } },
    'CAI2009 oss-auth-type: oss.authType is "csi-secret-store", which ossfs2 cannot do; set fuseType to "ossfs"',
  ],
  [
    { oss: { authType: 'csi-secret-store' } },
    'CAI2007 oss-role: oss.secretProviderClass is not set; authType "csi-secret-store" needs it',
  ],
  [
    { oss: { secretProviderClass: 'key' } },
    'CAI2006 oss-unused-credentials: oss.secretProviderClass is set, which only authType "csi-secret-store" uses; remove it or set authType to "csi-secret-store"',
  ],
  attribute('url'),
  attribute('AuthType'),
];

const memory = (written: string | number): Refused => [
  { resources: { limits: { memory: written } } },
  `CAI2010 memory-limit: resources.limits.memory is ${JSON.stringify(written)}; write a whole number of Mi, Gi or Ti, as in "64Gi": shared memory is added to it`,
];

const env = (name: string): Refused => [
  { env: [{ name: 'FINE' }, { name, value: 'x' }] },
  `CAI2013 reserved-env: env has "${name}", which the construct sets itself; choose another`,
];

const ownValues = [...Object.keys(flags), 'tensorParallelSize'].join(', ');
const argument = (
  flag: string,
  rest: string,
  fault = 'which the construct sets itself, or which would show a secret or read settings from elsewhere; remove it',
): Refused => [
  { extraArgs: ['--max-log-len=1', flag + rest] },
  `CAI2014 reserved-argument: extraArgs has ${flag}, ${fault}`,
];
const argumentOfValue = (flag: string, rest: string): Refused =>
  argument(flag, rest, `which a value of its own sets (${ownValues}); remove it and set that value`);
const argumentForm = (extraArgs: string[], fault: string): Refused => [
  { extraArgs },
  `CAI2035 argument-form: extraArgs has ${fault}`,
];

const volume = (name: string): Refused => [
  { extraVolumes: [{ name }] },
  `CAI5107 reserved-name: extraVolumes has "${name}", a name that the construct or the injected sidecars use; choose another`,
];

const mount = (mountPath: string): Refused => [
  { extraVolumeMounts: [{ name: 'x', mountPath }] },
  `CAI2021 reserved-path: extraVolumeMounts has "${mountPath}", a path where the construct mounts something itself; choose another`,
];

const metadata = (path: string, name: string): Refused => [
  { [path]: { fine: 'x', [name]: 'x' } },
  `CAI2015 reserved-key: ${path} has a key that begins with trustiflux.alibaba.com/, or one that selects the Pods (app.kubernetes.io/name, instance, component); remove it`,
];

const serverValues: readonly Refused[] = [
  memory('64G'),
  memory('1.5Gi'),
  memory(64),
  ...['limits', 'requests'].map((name): Refused => [
    { resources: { [name]: { 'nvidia.com/gpu': 1 } } },
    `CAI2011 gpu-in-resources: resources.${name} asks for nvidia.com/gpu; remove it and set gpuCount`,
  ]),
  [
    { gpuCount: 2, tensorParallelSize: 4 },
    'CAI2012 tensor-parallel-size: tensorParallelSize is 4 but gpuCount is 2; raise gpuCount or lower tensorParallelSize',
  ],
  ...['HOME', 'HF_HUB_OFFLINE', 'VLLM_API_KEY', 'VLLM_PORT'].map(env),
  argument('--port', '=9000'),
  argument('--host', ''),
  argument('--api-key', '=the key itself is not shown'),
  argument('--api_key', '=nor if\nit has lines\u2028'),
  argument('--api_key.x', '=y'),
  argument('--ssl_keyf', '=/x'),
  argument('--conf', ''),
  argument('-h', ''),
  argumentOfValue('--max-model-len', '=32768'),
  argumentOfValue('--max_model', '=32768'),
  argumentOfValue('--no_enable-prefix_caching', ''),
  argumentOfValue('-tp', '=2'),
  argumentOfValue('-p', ''),
  argumentOfValue('-qawq', ''),
  argumentForm(
    ['--max-log-len 64'],
    'a blank after --max-log-len, and vLLM would take all of it for one word; write it as "--flag=value"',
  ),
  argumentForm(
    ['—max-log-len'],
    'dashes that begin no flag of vLLM; write two plain dashes and the flag, as in "--flag=value"',
  ),
  argumentForm(
    ['--$(FLAG)=1'],
    'a variable in the place of a flag, so nobody can see what it sets; write the flag itself',
  ),
  ...[['64'], ['--max-log-len=64', '65']].map((args) =>
    argumentForm(args, 'a value that no flag waits for, and vLLM would not start; write each item as "--flag=value"'),
  ),
  ...['model', 'shared-memory', 'cai-key'].map(volume),
  ...['/models', '/models/lora', '//models', '/tmp//', '/tmp/x', '/dev/shm', '/run/secrets/vllm'].map(mount),
  metadata('podAnnotations', 'trustiflux.alibaba.com/ack-cai-options'),
  metadata('podLabels', 'trustiflux.alibaba.com/confidential-computing-mode'),
  metadata('podLabels', 'app.kubernetes.io/component'),
  [
    { autoscaling: { enabled: true, minReplicas: 4, metrics: [] }, resources: { requests: { cpu: '8' } } },
    'CAI2016 autoscaling-range: autoscaling.maxReplicas is 3 but minReplicas is 4; raise maxReplicas or lower minReplicas',
  ],
  [
    { podDisruptionBudget: { enabled: true, minAvailable: 0, maxUnavailable: 0 } },
    'CAI2017 disruption-budget: podDisruptionBudget.minAvailable is set beside maxUnavailable; Kubernetes takes one of the two',
  ],
];

const utilization = { type: 'Utilization', averageUtilization: 70 };
const measuring = (...metrics: Values[]): Values => ({ autoscaling: { enabled: true, metrics } });
const cpu = { type: 'Resource', resource: { name: 'cpu', target: utilization } };
const metric = (code: string, json: string, fault: string, given: Values): Refused => [
  measuring(given),
  `${code}: autoscaling.metrics has ${json}; ${fault}`,
];
const sourceOf = 'give what its type names, and nothing else: resource, containerResource, pods, object or external';
const targetOf =
  "give its target the number that the target's type names, and no other: averageUtilization, averageValue or value";
const hidden =
  'CAI2034 metrics-behind-tng: caiOptions.tng-http-secure-ports lets no request for /metrics pass TNG, and serviceMonitor or a metric of the autoscaler reads them; write "tng-http-secure-ports": [{"port": 8080, "allow-insecure-request-regexes": ["^/metrics$"]}]';
const secured = (ports: unknown): Values => ({
  caiOptions: {
    'cipher-text-volume': 'pvc-oss',
    'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
    'trustee-address': 'https://trustee.example.com:8081/api',
    'tng-http-secure-ports': ports,
  },
});

const measuredValues: readonly Refused[] = [
  metric('CAI2031 metric-source', '{"type":"Resource"}', sourceOf, { type: 'Resource' }),
  metric(
    'CAI2031 metric-source',
    '{"external":{"metric":{"name":"q"},"target":{"type":"Value","value":"1"}},"type":"Object"}',
    sourceOf,
    { type: 'Object', external: { metric: { name: 'q' }, target: { type: 'Value', value: '1' } } },
  ),
  metric(
    'CAI2031 metric-source',
    '{"resource":{"name":"cpu","target":{"type":"Utilization"}},"type":"Resource"}',
    targetOf,
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization' } } },
  ),
  metric(
    'CAI2033 metric-of-no-container',
    '{"resource":{"name":"nvidia.com/gpu","target":{"averageUtilization":70,"type":"Utilization"}},"type":"Resource"}',
    'Kubernetes measures the usage of cpu and memory alone',
    { type: 'Resource', resource: { name: 'nvidia.com/gpu', target: utilization } },
  ),
  metric(
    'CAI2033 metric-of-no-container',
    '{"containerResource":{"container":"vllm","name":"cpu","target":{"averageUtilization":70,"type":"Utilization"}},"type":"ContainerResource"}',
    'the Pods have the containers inference-service, cai-sidecar-attestation-agent, cai-sidecar-confidential-data-hub, cai-sidecar-tng, cai-sidecar-cachefs',
    { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'vllm', target: utilization } },
  ),
  ...[measuring(cpu), { ...measuring(cpu), resources: { requests: { memory: '1Gi' } } }].map((change): Refused => [
    change,
    'CAI2032 metric-without-request: autoscaling.metrics measures a share of the cpu that the Pods request, and resources.requests.cpu is not set; set it, or measure an averageValue',
  ]),
  [
    measuring({
      type: 'ContainerResource',
      containerResource: { name: 'memory', container: 'inference-service', target: utilization },
    }),
    'CAI2032 metric-without-request: autoscaling.metrics measures a share of the memory that the Pods request, and resources.requests.memory is not set; set it, or measure an averageValue',
  ],
  [{ serviceMonitor: { enabled: true } }, hidden],
  [{ autoscaling: { enabled: true } }, hidden],
  [{ ...secured([{ port: 8080 }]), serviceMonitor: { enabled: true } }, hidden],
  [
    {
      ...secured([
        { port: 8080, 'allow-insecure-request-regexes': [] },
        { port: 9, 'allow-insecure-request-regexes': ['.'] },
      ]),
      serviceMonitor: { enabled: true },
    },
    hidden,
  ],
  [
    {
      ...secured([{ port: 8080, 'allow-insecure-request-regexes': ['^/health$', '^/metric$'] }]),
      autoscaling: { enabled: true },
    },
    hidden,
  ],
];

/** Every rule of the chart, broken in every way that its message tells apart. */
export const refusedValues: readonly Refused[] = [...placeholders, ...ossValues, ...serverValues, ...measuredValues];

/** Six mistakes at once. */
export const sixMistakes: Refused = [
  {
    oss: { path: 'no-slash', otherOpts: 'umask=022', roleName: 'reader' },
    gpuCount: 1,
    tensorParallelSize: 2,
    extraArgs: ['--port=1'],
    caiOptions: '{"cipher-text-volume": "pvc-oss", "model-decryption-key-id": "kbs:///a/b/c"}',
  },
  'CAI2002 oss-path: oss.path is "no-slash"; it must begin with a slash, as in "/qwen2.5-3b-gocryptfs/"',
  'CAI2008 oss-other-opts: oss.otherOpts is "umask=022"; write every option after an -o of its own, as in "-o umask=022 -o allow_other"',
  'CAI2006 oss-unused-credentials: oss.roleName or an ARN is set, which only authType "rrsa" uses, and "sts" the name; remove it or set authType to "rrsa"',
  'CAI2012 tensor-parallel-size: tensorParallelSize is 2 but gpuCount is 1; raise gpuCount or lower tensorParallelSize',
  'CAI2014 reserved-argument: extraArgs has --port, which the construct sets itself, or which would show a secret or read settings from elsewhere; remove it',
];
