import { z } from 'zod';
import { props, section, type Input } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { seconds } from '../../helm/kubernetes/objects';
import { image, resources } from '../kubernetes/schema';
import { restrictedContainer } from '../kubernetes/container';
import { documentedFlags } from './flags';

/** The port that the document's Service and TNG configuration name. */
export const serverPort = 8080;

const model = section(
  {
    // where `cp -r` of the document's first step puts the model, and the name that its last step asks for
    path: z
      .string()
      .regex(
        /^([A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*)?$/,
        'a path without a slash at either end: letters, digits, dots, dashes and underscores, no part beginning with a dot',
      )
      .default('Qwen2.5-3B-Instruct')
      .meta({ description: "The model's directory within the decrypted volume; empty for the volume itself." }),
    servedName: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9_.:/-]*$/,
        'a name of letters, digits, dots, dashes, underscores, colons and slashes, such as qwen2.5-3b-instruct',
      )
      .default('qwen2.5-3b-instruct')
      .meta({ description: 'Name by which clients ask for the model (--served-model-name).' }),
  },
  {
    interface: 'ModelProps',
    description: 'The model that is served.',
    without: "the seed document's Qwen2.5-3B-Instruct",
  },
);

const apiKey = section(
  {
    existingSecret: kubernetes.secretName.optional().meta({
      description:
        "Secret that holds the key. It is mounted as a file and never becomes part of the Pod's specification.",
      example: 'vllm-api-key',
      without: 'no key is asked for',
    }),
    key: z
      .string()
      .regex(
        /^[-_A-Za-z0-9][-._A-Za-z0-9]*$/,
        'a key of a Secret: letters, digits, dots, dashes and underscores, not beginning with a dot',
      )
      .default('api-key')
      .meta({ description: 'Key within the Secret.' }),
  },
  {
    interface: 'ApiKeyProps',
    description:
      'A key that clients must send as bearer token. vLLM asks for it below /v1 only: /invocations, /metrics and others stay open; networkPolicy can close them.',
    without: 'no key',
  },
);

const oneProbe = { interface: 'ProbeProps', about: 'Times of one probe.' } as const;

function probe(failureThreshold: number, description: string) {
  return section(
    {
      periodSeconds: seconds(1, 3600).default(10).meta({ description: 'Seconds between two probes.' }),
      timeoutSeconds: seconds(1, 3600)
        .default(5)
        .meta({ description: 'Seconds after which a probe counts as failed.' }),
      failureThreshold: z.int().min(1).max(100_000).default(failureThreshold).meta({
        description: 'How many failed probes in a row count.',
        without: '180 at startup, 3 afterwards',
      }),
    },
    { ...oneProbe, description, without: `every 10 seconds, ${failureThreshold} times` },
  );
}

const probes = section(
  {
    handler: z
      .enum(['exec', 'http'])
      .default('exec')
      .meta({
        enumeration: 'ProbeHandler',
        about: 'Where the kubelet asks vLLM for its health.',
        words: {
          exec: 'Inside of the container, which opens no path past TNG.',
          http: 'Over the network. On a port that TNG secures it opens the exact path /health in plaintext.',
        },
        description:
          '"exec" asks inside of the container and opens no path past TNG; "http" asks over the network and opens /health.',
      }),
    // half an hour to load a model; afterwards half a minute to notice that it hangs
    startup: probe(180, 'Until the model is loaded: half an hour.'),
    readiness: probe(3, 'Whether the Service sends requests.'),
    liveness: probe(3, 'Whether the container is restarted.'),
  },
  {
    interface: 'ProbesProps',
    description: 'How the kubelet asks vLLM for its health.',
    without: 'inside of the container; half an hour to start',
  },
);

/** An image whose CUDA the document's driver 550.144.03 can run. */
const defaultImage = { registry: 'docker.io', repository: 'vllm/vllm-openai', tag: 'v0.10.2' } as const;

/** What vLLM and its container are told. */
export const vllmFields = {
  image: image(defaultImage, {
    interface: 'VllmImageProps',
    description: 'Image of vLLM.',
    without: `${defaultImage.registry}/${defaultImage.repository}:${defaultImage.tag}`,
    tag: "Tag of the image. The document's driver 550.144.03 can run the default; newer images need a newer driver.",
  }),
  model,
  ...documentedFlags,
  tensorParallelSize: z.int().min(1).max(64).optional().meta({
    description: 'Over how many GPUs each layer is split (--tensor-parallel-size).',
    example: 1,
    without: 'gpuCount',
  }),
  extraArgs: z
    .array(z.string().min(1))
    .default([])
    .meta({ description: 'More arguments for `vllm serve`, each as one text: "--flag=value".' }),
  env: kubernetes.envVars
    .default([])
    .meta({ description: 'More environment variables. No secrets: the host sees them.' }),
  apiKey,
  resources: resources(
    {},
    {
      description: 'What each Pod gets beside its GPUs.',
      without: 'only the GPUs',
      requests: 'Requests beside the GPUs.',
      limits:
        'Limits beside the GPUs. sharedMemory and temporaryStorage are added to memory, which must be in Mi, Gi or Ti.',
    },
  ),
  gpuCount: z.int().min(0).max(64).default(1).meta({
    description:
      'How many GPUs each Pod gets (nvidia.com/gpu). With any, an update stops a Pod before it starts the next.',
  }),
  sharedMemory: kubernetes.memorySize.default('8Gi').meta({
    description: 'Size of /dev/shm, in Mi, Gi or Ti. The container default of 64 MiB stops vLLM even with one GPU.',
  }),
  temporaryStorage: kubernetes.memorySize.default('2Gi').meta({
    description:
      "Size of /tmp, in Mi, Gi or Ti, where vLLM keeps sockets and compiled kernels. It lies in memory, since the disk is the host's.",
  }),
  probes,
  drainTimeoutSeconds: seconds(0, 86400).default(120).meta({
    description: 'Longest time in seconds that running requests get to end when a Pod stops.',
  }),
  // everything stands on the container and nothing on the Pod: what the Pod says holds for injected sidecars too, and those
  // must mount and route as root
  securityContext: kubernetes.securityContext.default(restrictedContainer as never).meta({
    description: 'Security context of the container.',
    without:
      "user and group 65532, no capabilities, no escalation, a read-only root file system, the runtime's seccomp profile",
  }),
  extraVolumes: kubernetes.volumes.default([]).meta({ description: 'More volumes of the Pods.' }),
  extraVolumeMounts: kubernetes.volumeMounts.default([]).meta({ description: 'More mounts of the container.' }),
};

/** vLLM and its container. */
export const vllmServer = props(vllmFields, {
  interface: 'VllmServerProps',
  description: 'vLLM and its container.',
});

/** The settled props of vLLM and its container. */
export type VllmInputs = Input<z.infer<typeof vllmServer>>;
