import { optionsAnnotation } from '../injection';

/** How large a Pod is. */
export interface PodSize {
  readonly containers: number;
  readonly env: number;
  readonly mounts: number;
}

const options = {
  'cipher-text-volume': 'pvc-oss',
  'model-decryption-key-id': 'kbs:///default/aliyun/model-key',
  'trustee-address': 'https://trustee.example.com/api',
};

/** A review of a Pod whose first container has so many variables and mounts; others are without. */
export function reviewOf({ containers, env, mounts }: PodSize): { review: string; pod: object } {
  const container = (index: number): object => ({
    name: index === 0 ? 'inference-service' : `helper-${index}`,
    image: 'registry.example.com/team/vllm-openai:v0.11.0',
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/sh', '-c', 'exec vllm serve /tmp/model --port 8080 --served-model-name model'],
    env: Array.from({ length: index === 0 ? env : 2 }, (_, count) => ({
      name: `VARIABLE_NUMBER_${count}`,
      value: `the value of variable number ${count} of the container`,
    })),
    ports: index === 0 ? [{ containerPort: 8080, protocol: 'TCP' }] : [],
    resources: { limits: { cpu: '4', memory: '16Gi' }, requests: { cpu: '1', memory: '8Gi' } },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    volumeMounts: [
      { name: 'model', mountPath: '/tmp/model', readOnly: true },
      ...Array.from({ length: index === 0 ? mounts : 1 }, (_, count) => ({
        name: `data-${count}`,
        mountPath: `/data/${count}`,
      })),
    ],
  });
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: 'cai-vllm-6c9f7d8b5d-',
      namespace: 'default',
      labels: { 'app.kubernetes.io/name': 'cai-vllm', 'pod-template-hash': '6c9f7d8b5d' },
      annotations: { [optionsAnnotation]: JSON.stringify(options) },
    },
    spec: {
      containers: Array.from({ length: containers }, (_, index) => container(index)),
      volumes: [
        { name: 'model', persistentVolumeClaim: { claimName: 'pvc-oss', readOnly: true } },
        ...Array.from({ length: Math.max(mounts, 1) }, (_, count) => ({ name: `data-${count}`, emptyDir: {} })),
      ],
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      serviceAccountName: 'default',
    },
  };
  return { review: reviewAbout(pod), pod };
}

/** A Pod whose one container mounts the encrypted claim so many times. */
export function podWithMounts(count: number): object {
  return {
    metadata: { annotations: { [optionsAnnotation]: JSON.stringify({ ...options, 'cipher-text-volume': 'c' }) } },
    spec: {
      volumes: [{ name: 'm', persistentVolumeClaim: { claimName: 'c' } }],
      containers: [
        {
          name: 'b',
          ports: [{ containerPort: 2 }],
          volumeMounts: Array.from({ length: count }, () => ({ name: 'm' })),
        },
      ],
    },
  };
}

/** A review of a Pod that is created. */
export function reviewAbout(pod: object): string {
  const kind = { group: '', version: 'v1', kind: 'Pod' };
  const resource = { group: '', version: 'v1', resource: 'pods' };
  const request = {
    uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
    kind,
    resource,
    requestKind: kind,
    requestResource: resource,
    namespace: 'default',
    operation: 'CREATE',
    userInfo: { username: 'system:serviceaccount:kube-system:replicaset-controller', groups: ['system:authenticated'] },
    object: pod,
    oldObject: null,
    dryRun: false,
  };
  return JSON.stringify({ kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request });
}
