import { optionsAnnotation, type PatchOperation } from '../../injection';

export interface ReviewRequest {
  readonly uid: string;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly operation: string;
  readonly object: unknown;
  readonly [field: string]: unknown;
}

/** The options of the seed document. */
export const options = {
  'cipher-text-volume': 'pvc-oss',
  'model-decryption-key-id': 'kbs:///default/aliyun/model-key',
  'trustee-address': 'http://127.0.0.1:8081/api',
};

/** A Pod that asks for protection. */
export function pod(more: Record<string, unknown> = {}, annotation = JSON.stringify(options)): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'cai-vllm-', namespace: 'default', annotations: { [optionsAnnotation]: annotation } },
    spec: {
      containers: [
        {
          name: 'inference-service',
          image: 'vllm',
          ports: [{ containerPort: 8080, protocol: 'TCP' }],
          volumeMounts: [{ name: 'model', mountPath: '/tmp/model', readOnly: true }],
        },
      ],
      volumes: [{ name: 'model', persistentVolumeClaim: { claimName: 'pvc-oss', readOnly: true } }],
      ...more,
    },
  };
}

/** A request about a Pod that is created. */
export function podRequest(object: unknown, more: Record<string, unknown> = {}): ReviewRequest {
  return {
    uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
    kind: { group: '', version: 'v1', kind: 'Pod' },
    resource: { group: '', version: 'v1', resource: 'pods' },
    requestKind: { group: '', version: 'v1', kind: 'Pod' },
    namespace: 'default',
    operation: 'CREATE',
    userInfo: { username: 'system:serviceaccount:kube-system:replicaset-controller' },
    object,
    oldObject: null,
    dryRun: false,
    options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
    ...more,
  };
}

/** A review as the API server sends it. */
export function review(request: unknown): string {
  return JSON.stringify({ kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request });
}

export interface ReviewResponse {
  readonly uid: string;
  readonly allowed: boolean;
  readonly patchType?: string;
  readonly patch?: string;
  readonly status?: { readonly code: number; readonly reason: string; readonly message: string };
  readonly warnings?: readonly string[];
}

/** The response in an answered review. */
export function responseIn(body: string): ReviewResponse {
  return (JSON.parse(body) as { response: ReviewResponse }).response;
}

/** The operations of a patch as the response has it; none where there is no patch. */
export function operationsIn(patch: string | undefined): PatchOperation[] {
  return patch === undefined ? [] : (JSON.parse(Buffer.from(patch, 'base64').toString()) as PatchOperation[]);
}
