import type { Size } from 'cdk8s';
import type { IServiceAccount, k8s } from 'cdk8s-plus-27';
import type { VllmFlags } from './flags-props';
import type { ApiKeyProps, ImageProps, ModelProps, ProbesProps } from './parts';

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
