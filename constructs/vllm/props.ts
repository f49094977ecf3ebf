// Generated from schema.ts beside it by npm run docs; do not edit.
import type { Duration, Size } from 'cdk8s';
import type { ISecret, ImagePullPolicy, k8s } from 'cdk8s-plus-27';

/** Image of vLLM. */
export interface VllmImageProps {
  /**
   * Registry, and path within it where it mirrors others.
   *
   * @default "docker.io"
   */
  readonly registry?: string;

  /**
   * Repository within the registry.
   *
   * @default "vllm/vllm-openai"
   */
  readonly repository?: string;

  /**
   * Tag of the image. The document's driver 550.144.03 can run the default; newer images need a newer driver.
   *
   * @default "v0.10.2"
   */
  readonly tag?: string;

  /**
   * Digest of the image. It decides over the tag, and only it makes sure which image runs.
   *
   * @default - the tag decides
   */
  readonly digest?: string;

  /**
   * When nodes fetch the image. One of "Always", "IfNotPresent", "Never".
   *
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly pullPolicy?: ImagePullPolicy;
}

/** The model that is served. */
export interface ModelProps {
  /**
   * The model's directory within the decrypted volume; empty for the volume itself.
   *
   * @default "Qwen2.5-3B-Instruct"
   */
  readonly path?: string;

  /**
   * Name by which clients ask for the model (--served-model-name).
   *
   * @default "qwen2.5-3b-instruct"
   */
  readonly servedName?: string;
}

/** Type of the weights and activations of a model. */
export enum ModelDtype {
  /** The model's own, with half precision for float32. */
  AUTO = 'auto',
  /** Half precision, as float16. */
  HALF = 'half',
  /** Half precision. */
  FLOAT16 = 'float16',
  /** Half precision with the range of float32. */
  BFLOAT16 = 'bfloat16',
  /** Single precision, as float32. */
  FLOAT = 'float',
  /** Single precision. */
  FLOAT32 = 'float32',
}

/**
 * A key that clients must send as bearer token. vLLM asks for it below /v1 only: /invocations, /metrics and others stay
 * open; networkPolicy can close them.
 */
export interface ApiKeyProps {
  /**
   * Secret that holds the key. It is mounted as a file and never becomes part of the Pod's specification.
   *
   * @default - no key is asked for
   */
  readonly existingSecret?: ISecret;

  /**
   * Key within the Secret.
   *
   * @default "api-key"
   */
  readonly key?: string;
}

/** Where the kubelet asks vLLM for its health. */
export enum ProbeHandler {
  /** Inside of the container, which opens no path past TNG. */
  EXEC = 'exec',
  /** Over the network. On a port that TNG secures it opens the exact path /health in plaintext. */
  HTTP = 'http',
}

/** Times of one probe. */
export interface ProbeProps {
  /**
   * Seconds between two probes. A whole number from 1 to 3600.
   *
   * @default Duration.seconds(10)
   */
  readonly periodSeconds?: Duration;

  /**
   * Seconds after which a probe counts as failed. A whole number from 1 to 3600.
   *
   * @default Duration.seconds(5)
   */
  readonly timeoutSeconds?: Duration;

  /**
   * How many failed probes in a row count. A whole number from 1 to 100000.
   *
   * @default - 180 at startup, 3 afterwards
   */
  readonly failureThreshold?: number;
}

/** How the kubelet asks vLLM for its health. */
export interface ProbesProps {
  /**
   * "exec" asks inside of the container and opens no path past TNG; "http" asks over the network and opens /health.
   *
   * @default ProbeHandler.EXEC
   */
  readonly handler?: ProbeHandler;

  /**
   * Until the model is loaded: half an hour.
   *
   * @default - every 10 seconds, 180 times
   */
  readonly startup?: ProbeProps;

  /**
   * Whether the Service sends requests.
   *
   * @default - every 10 seconds, 3 times
   */
  readonly readiness?: ProbeProps;

  /**
   * Whether the container is restarted.
   *
   * @default - every 10 seconds, 3 times
   */
  readonly liveness?: ProbeProps;
}

/** vLLM and its container. */
export interface VllmServerProps {
  /**
   * Image of vLLM.
   *
   * @default - docker.io/vllm/vllm-openai:v0.10.2
   */
  readonly image?: VllmImageProps;

  /**
   * The model that is served.
   *
   * @default - the seed document's Qwen2.5-3B-Instruct
   */
  readonly model?: ModelProps;

  /**
   * Longest context in tokens (--max-model-len). A whole number from 1 to 100000000.
   *
   * @default - the model's own
   */
  readonly maxModelLen?: number;

  /**
   * Part of the GPU's memory that vLLM takes (--gpu-memory-utilization). A number from 0.01 to 1.
   *
   * @default - vLLM's (0.9)
   */
  readonly gpuMemoryUtilization?: number;

  /**
   * Over how many stages the layers are spread (--pipeline-parallel-size). A whole number from 1 to 64.
   *
   * @default - vLLM's (1)
   */
  readonly pipelineParallelSize?: number;

  /**
   * Type of weights and activations (--dtype).
   *
   * @default - vLLM's (auto)
   */
  readonly dtype?: ModelDtype;

  /**
   * Quantization method (--quantization).
   *
   * @default - the model's own
   */
  readonly quantization?: string;

  /**
   * Type of the KV cache (--kv-cache-dtype).
   *
   * @default - vLLM's (auto)
   */
  readonly kvCacheDtype?: string;

  /**
   * Most sequences in one step (--max-num-seqs). A whole number from 1 to 100000000.
   *
   * @default - vLLM's
   */
  readonly maxNumSeqs?: number;

  /**
   * Most tokens in one step (--max-num-batched-tokens). A whole number from 1 to 100000000.
   *
   * @default - vLLM's
   */
  readonly maxNumBatchedTokens?: number;

  /**
   * Seed of random numbers (--seed). A whole number from 0 to 4294967295.
   *
   * @default - vLLM's
   */
  readonly seed?: number;

  /**
   * Parser of tool calls (--tool-call-parser).
   *
   * @default - none
   */
  readonly toolCallParser?: string;

  /**
   * Parser of reasoning (--reasoning-parser).
   *
   * @default - none
   */
  readonly reasoningParser?: string;

  /**
   * Seconds that vLLM itself leaves running requests at TERM, from vLLM 0.18 on (--shutdown-timeout). The drain before
   * it works with every version. A whole number from 0 to 86400.
   *
   * @default - not passed
   */
  readonly shutdownTimeout?: number;

  /**
   * Reuse the KV cache of equal prompt beginnings (--enable-prefix-caching).
   * Its timing tells clients of one service what others have asked: set false where they must not know of each other.
   *
   * @default - vLLM's (on)
   */
  readonly enablePrefixCaching?: boolean;

  /**
   * Run without CUDA graphs (--enforce-eager).
   *
   * @default false
   */
  readonly enforceEager?: boolean;

  /**
   * Let the model choose tools (--enable-auto-tool-choice). Goes with toolCallParser.
   *
   * @default false
   */
  readonly enableAutoToolChoice?: boolean;

  /**
   * Run code that comes with the model (--trust-remote-code). The code then reads prompts and answers.
   *
   * @default false
   */
  readonly trustRemoteCode?: boolean;

  /**
   * Over how many GPUs each layer is split (--tensor-parallel-size). A whole number from 1 to 64.
   *
   * @default - gpuCount
   */
  readonly tensorParallelSize?: number;

  /**
   * More arguments for `vllm serve`, each as one text: "--flag=value".
   *
   * @default - none
   */
  readonly extraArgs?: string[];

  /**
   * More environment variables. No secrets: the host sees them.
   *
   * @default - none
   */
  readonly env?: k8s.EnvVar[];

  /**
   * A key that clients must send as bearer token. vLLM asks for it below /v1 only: /invocations, /metrics and others
   * stay open; networkPolicy can close them.
   *
   * @default - no key
   */
  readonly apiKey?: ApiKeyProps;

  /**
   * What each Pod gets beside its GPUs.
   *
   * @default - only the GPUs
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * How many GPUs each Pod gets (nvidia.com/gpu). With any, an update stops a Pod before it starts the next. A whole
   * number from 0 to 64.
   *
   * @default 1
   */
  readonly gpuCount?: number;

  /**
   * Size of /dev/shm, in Mi, Gi or Ti. The container default of 64 MiB stops vLLM even with one GPU.
   *
   * @default Size.gibibytes(8)
   */
  readonly sharedMemory?: Size;

  /**
   * Size of /tmp, in Mi, Gi or Ti, where vLLM keeps sockets and compiled kernels. It lies in memory, since the disk is
   * the host's.
   *
   * @default Size.gibibytes(2)
   */
  readonly temporaryStorage?: Size;

  /**
   * How the kubelet asks vLLM for its health.
   *
   * @default - inside of the container; half an hour to start
   */
  readonly probes?: ProbesProps;

  /**
   * Longest time in seconds that running requests get to end when a Pod stops. A whole number from 0 to 86400.
   *
   * @default Duration.seconds(120)
   */
  readonly drainTimeoutSeconds?: Duration;

  /**
   * Security context of the container.
   *
   * @default - user and group 65532, no capabilities, no escalation, a read-only root file system, the runtime's
   * seccomp profile
   */
  readonly securityContext?: k8s.SecurityContext;

  /**
   * More volumes of the Pods.
   *
   * @default - none
   */
  readonly extraVolumes?: k8s.Volume[];

  /**
   * More mounts of the container.
   *
   * @default - none
   */
  readonly extraVolumeMounts?: k8s.VolumeMount[];
}
