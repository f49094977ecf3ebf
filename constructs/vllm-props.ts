import type { Size } from 'cdk8s';
import type { IServiceAccount, ISecret, k8s } from 'cdk8s-plus-27';

/** A container image. */
export interface ImageProps {
  /**
   * Host of the registry.
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
   * Tag. The default is a version whose CUDA the driver 550.144.03 can run; newer ones need a newer driver.
   *
   * @default "v0.10.2"
   */
  readonly tag?: string;

  /**
   * Digest, as in `sha256:…`. It decides over the tag, and only it makes sure which image runs.
   *
   * @default - the tag alone
   */
  readonly digest?: string;

  /**
   * When the node fetches the image: `Always`, `IfNotPresent` or `Never`.
   *
   * @default "IfNotPresent"
   */
  readonly pullPolicy?: string;
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
   * Name by which clients ask for the model (`--served-model-name`).
   *
   * @default "qwen2.5-3b-instruct"
   */
  readonly servedName?: string;
}

/** A key that clients must send as bearer token. */
export interface ApiKeyProps {
  /** Secret that holds the key. It is mounted as a file and never becomes part of the Pod's specification. */
  readonly existingSecret: ISecret;

  /**
   * Key within the Secret.
   *
   * @default "api-key"
   */
  readonly key?: string;
}

/** Times of one probe. */
export interface ProbeProps {
  /**
   * Seconds between two probes.
   *
   * @default 10
   */
  readonly periodSeconds?: number;

  /**
   * Seconds after which a probe counts as failed.
   *
   * @default 5
   */
  readonly timeoutSeconds?: number;

  /**
   * How many failed probes in a row count.
   *
   * @default - 180 at startup, 3 afterwards
   */
  readonly failureThreshold?: number;
}

/** How the kubelet asks vLLM for its health. */
export interface ProbesProps {
  /**
   * `exec` asks inside of the container and opens no path past TNG. `http` asks over the network; on a port that TNG
   * secures it opens the exact path `/health` in plaintext.
   *
   * @default "exec"
   */
  readonly handler?: string;

  /**
   * Until the model is loaded. The defaults leave it half an hour.
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

/**
 * vLLM's own flags, by their names in camel case. Each is passed only when it is set, since not every version of vLLM
 * knows every flag.
 *
 * @see https://docs.vllm.ai/en/stable/cli/serve.html
 */
export interface VllmFlags {
  /**
   * Longest context in tokens (`--max-model-len`).
   *
   * @default - the model's own
   */
  readonly maxModelLen?: number;

  /**
   * Part of the GPU's memory that vLLM takes, 0 to 1 (`--gpu-memory-utilization`).
   *
   * @default - vLLM's (0.9)
   */
  readonly gpuMemoryUtilization?: number;

  /**
   * Over how many GPUs each layer is split (`--tensor-parallel-size`).
   *
   * @default - `gpuCount`
   */
  readonly tensorParallelSize?: number;

  /**
   * Over how many stages the layers are spread (`--pipeline-parallel-size`).
   *
   * @default - vLLM's (1)
   */
  readonly pipelineParallelSize?: number;

  /**
   * Type of weights and activations, such as `bfloat16` (`--dtype`).
   *
   * @default - vLLM's (auto)
   */
  readonly dtype?: string;

  /**
   * Quantization method, such as `awq` (`--quantization`).
   *
   * @default - the model's own
   */
  readonly quantization?: string;

  /**
   * Type of the KV cache, such as `fp8` (`--kv-cache-dtype`).
   *
   * @default - vLLM's (auto)
   */
  readonly kvCacheDtype?: string;

  /**
   * Most sequences in one step (`--max-num-seqs`).
   *
   * @default - vLLM's
   */
  readonly maxNumSeqs?: number;

  /**
   * Most tokens in one step (`--max-num-batched-tokens`).
   *
   * @default - vLLM's
   */
  readonly maxNumBatchedTokens?: number;

  /**
   * Seed of random numbers (`--seed`).
   *
   * @default - vLLM's
   */
  readonly seed?: number;

  /**
   * Reuse the KV cache of equal prompt beginnings (`--enable-prefix-caching`). Its timing tells clients of one
   * service what others have asked: switch it off where clients must not know of each other.
   *
   * @default - vLLM's (on)
   */
  readonly enablePrefixCaching?: boolean;

  /**
   * Run without CUDA graphs (`--enforce-eager`).
   *
   * @default false
   */
  readonly enforceEager?: boolean;

  /**
   * Let the model choose tools (`--enable-auto-tool-choice`). Goes with `toolCallParser`.
   *
   * @default false
   */
  readonly enableAutoToolChoice?: boolean;

  /**
   * Parser of tool calls, such as `hermes` (`--tool-call-parser`).
   *
   * @default - none
   */
  readonly toolCallParser?: string;

  /**
   * Parser of reasoning, such as `deepseek_r1` (`--reasoning-parser`).
   *
   * @default - none
   */
  readonly reasoningParser?: string;

  /**
   * Run code that comes with the model (`--trust-remote-code`). The code then reads prompts and answers.
   *
   * @default false
   */
  readonly trustRemoteCode?: boolean;

  /**
   * Seconds that vLLM itself leaves running requests at TERM (`--shutdown-timeout`, from vLLM 0.18 on). The drain
   * before it works with every version.
   *
   * @default - not passed
   */
  readonly shutdownTimeout?: number;
}

/** The vLLM server and its Pod. */
export interface VllmServerProps extends VllmFlags {
  /**
   * Name of the Deployment, and first part of the names of what belongs to it.
   *
   * @default "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`, by which Pods are selected. It can never change.
   *
   * @default - the `name`
   */
  readonly instance?: string;

  /**
   * Image of vLLM.
   *
   * @default - docker.io/vllm/vllm-openai:v0.10.2
   */
  readonly image?: ImageProps;

  /**
   * Secrets for private registries.
   *
   * @default - none
   */
  readonly imagePullSecrets?: k8s.LocalObjectReference[];

  /**
   * The model that is served.
   *
   * @default - the seed document's Qwen2.5-3B-Instruct
   */
  readonly model?: ModelProps;

  /**
   * More arguments for `vllm serve`, each as one text: `--flag=value`.
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
   * A key that clients must send. vLLM asks for it below `/v1` only: `/invocations`, `/metrics` and others stay open.
   *
   * @default - no key
   */
  readonly apiKey?: ApiKeyProps;

  /**
   * How many Pods serve.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Requests and limits beside the GPUs. Shared memory and temporary files are added to a memory limit, which must
   * be a whole number of Mi, Gi or Ti.
   *
   * @default - only the GPUs
   */
  readonly resources?: k8s.ResourceRequirements;

  /**
   * How many GPUs each Pod gets (`nvidia.com/gpu`). With any, an update stops a Pod before it starts the next.
   *
   * @default 1
   */
  readonly gpuCount?: number;

  /**
   * Size of /dev/shm. The container default of 64 MiB stops vLLM even with one GPU.
   *
   * @default Size.gibibytes(8)
   */
  readonly sharedMemory?: Size;

  /**
   * Size of /tmp, where vLLM keeps sockets and compiled kernels. It lies in memory: the disk is the host's.
   *
   * @default Size.gibibytes(2)
   */
  readonly temporaryStorage?: Size;

  /**
   * Labels of the nodes that may run the Pod.
   *
   * @default - ack.aliyun.com/nvidia-driver-version: 550.144.03, as the document labels its confidential nodes
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Affinity of the Pod.
   *
   * @default - none
   */
  readonly affinity?: k8s.Affinity;

  /**
   * Taints that the Pod tolerates.
   *
   * @default - none
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * RuntimeClass of the Pod.
   *
   * @default - the node's default
   */
  readonly runtimeClassName?: string;

  /**
   * PriorityClass of the Pod.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;

  /**
   * How Pods spread over the cluster.
   *
   * @default - the cluster's default
   */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];

  /**
   * How the kubelet asks for health.
   *
   * @default - inside of the container; half an hour to start
   */
  readonly probes?: ProbesProps;

  /**
   * Longest time in seconds that running requests get to end when a Pod stops.
   *
   * @default 120
   */
  readonly drainTimeoutSeconds?: number;

  /**
   * ServiceAccount of the Pod. No token is mounted.
   *
   * @default - the namespace's default
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * More annotations of the Pod.
   *
   * @default - none
   */
  readonly podAnnotations?: Record<string, string>;

  /**
   * More labels of the Pod.
   *
   * @default - none
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Security context of the Pod. It holds for the injected sidecars too, which need root: prefer `securityContext`.
   *
   * @default - none
   */
  readonly podSecurityContext?: k8s.PodSecurityContext;

  /**
   * Security context of the container.
   *
   * @default - user and group 65532, no capabilities, no escalation, a read-only root file system, the runtime's seccomp profile
   */
  readonly securityContext?: k8s.SecurityContext;

  /**
   * More volumes of the Pod.
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
