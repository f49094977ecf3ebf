import Ajv from 'ajv';
import { parse } from 'yaml';
import { z } from 'zod';
import * as kubernetes from '../../helm/kubernetes';
import { valuesJsonSchema } from '../../helm/values/json-schema';
import { shapeOf } from '../../helm/values/shape';

interface Cases {
  readonly accepted: readonly unknown[];
  readonly refused: readonly unknown[];
}

// 1.1 as Helm reads it: 0444 is octal
const cases = parse(
  `
  dnsLabel:
    accepted: [cai-vllm, a, '0']
    refused: ['', Cai, a.b, -a, a-, a_b, é, 1]
  dnsSubdomain:
    accepted: [pvc-oss, node-1.cn-shanghai.example.com]
    refused: ['', a..b, .a, a., A, true]
  qualifiedName:
    accepted: [app, App_1.x, topology.kubernetes.io/zone]
    refused: ['', a/, /a, A.io/a, a/b/c, -a, a b]
  labelValue:
    accepted: ['', v1.2_3, H20]
    refused: [-a, a-, a b, a/b, 1, true]
  port:
    accepted: [1, 8080, 65535]
    refused: [0, 65536, -1, 80.5, '80']
  intOrPercent:
    accepted: [0, 1, 2147483647, 0%, 25%, 100%]
    refused: [-1, 0.5, 2147483648, '25', '101%', '025%', '-1%', '%', '1.5%']
  quantity:
    accepted: [0, 4, 0.5, 1073741824, '4', 500m, '1.5', '.5', '5.', 16Gi, '1e3', 1E, '12E6', 100k, '+1', '1e-3']
    refused: ['', Gi, 16GB, 16gi, 16 Gi, '-1', -1, 1K, 1e, 1.2.3, '0x10', true]
  quantityText:
    accepted: [8Gi, 250m, '2']
    refused: [8GiB, '', two, 8]
  labels:
    accepted: [{}, { app: vllm }, { app.kubernetes.io/name: vllm, version: '' }]
    refused: [{ a b: x }, { app: 1 }, { app: true }, { app: a b }, { /app: x }, [app]]
  annotations:
    accepted: [{ trustiflux.alibaba.com/ack-cai-options: '{"a": 1}' }, { Example.com/Note: a long – note }]
    refused: [{ prometheus.io/port: 8080 }, { prometheus.io/scrape: true }, { a//b: '' }, { '': '' }]
  cidr:
    accepted: [
      0.0.0.0/0, 10.0.0.0/8, 192.168.1.255/32, '::/0', '::1/128', 'fd00::/8', '1::/16', '2001:DB8::1/64',
      '2001:db8:0:0:0:0:0:1/99', '1:2:3:4:5:6:7::/112', '::2:3:4:5:6:7:8/100', '1:2::7:8/127',
    ]
    refused: [
      '', 10.0.0.0, 10.0.0.0/33, 256.0.0.0/8, 10.0.0/8, 010.0.0.0/8, 10.0.0.0/08, '10.0.0.0/8 ', 'fd00::', '::/129',
      '1::2::3/64', '1:2:3:4:5:6:7/64', '1:2:3:4:5:6:7:8:9/64', '1:2:3:4:5:6:7:8::/64', '12345::/16', ':/0',
      'g::/8', 10,
    ]
  cidrs:
    accepted: [[], [203.0.113.0/24, 'fd00::/8']]
    refused: [203.0.113.0/24, [203.0.113.7], [[10.0.0.0/8]]]
  resourceNames:
    accepted:
      - {}
      - { cpu: 4, memory: 16Gi, ephemeral-storage: 10Gi }
      - { nvidia.com/gpu: 1, hugepages-2Mi: 1Gi, aliyun.com/gpu-mem: '8' }
    refused: [
      { cpus: 4 }, { gpu: 1 }, { CPU: 1 }, { memory: 16GB }, { hugepages-: 1 }, { nvidia.com/: 1 }, { cpu: '' }, [],
    ]
  nodeSelector:
    accepted: [{ kubernetes.io/arch: amd64 }, { nvidia.com/gpu.count: '8' }]
    refused: [{ nvidia.com/gpu.count: 8 }, { nvidia.com/gpu.present: true }, kubernetes.io/arch=amd64]
  labelSelector:
    accepted:
      - {}
      - { matchLabels: { app: vllm } }
      - { matchExpressions: [{ key: tier, operator: NotIn, values: [db] }, { key: app, operator: Exists }] }
    refused: [
      { matchLabel: { app: vllm } }, { matchExpressions: [{ key: tier, operator: in, values: [db] }] },
      { matchExpressions: [{ key: tier, operator: In, value: [db] }] }, { matchExpressions: [{ operator: Exists }] },
      { app: vllm },
    ]
  localObjectReferences:
    accepted: [[], [{ name: registry-credentials }]]
    refused: [[registry-credentials], [{}], [{ Name: a }], [{ name: '' }], { name: a }]
  tolerations:
    accepted:
      - [{ operator: Exists }]
      - [{ key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }]
      - [{ key: tee, operator: Equal, value: tdx, effect: NoExecute, tolerationSeconds: 300 }]
    refused: [
      [{ key: tee, operator: Equals }], [{ key: tee, effects: NoSchedule }], [{ key: tee, value: true }],
      [{ key: tee, effect: NoSchdule }], [{ tolerationSeconds: '300' }], { key: tee },
    ]
  affinity:
    accepted:
      - {}
      - nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - &gpu { matchExpressions: [{ key: nvidia.com/gpu.product, operator: In, values: [NVIDIA-H20] }] }
              - { matchFields: [{ key: metadata.name, operator: In, values: [node-1.example.com] }] }
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              preference: *gpu
        podAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - { topologyKey: zone, namespaces: [models], namespaceSelector: {}, matchLabelKeys: [pod-template-hash] }
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - { topologyKey: kubernetes.io/hostname, labelSelector: {}, mismatchLabelKeys: [tenant] }
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 1
              podAffinityTerm: &term
                topologyKey: topology.kubernetes.io/zone
                labelSelector: { matchLabels: { app: vllm } }
    refused: [
      { nodeaffinity: {} },
      { nodeAffinity: { requiredDuringSchedulingIgnoreDuringExecution: { nodeSelectorTerms: [*gpu] } } },
      { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } },
      { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [*gpu] } },
      { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, preference: *gpu }] } },
      { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: {} }] } },
      { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, podAffinityTerm: *term }] } },
      { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [*term] } },
    ]
  topologySpreadConstraints:
    accepted:
      - [{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule }]
      - - { maxSkew: 2, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: { matchLabels: { app: a } } }
        - { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, minDomains: 2, nodeAffinityPolicy: Honor }
        - { maxSkew: 1, topologyKey: rack, whenUnsatisfiable: DoNotSchedule, nodeTaintsPolicy: Ignore, matchLabelKeys: [a] }
    refused: [
      [{ maxSkew: 0, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule }],
      [{ maxSkew: '1', topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule }],
      [{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: Ignore }],
      [{ maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelselector: {} }],
      [{ maxSkew: 1, whenUnsatisfiable: DoNotSchedule }],
    ]
  podSecurityContext:
    accepted:
      - {}
      - { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 0, fsGroup: 2000, fsGroupChangePolicy: OnRootMismatch }
      - { supplementalGroups: [3000], supplementalGroupsPolicy: Strict, seccompProfile: { type: RuntimeDefault } }
      - { appArmorProfile: { type: Localhost, localhostProfile: k8s-vllm }, seLinuxOptions: { level: 's0:c123,c456' } }
      - { seLinuxChangePolicy: Recursive, sysctls: [{ name: net.core.somaxconn, value: '1024' }] }
    refused: [
      { runAsUser: '1000' }, { runAsUser: -1 }, { runAsUser: 4294967295 },
      { seccompProfile: { type: Runtime/Default } },
      { seccompProfile: { type: Localhost, localhostProfile: /a.json } },
      { seccompProfile: { localhostProfile: a.json } }, { sysctls: [{ name: net.core.somaxconn, value: 1024 }] },
      { privileged: true }, { windowsOptions: {} },
    ]
  securityContext:
    accepted:
      - {}
      - allowPrivilegeEscalation: false
        capabilities: { drop: [ALL], add: [NET_ADMIN, SYS_PTRACE] }
        seccompProfile: { type: Localhost, localhostProfile: profiles/vllm.json }
      - { privileged: false, procMount: Default, readOnlyRootFilesystem: true, runAsUser: 65534 }
      - { appArmorProfile: { type: RuntimeDefault } }
    refused: [
      { capabilities: { drop: [all] } }, { capabilities: { drop: ALL } }, { capability: { drop: [ALL] } },
      { readOnlyRootFileSystem: true }, { fsGroup: 1 }, { privileged: 'true' },
    ]
  envVars:
    accepted:
      - []
      - [{ name: HF_HUB_OFFLINE, value: '1' }, { name: EMPTY }, { name: a.b-c, value: '' }]
      - - { name: TOKEN, valueFrom: { secretKeyRef: { name: hf, key: token, optional: true } } }
        - { name: MODE, valueFrom: { configMapKeyRef: { name: vllm, key: .mode } } }
        - { name: POD_IP, valueFrom: { fieldRef: { apiVersion: v1, fieldPath: status.podIP } } }
        - { name: HOST_IPS, valueFrom: { fieldRef: { fieldPath: status.hostIPs } } }
        - { name: APP, valueFrom: { fieldRef: { fieldPath: "metadata.labels['app.kubernetes.io/name']" } } }
        - name: MEM
          valueFrom: { resourceFieldRef: { containerName: c, resource: limits.memory, divisor: 1Mi } }
        - { name: CPU, valueFrom: { resourceFieldRef: { resource: requests.cpu, divisor: 1 } } }
    refused: [
      [{ name: PORT, value: 8000 }], [{ name: DEBUG, value: true }], [{ name: 1A, value: '' }],
      [{ name: A=B, value: '' }], [{ name: .., value: '' }],
      [{ name: TOKEN, valueFrom: { secretRef: { name: hf, key: token } } }],
      [{ name: TOKEN, valueFrom: { secretKeyRef: { name: hf } } }],
      [{ name: TOKEN, valueFrom: { secretKeyRef: { name: hf, key: .. } } }],
      [{ name: NODE, valueFrom: { fieldRef: { fieldPath: spec.nodename } } }],
      [{ name: LABELS, valueFrom: { fieldRef: { fieldPath: metadata.labels } } }],
      [{ name: CPU, valueFrom: { resourceFieldRef: { resource: cpu } } }], [{ value: x }], { TOKEN: x },
    ]
  volumes:
    accepted:
      - [{ name: scratch }, { name: shm, emptyDir: { medium: Memory, sizeLimit: 8Gi } }, { name: e, emptyDir: {} }]
      - - { name: cm, configMap: { name: vllm, items: [{ key: a.json, path: conf/a.json, mode: 0444 }] } }
        - { name: s, secret: { secretName: tls, defaultMode: 256, optional: true } }
        - { name: pvc, persistentVolumeClaim: { claimName: pvc-oss, readOnly: true } }
        - { name: hp, hostPath: { path: /dev/tdx_guest, type: CharDevice } }
        - { name: root, hostPath: { path: /, type: '' } }
        - { name: nfs, nfs: { server: 10.0.0.1, path: /models, readOnly: true } }
        - { name: weights, image: { reference: registry.example.com/qwen:1, pullPolicy: IfNotPresent } }
      - - name: oss
          csi:
            driver: ossplugin.csi.alibabacloud.com
            readOnly: true
            volumeAttributes: { bucket: conf-ai, path: / }
            nodePublishSecretRef: { name: oss }
        - name: projected
          projected:
            defaultMode: 0440
            sources:
              - { serviceAccountToken: { path: token, audience: kbs, expirationSeconds: 3600 } }
              - { configMap: { name: kube-root-ca.crt, items: [{ key: ca.crt, path: ca.crt }] } }
              - { secret: { name: tls, optional: true } }
              - { downwardAPI: { items: [{ path: ns, fieldRef: { fieldPath: metadata.namespace } }] } }
        - name: podinfo
          downwardAPI:
            items:
              - { path: labels, fieldRef: { fieldPath: metadata.labels } }
              - { path: mem, resourceFieldRef: { containerName: c, resource: limits.memory }, mode: 0400 }
        - name: cache
          ephemeral:
            volumeClaimTemplate:
              metadata: { labels: { app: vllm }, annotations: { note: x y } }
              spec:
                { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Ti } }, storageClassName: alicloud-essd }
    refused: [
      [{ name: Shm }], [{ emptyDir: {} }], [{ name: x, emptydir: {} }],
      [{ name: x, gitRepo: { repository: https://example.com/x } }], [{ name: x, emptyDir: { medium: memory } }],
      [{ name: x, secret: { name: tls } }], [{ name: x, configMap: { configMapName: vllm } }],
      [{ name: x, configMap: { name: vllm, defaultMode: 644 } }],
      [{ name: x, configMap: { name: vllm, defaultMode: '0444' } }],
      [{ name: x, configMap: { name: vllm, items: [{ key: a, path: ../a }] } }],
      [{ name: x, configMap: { name: vllm, items: [{ key: a, path: a/../../b }] } }],
      [{ name: x, persistentVolumeClaim: { claim: pvc-oss } }], [{ name: x, downwardApi: { items: [] } }],
      [{ name: x, downwardAPI: { items: [{ path: ip, fieldRef: { fieldPath: status.podIP } }] } }],
      [{ name: x, downwardAPI: { items: [{ path: m, resourceFieldRef: { resource: limits.memory } }] } }],
      [{ name: x, projected: { sources: [{ serviceAccountToken: { path: token, expirationSeconds: 60 } }] } }],
      [{ name: x, csi: { driver: d, volumeAttributes: { readOnly: true } } }],
      [{ name: x, ephemeral: { volumeClaimTemplate: { spec: { accessModes: [ReadWriteOnce], resources: {} } } } }],
      [{ name: x, ephemeral: { volumeClaimTemplate: { spec: { accessModes: [ReadWriteOnce] } } } }],
      [{ name: x, hostPath: { path: /dev, type: Dir } }], [{ name: x, hostPath: { path: /var/../etc } }],
      [{ name: x, nfs: { server: s, path: models } }], [{ name: x, image: registry.example.com/qwen:1 }],
    ]
  volumeMounts:
    accepted:
      - [{ name: shm, mountPath: /dev/shm }]
      - [{ name: m, mountPath: /m, readOnly: true, recursiveReadOnly: IfPossible, mountPropagation: None }]
      - - { name: cm, mountPath: /etc/vllm.yaml, subPath: conf/vllm.yaml }
        - { name: log, mountPath: /log, subPathExpr: $(POD_NAME) }
    refused: [
      [{ name: shm, mountpath: /dev/shm }], [{ name: shm }], [{ name: shm, mountPath: dev/shm }],
      [{ name: shm, mountPath: /a:/b }], [{ name: shm, mountPath: /a, subPath: /b }],
      [{ name: shm, mountPath: /a, subPath: b/../c }], [{ name: shm, mountPath: /a, readOnly: 'yes' }],
      [{ name: shm, mountPath: /a, mountPropagation: Shared }],
    ]
  networkPolicyPeers:
    accepted:
      - []
      - [{ podSelector: { matchLabels: { app: vllm } } }, { namespaceSelector: {}, podSelector: {} }]
      - [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.96.0.0/16] } }]
    refused: [
      [{ podselector: {} }], [{ ipBlock: 10.0.0.0/8 }], [{ ipBlock: { except: [] } }],
      [{ ipBlock: { cidr: 10.0.0.0/8, excepts: [] } }], [{ podSelector: { app: vllm } }],
    ]
  metrics:
    accepted:
      - [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }]
      - - type: ContainerResource
          containerResource: { name: memory, container: c, target: { type: AverageValue, averageValue: 4Gi } }
        - type: Pods
          pods: { metric: { name: vllm:num_requests_waiting }, target: { type: AverageValue, averageValue: 5 } }
        - type: Object
          object:
            describedObject: { apiVersion: networking.k8s.io/v1, kind: Ingress, name: main }
            metric: { name: requests-per-second }
            target: { type: Value, value: 2k }
        - type: External
          external:
            metric: { name: queue_length, selector: { matchLabels: { app: vllm } } }
            target: { type: AverageValue, averageValue: '30' }
    refused: [
      [{ type: resource }], [{ resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }],
      [{ type: Resource, resource: { name: cpu, targetAverageUtilization: 80 } }],
      [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: '80' } } }],
      [{ type: Pods, pods: { metric: { name: a/b }, target: { type: AverageValue, averageValue: 5 } } }],
      [{ type: Pods, pods: { metric: { name: a }, target: { type: Utilization } } }],
      [{ type: External, external: { metricName: a, target: { type: Value, value: 1 } } }],
    ]
  behavior:
    accepted:
      - {}
      - scaleUp:
          stabilizationWindowSeconds: 0
          selectPolicy: Max
          policies: [{ type: Percent, value: 100, periodSeconds: 15 }]
        scaleDown: { policies: [{ type: Pods, value: 1, periodSeconds: 1800 }], tolerance: 0.05 }
      - { scaleDown: { selectPolicy: Disabled } }
    refused: [
      { scaledown: {} }, { scaleDown: { stabilizationWindowSeconds: 3601 } }, { scaleDown: { policies: [] } },
      { scaleDown: { policies: [{ type: Pods, value: 0, periodSeconds: 60 }] } },
      { scaleDown: { policies: [{ type: Pods, value: 1, periodSeconds: 1801 }] } },
      { scaleDown: { policies: [{ type: Pods, value: 1, period: 60 }] } },
    ]
  secretName: { accepted: [oss-key, a.b-c], refused: [Oss_Key, -a, a..b, 7] }
  configMapName: { accepted: [trustee-certificates], refused: [Trustee, a_b, ''] }
  claimName: { accepted: [pvc-oss, pvc.oss], refused: [pvc_oss, 1.5] }
  memorySize: { accepted: [8Gi, 512Mi, 2Ti], refused: [0Gi, 8G, 1.5Gi, 8, -8Gi] }
  storageSize: { accepted: [20Gi, 500M, '5'], refused: [-1Gi, 20 Gi, lots] }
`,
  { version: '1.1' },
) as Record<keyof typeof kubernetes, Cases>;

const names = Object.keys(kubernetes) as (keyof typeof kubernetes)[];

function described(name: keyof typeof kubernetes) {
  const schema = z.strictObject({ value: kubernetes[name] });
  const jsonSchema = valuesJsonSchema(schema, name);
  const helm = new Ajv({ allErrors: false, strict: false }).compile(jsonSchema);
  return {
    jsonSchema,
    zod: (value: unknown) => schema.safeParse({ value }).success,
    helm: (value: unknown) => helm({ value }),
  };
}

/** Every value that comes from replacing one part of a value. */
function replaced(value: unknown, by: (part: unknown) => unknown): unknown[] {
  const here = by(value);
  const below =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, part]) =>
          replaced(part, by).map((made): unknown =>
            Array.isArray(value) ? value.with(Number(key), made) : { ...value, [key]: made },
          ),
        )
      : [];
  return here === undefined ? below : [here, ...below];
}

function withUnknownKey(part: unknown): unknown {
  return typeof part === 'object' && part !== null && !Array.isArray(part) ? { ...part, 'no key': 1 } : undefined;
}

function nodesOf(schema: unknown): Record<string, unknown>[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const below = Object.values(schema).flatMap(nodesOf);
  return Array.isArray(schema) ? below : [schema as Record<string, unknown>, ...below];
}

test.each([
  ['dnsLabel', 'a', 63],
  ['dnsSubdomain', 'a', 253],
  ['labelValue', 'a', 63],
  ['qualifiedName', 'a', 63],
  ['qualifiedName', 'a.io/a', 68],
] as const)('%s such as %s has at most %d characters', (name, start, length) => {
  const { zod, helm } = described(name);
  const texts = [start.padEnd(length, 'a'), start.padEnd(length + 1, 'a'), `${start}\n`];
  expect(texts.map((value) => `${zod(value)} ${helm(value)}`)).toEqual(['true true', 'false false', 'false false']);
});

test('every export has its cases', () => {
  expect(Object.keys(cases).sort()).toEqual([...names].sort());
});

describe.each(names)('%s', (name) => {
  const { jsonSchema, zod, helm } = described(name);
  const { accepted, refused } = cases[name];
  const verdicts = (values: readonly unknown[]) => values.map((value) => [zod(value), helm(value), value]);
  const all = (verdict: boolean, values: readonly unknown[]) => values.map((value) => [verdict, verdict, value]);

  test('accepts what Kubernetes takes', () => {
    expect(verdicts(accepted)).toEqual(all(true, accepted));
  });

  test('refuses what Kubernetes does not take', () => {
    expect(verdicts(refused)).toEqual(all(false, refused));
  });

  test('refuses null and unknown keys at every depth', () => {
    const spoilt = accepted.flatMap((value) => [...replaced(value, () => null), ...replaced(value, withUnknownKey)]);
    expect(verdicts(spoilt)).toEqual(all(false, spoilt));
  });

  test('is closed, bounded and free of what RE2 does not know', () => {
    const nodes = nodesOf((jsonSchema.properties as Record<string, unknown>).value);
    for (const node of nodes) {
      if (node.type === 'object') expect(node).toHaveProperty('additionalProperties');
      if (node.type === 'integer') expect([typeof node.minimum, typeof node.maximum]).toEqual(['number', 'number']);
      if (typeof node.pattern === 'string') expect(node.pattern).not.toMatch(/\(\?|\\[1-9dwsbu]|(?<!\\)\.[*+{]/);
      expect(Object.keys(node)).not.toContain('$ref');
    }
  });
});

test('structures are handed on whole', () => {
  const open = names.filter((name) => {
    const { schema, struct } = shapeOf(kubernetes[name]);
    return !struct && (schema instanceof z.ZodObject || schema instanceof z.ZodRecord || schema instanceof z.ZodArray);
  });
  expect(open).toEqual(['cidrs']);
});
