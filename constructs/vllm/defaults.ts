import { restrictedContainer } from '../kubernetes/restricted-container';

/*
 * What the constructs and the chart cai-vllm take where the user says nothing. One place for both, so that a Pod does
 * not depend on the way in.
 */

/** The Deployment's name. */
export const defaultName = 'cai-vllm';

/** The claim of the seed document. */
export const defaultClaimName = 'pvc-oss';

/** An image whose CUDA the document's driver 550.144.03 can run. */
export const defaultImage = {
  registry: 'docker.io',
  repository: 'vllm/vllm-openai',
  tag: 'v0.10.2',
  pullPolicy: 'IfNotPresent',
} as const;

/** Where `cp -r` of the document's first step puts the model, and the name its last step asks for. */
export const defaultModel = { path: 'Qwen2.5-3B-Instruct', servedName: 'qwen2.5-3b-instruct' } as const;

/** The label with which the document's third step marks confidential GPU nodes. */
export const defaultNodeSelector = { 'ack.aliyun.com/nvidia-driver-version': '550.144.03' } as const;

export const defaultSharedMemory = '8Gi';
export const defaultTemporaryStorage = '2Gi';
export const defaultDrainTimeoutSeconds = 120;

/** Half an hour to load a model; afterwards half a minute to notice that it hangs. */
export const defaultProbes = {
  handler: 'exec',
  startup: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 180 },
  readiness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  liveness: { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
} as const;

/**
 * Everything stands on the container and nothing on the Pod: what the Pod says holds for injected sidecars too, and those
 * must mount and route as root.
 */
export const defaultSecurityContext = restrictedContainer;

/** The port that the document's Service and TNG configuration name. */
export const serverPort = 8080;
