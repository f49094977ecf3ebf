import {
  cond,
  eq,
  fields,
  field,
  gt,
  hasField,
  isSet,
  items,
  multiply,
  not,
  orElse,
  all,
  spread,
  when,
  type Input,
  text,
} from '../../helm';
import { asApi } from '../../helm/kubernetes/api-names';
import { imageReferenceOr } from '../kubernetes/image-reference';
import { memorySum, memoryText } from '../kubernetes/memory';
import {
  defaultImage,
  defaultModel,
  defaultProbes,
  defaultSecurityContext,
  defaultSharedMemory,
  defaultTemporaryStorage,
  serverPort,
} from './defaults';
import { flagItems } from './flags';
import type { ProbeProps } from './parts';
import type { VllmServerProps } from './server-props';
import { apiKeyScript, drainScript, healthScript } from './scripts';

type Props = Input<VllmServerProps>;

/** Names and paths of the Pod that belong to the construct. */
export const modelMountPath = '/models';
export const volumeNames = {
  model: 'model',
  sharedMemory: 'shared-memory',
  temporary: 'temporary',
  apiKey: 'api-key',
} as const;
export const apiKeyDirectory = '/run/secrets/vllm';

/** How many GPUs the Pod asks for. */
export function gpuCountOf(p: Props): Input<number> {
  return orElse<number>(p.gpuCount, 1);
}

/** The container `inference-service`. */
export function vllmContainer(p: Props, drainTimeoutSeconds: Input<number>): Record<string, unknown> {
  return {
    name: 'inference-service',
    image: imageReferenceOr(p.image, defaultImage),
    imagePullPolicy: orElse(p.image?.pullPolicy, defaultImage.pullPolicy),
    command: when(hasApiKey(p), ['/bin/sh', '-ec', apiKeyScript, 'vllm'], ['vllm', 'serve']),
    args: serverArguments(p),
    env: items(...fixedEnv, all(asApi(p.env) ?? [])),
    ports: [{ name: 'http', containerPort: serverPort, protocol: 'TCP' }],
    resources: resources(p),
    ...probes(p),
    lifecycle: { preStop: { exec: { command: ['python3', '-c', drainScript, text`${drainTimeoutSeconds}`] } } },
    securityContext: asApi(p.securityContext) ?? defaultSecurityContext,
    volumeMounts: items(
      { name: volumeNames.model, mountPath: modelMountPath, readOnly: true },
      { name: volumeNames.sharedMemory, mountPath: '/dev/shm' },
      { name: volumeNames.temporary, mountPath: '/tmp' },
      when(hasApiKey(p), { name: volumeNames.apiKey, mountPath: apiKeyDirectory, readOnly: true }),
      all(asApi(p.extraVolumeMounts) ?? []),
    ),
  };
}

// caches go to the only writable directory, and nothing about the model or its use leaves the Pod
const fixedEnv = [
  { name: 'HOME', value: '/tmp' },
  { name: 'USER', value: 'vllm' },
  { name: 'HF_HUB_OFFLINE', value: '1' },
  { name: 'VLLM_NO_USAGE_STATS', value: '1' },
  { name: 'DO_NOT_TRACK', value: '1' },
];

/** Environment variables that users cannot set. */
export const reservedEnv = [...fixedEnv.map(({ name }) => name), 'VLLM_API_KEY', 'VLLM_PORT', 'VLLM_SERVER_DEV_MODE'];

export function hasApiKey(p: Props): Input<boolean> {
  return isSet(p.apiKey?.existingSecret.name);
}

function serverArguments(p: Props): unknown {
  // an empty path is a path: the volume itself
  const path = p.model?.path ?? defaultModel.path;
  const parallel = orElse<number>(p.tensorParallelSize, gpuCountOf(p));
  return items(
    cond(isSet(path), text`${modelMountPath}/${orElse(path, '')}`, modelMountPath),
    text`--served-model-name=${orElse(p.model?.servedName, defaultModel.servedName)}`,
    // the Pod's address: TNG hands requests on to it
    '--host=0.0.0.0',
    `--port=${serverPort}`,
    when(gt(parallel, 1), () => text`--tensor-parallel-size=${parallel}`),
    ...flagItems(p),
    all(p.extraArgs ?? []),
  );
}

function resources(p: Props): unknown {
  const limits = asApi(p.resources?.limits) ?? {};
  const requests = asApi(p.resources?.requests) ?? {};
  const gpus = gpuCountOf(p);
  return fields({
    limits: fields({
      ...spread(limits),
      // memory-backed volumes count against the container that writes them
      memory: when(hasField(limits, 'memory'), () => memorySum(memoryLimit(limits), ...memoryVolumes(p))),
      'nvidia.com/gpu': when(gt(gpus, 0), () => text`${gpus}`),
    }),
    requests: fields({ ...spread(requests) }),
  });
}

export function memoryLimit(limits: unknown): Input<string> {
  return field(limits, 'memory');
}

/** Sizes of the volumes that lie in memory. */
export function memoryVolumes(p: Props): [sharedMemory: Input<string>, temporary: Input<string>] {
  return [memoryText(p.sharedMemory ?? defaultSharedMemory), memoryText(p.temporaryStorage ?? defaultTemporaryStorage)];
}

function probes(p: Props): Record<string, unknown> {
  const isHttp = eq(orElse(p.probes?.handler, defaultProbes.handler), 'http');
  return {
    startupProbe: probe(isHttp, p.probes?.startup, defaultProbes.startup),
    readinessProbe: probe(isHttp, p.probes?.readiness, defaultProbes.readiness),
    livenessProbe: probe(isHttp, p.probes?.liveness, defaultProbes.liveness),
  };
}

function probe(isHttp: Input<boolean>, given: Input<ProbeProps> | undefined, defaults: Required<ProbeProps>): unknown {
  const timeoutSeconds = orElse<number>(given?.timeoutSeconds, defaults.timeoutSeconds);
  return {
    exec: when(not(isHttp), { command: ['python3', '-c', healthScript, '/health', text`${timeoutSeconds}`] }),
    httpGet: when(isHttp, { path: '/health', port: 'http' }),
    periodSeconds: orElse(given?.periodSeconds, defaults.periodSeconds),
    timeoutSeconds,
    failureThreshold: orElse(given?.failureThreshold, defaults.failureThreshold),
  };
}

/** The longest that a Pod may take to become ready, in seconds. */
export function startupSeconds(p: Props): Input<number> {
  const startup = p.probes?.startup;
  return multiply(
    orElse<number>(startup?.periodSeconds, defaultProbes.startup.periodSeconds),
    orElse<number>(startup?.failureThreshold, defaultProbes.startup.failureThreshold),
  );
}
