import {
  all,
  cond,
  eq,
  field,
  fields,
  gt,
  hasField,
  isSet,
  items,
  multiply,
  not,
  orElse,
  spread,
  text,
  when,
  type Input,
} from '../../helm';
import { imageReference } from '../kubernetes/image-reference';
import { memorySum } from '../kubernetes/memory';
import { flagItems } from './flags';
import { serverPort, type VllmInputs } from './schema';
import { apiKeyScript, drainScript, healthScript, isolatedPython, startScript } from './scripts';

type Props = VllmInputs;
type Probe = Props['probes']['startup'];

/** Names and paths of the Pod that belong to the construct. */
export const modelMountPath = '/models';
export const volumeNames = {
  model: 'model',
  sharedMemory: 'shared-memory',
  temporary: 'temporary',
  apiKey: 'api-key',
} as const;
export const apiKeyDirectory = '/run/secrets/vllm';

/** Name of the container. */
export const serverContainer = 'inference-service';

/** The container of the server. */
export function vllmContainer(p: Props): Record<string, unknown> {
  return {
    name: serverContainer,
    image: imageReference(p.image),
    imagePullPolicy: p.image.pullPolicy,
    command: ['/bin/sh', '-ec', when(hasApiKey(p), apiKeyScript, startScript), 'vllm'],
    args: serverArguments(p),
    env: items(...fixedEnv, all(p.env)),
    ports: [{ name: 'http', containerPort: serverPort, protocol: 'TCP' }],
    resources: resources(p),
    ...probes(p),
    lifecycle: { preStop: { exec: { command: [...isolatedPython, drainScript, text`${p.drainTimeoutSeconds}`] } } },
    securityContext: p.securityContext,
    volumeMounts: items(
      { name: volumeNames.model, mountPath: modelMountPath, readOnly: true },
      { name: volumeNames.sharedMemory, mountPath: '/dev/shm' },
      { name: volumeNames.temporary, mountPath: '/tmp' },
      when(hasApiKey(p), { name: volumeNames.apiKey, mountPath: apiKeyDirectory, readOnly: true }),
      all(p.extraVolumeMounts),
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
  return isSet(p.apiKey.existingSecret);
}

function serverArguments(p: Props): unknown {
  const { path, servedName } = p.model;
  const parallel = orElse<Input<number>>(p.tensorParallelSize, p.gpuCount);
  return items(
    cond(isSet(path), text`${modelMountPath}/${path}`, modelMountPath),
    text`--served-model-name=${servedName}`,
    // the Pod's address: TNG hands requests on to it
    '--host=0.0.0.0',
    `--port=${serverPort}`,
    when(gt(parallel, 1), () => text`--tensor-parallel-size=${parallel}`),
    ...flagItems(p),
    all(p.extraArgs),
  );
}

function resources(p: Props): unknown {
  const { limits, requests } = p.resources;
  return fields({
    limits: fields({
      ...spread(limits),
      // memory-backed volumes count against the container that writes them
      memory: when(hasField(limits, 'memory'), () =>
        memorySum(memoryLimit(limits), p.sharedMemory, p.temporaryStorage),
      ),
      'nvidia.com/gpu': when(gt(p.gpuCount, 0), () => text`${p.gpuCount}`),
    }),
    requests: fields({ ...spread(requests) }),
  });
}

export function memoryLimit(limits: unknown): Input<string> {
  return field(limits, 'memory');
}

function probes({ probes: p }: Props): Record<string, unknown> {
  const isHttp = eq(p.handler, 'http');
  return {
    startupProbe: probe(isHttp, p.startup),
    readinessProbe: probe(isHttp, p.readiness),
    livenessProbe: probe(isHttp, p.liveness),
  };
}

function probe(isHttp: Input<boolean>, { periodSeconds, timeoutSeconds, failureThreshold }: Probe): unknown {
  return {
    exec: when(not(isHttp), { command: [...isolatedPython, healthScript, '/health', text`${timeoutSeconds}`] }),
    httpGet: when(isHttp, { path: '/health', port: 'http' }),
    periodSeconds,
    timeoutSeconds,
    failureThreshold,
  };
}

/** The longest that a Pod may take to become ready, in seconds. */
export function startupSeconds({ probes: { startup } }: Props): Input<number> {
  return multiply(startup.periodSeconds, startup.failureThreshold);
}
