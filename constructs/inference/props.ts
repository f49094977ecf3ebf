// Generated from schema.ts beside it by npm run docs; do not edit.
import type { Duration } from 'cdk8s';
import type { IPersistentVolumeClaim, IServiceAccount, ServiceType, k8s } from 'cdk8s-plus-27';
import type { CaiOptions } from '../options/cai-options';
import type { OssProps } from '../storage/props';
import type { VllmServerProps } from '../vllm/props';

/** To which Pods a node sends what comes from outside of the cluster. */
export enum ExternalTrafficPolicy {
  /** To those of every node. */
  CLUSTER = 'Cluster',
  /** To its own, which then see the address of the client. */
  LOCAL = 'Local',
}

/** The Service. A load balancer must be one of layer 4. */
export interface ServiceProps {
  /**
   * Type of the Service. One of "LoadBalancer", "NodePort", "ClusterIP".
   *
   * @default ServiceType.LOAD_BALANCER
   */
  readonly type?: ServiceType;

  /**
   * Port of the Service. A whole number from 1 to 65535.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * Annotations, by which clouds configure load balancers.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;

  /**
   * Which controller makes the load balancer, as alibabacloud.com/nlb does on ACK. A Service keeps the one that it was
   * made with.
   *
   * @default - the cluster's default
   */
  readonly loadBalancerClass?: string;

  /**
   * Networks that may use the load balancer, as CIDRs; all without it.
   *
   * @default - all
   */
  readonly loadBalancerSourceRanges?: string[];

  /**
   * Whether a load balancer gets node ports, too. One that reaches Pods directly needs none.
   *
   * @default - the cluster's (true)
   */
  readonly allocateLoadBalancerNodePorts?: boolean;

  /**
   * SingleStack, PreferDualStack or RequireDualStack.
   *
   * @default - the cluster's (SingleStack)
   */
  readonly ipFamilyPolicy?: string;

  /**
   * IPv4, IPv6 or both, the first first.
   *
   * @default - the cluster's
   */
  readonly ipFamilies?: string[];

  /**
   * Where nodes send what comes from outside; for load balancers and node ports.
   *
   * @default - the cluster's (Cluster)
   */
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;
}

/** Scale by demand. */
export interface AutoscalingProps {
  /**
   * Make a HorizontalPodAutoscaler.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Minimum number of replicas. A whole number from 1 to 1000.
   *
   * @default 1
   */
  readonly minReplicas?: number;

  /**
   * Maximum number of replicas. A whole number from 1 to 1000.
   *
   * @default 3
   */
  readonly maxReplicas?: number;

  /**
   * What is measured. The default needs a metrics adapter for Prometheus.
   *
   * @default - `vllm:num_requests_waiting` of the Pods, at 5 each; it needs a metrics adapter for Prometheus
   */
  readonly metrics?: k8s.MetricSpecV2[];

  /**
   * How fast the number changes.
   *
   * @default - the cluster's
   */
  readonly behavior?: k8s.HorizontalPodAutoscalerBehaviorV2;
}

/** How many Pods a drain of nodes may take away at once. */
export interface DisruptionBudgetProps {
  /**
   * Make a PodDisruptionBudget.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Minimum number of replicas that stay. With one replica a budget of 1 blocks every drain of its node. A whole number
   * from 0 to 1000.
   *
   * @default - maxUnavailable decides
   */
  readonly minAvailable?: number;

  /**
   * Maximum number of replicas away. A whole number from 0 to 1000.
   *
   * @default - 1, unless minAvailable is set
   */
  readonly maxUnavailable?: number;
}

/** Who may connect to the Pods. */
export interface NetworkPolicyProps {
  /**
   * Make a NetworkPolicy: only the port of the server stays open.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Who may connect to the server's port; everybody without it. Every other port is closed to all.
   *
   * @default - everybody
   */
  readonly ingressFrom?: k8s.NetworkPolicyPeer[];
}

/** Let the Prometheus operator read metrics. */
export interface ServiceMonitorProps {
  /**
   * Make a ServiceMonitor. caiOptions must let "^/metrics$" pass: TNG refuses plain HTTP otherwise.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Seconds between two readings. A whole number from 1 to 3600.
   *
   * @default Duration.seconds(30)
   */
  readonly intervalSeconds?: Duration;

  /**
   * Labels by which a Prometheus chooses its monitors.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;
}

/** The Pods of an inference service, beside their container. */
export interface InferencePodProps {
  /**
   * Secrets for private registries, as [{name: …}].
   *
   * @default - none
   */
  readonly imagePullSecrets?: k8s.LocalObjectReference[];

  /**
   * How many Pods serve. Not used with autoscaling. A whole number from 0 to 1000.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Labels of the nodes that may run the Pods. The default is the label with which the document marks its confidential
   * GPU nodes.
   *
   * @default {"ack.aliyun.com/nvidia-driver-version":"550.144.03"}
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Taints that the Pods tolerate.
   *
   * @default - none
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * Affinity of the Pods.
   *
   * @default - none
   */
  readonly affinity?: k8s.Affinity;

  /**
   * How the Pods spread over the cluster.
   *
   * @default - the cluster's default
   */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];

  /**
   * RuntimeClass of the Pods.
   *
   * @default - the node's default
   */
  readonly runtimeClassName?: string;

  /**
   * PriorityClass of the Pods.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;

  /**
   * ServiceAccount of the Pods. No token is mounted.
   *
   * @default - the namespace's default
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * More annotations of the Pods.
   *
   * @default - none
   */
  readonly podAnnotations?: Record<string, string>;

  /**
   * More labels of the Pods.
   *
   * @default - none
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Security context of the Pods. It holds for the injected sidecars too, which need root: prefer securityContext.
   *
   * @default - none
   */
  readonly podSecurityContext?: k8s.PodSecurityContext;
}

/** A confidential inference service. */
export interface ConfidentialVllmProps extends VllmServerProps, InferencePodProps {
  /** How the Pods are made confidential. */
  readonly caiOptions: CaiOptions;

  /**
   * Where the encrypted model lies in OSS and how it is reached.
   *
   * @default - `existingClaim` is given
   */
  readonly oss?: OssProps;

  /**
   * An existing claim with the encrypted model, of any CSI driver, instead of `oss`. The option cipher-text-volume must
   * name it.
   *
   * @default - a claim is made for the bucket of `oss`
   */
  readonly existingClaim?: IPersistentVolumeClaim;

  /**
   * The Service. A load balancer must be one of layer 4.
   *
   * @default - a LoadBalancer on port 8080
   */
  readonly service?: ServiceProps;

  /**
   * Scale by demand.
   *
   * @default - a fixed number of replicas
   */
  readonly autoscaling?: AutoscalingProps;

  /**
   * How many Pods a drain of nodes may take away at once.
   *
   * @default - no budget
   */
  readonly podDisruptionBudget?: DisruptionBudgetProps;

  /**
   * Who may connect to the Pods.
   *
   * @default - everybody
   */
  readonly networkPolicy?: NetworkPolicyProps;

  /**
   * Let the Prometheus operator read metrics.
   *
   * @default - no monitor
   */
  readonly serviceMonitor?: ServiceMonitorProps;

  /**
   * Name of the Deployment, and first part of the names of what belongs to it.
   *
   * @default - "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`, which tells installations in one namespace apart. It can never
   * change.
   *
   * @default - the `name`
   */
  readonly instance?: string;
}

/** How many Pods of a Deployment serve, by demand. */
export interface InferenceAutoscalerProps {
  /**
   * Minimum number of replicas. A whole number from 1 to 1000.
   *
   * @default 1
   */
  readonly minReplicas?: number;

  /**
   * Maximum number of replicas. A whole number from 1 to 1000.
   *
   * @default 3
   */
  readonly maxReplicas?: number;

  /**
   * What is measured. The default needs a metrics adapter for Prometheus.
   *
   * @default - `vllm:num_requests_waiting` of the Pods, at 5 each; it needs a metrics adapter for Prometheus
   */
  readonly metrics?: k8s.MetricSpecV2[];

  /**
   * How fast the number changes.
   *
   * @default - the cluster's
   */
  readonly behavior?: k8s.HorizontalPodAutoscalerBehaviorV2;

  /**
   * Name of the Deployment, and of the autoscaler.
   *
   * @default - "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`, which tells installations in one namespace apart. It can never
   * change.
   *
   * @default - the `name`
   */
  readonly instance?: string;
}

/** A Deployment of vLLM whose Pods are confidential. */
export interface InferenceDeploymentProps extends VllmServerProps, InferencePodProps {
  /** The options with which the Pods ask to be confidential. */
  readonly caiOptions: CaiOptions;

  /** The claim with the encrypted model; the options must name it. */
  readonly claim: IPersistentVolumeClaim;

  /**
   * Leave the number of replicas to an autoscaler.
   *
   * @default false
   */
  readonly autoscaled?: boolean;

  /**
   * A text that changes when the access key of the volume does, so that the Pods roll.
   *
   * @default - a changed key reaches Pods when they start
   */
  readonly secretChecksum?: string;

  /**
   * Name of the Deployment.
   *
   * @default - "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`, which tells installations in one namespace apart. It can never
   * change.
   *
   * @default - the `name`
   */
  readonly instance?: string;
}

/** How many Pods of a Deployment a drain of nodes may take away at once. */
export interface InferenceDisruptionBudgetProps {
  /**
   * Minimum number of replicas that stay. With one replica a budget of 1 blocks every drain of its node. A whole number
   * from 0 to 1000.
   *
   * @default - maxUnavailable decides
   */
  readonly minAvailable?: number;

  /**
   * Maximum number of replicas away. A whole number from 0 to 1000.
   *
   * @default - 1, unless minAvailable is set
   */
  readonly maxUnavailable?: number;

  /**
   * Name of the Deployment, and of the budget.
   *
   * @default - "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`, which tells installations in one namespace apart. It can never
   * change.
   *
   * @default - the `name`
   */
  readonly instance?: string;
}

/** Who may connect to the Pods of a Deployment. */
export interface InferenceNetworkPolicyProps {
  /**
   * Who may connect to the server's port; everybody without it. Every other port is closed to all.
   *
   * @default - everybody
   */
  readonly ingressFrom?: k8s.NetworkPolicyPeer[];

  /**
   * Name of the Deployment, and of the policy.
   *
   * @default - "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`, which tells installations in one namespace apart. It can never
   * change.
   *
   * @default - the `name`
   */
  readonly instance?: string;
}

/** A Service, and which Pods it reaches. */
export interface InferenceServiceProps {
  /**
   * Type of the Service. One of "LoadBalancer", "NodePort", "ClusterIP".
   *
   * @default ServiceType.LOAD_BALANCER
   */
  readonly type?: ServiceType;

  /**
   * Port of the Service. A whole number from 1 to 65535.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * Annotations, by which clouds configure load balancers.
   *
   * @default - none
   */
  readonly annotations?: Record<string, string>;

  /**
   * Which controller makes the load balancer, as alibabacloud.com/nlb does on ACK. A Service keeps the one that it was
   * made with.
   *
   * @default - the cluster's default
   */
  readonly loadBalancerClass?: string;

  /**
   * Networks that may use the load balancer, as CIDRs; all without it.
   *
   * @default - all
   */
  readonly loadBalancerSourceRanges?: string[];

  /**
   * Whether a load balancer gets node ports, too. One that reaches Pods directly needs none.
   *
   * @default - the cluster's (true)
   */
  readonly allocateLoadBalancerNodePorts?: boolean;

  /**
   * SingleStack, PreferDualStack or RequireDualStack.
   *
   * @default - the cluster's (SingleStack)
   */
  readonly ipFamilyPolicy?: string;

  /**
   * IPv4, IPv6 or both, the first first.
   *
   * @default - the cluster's
   */
  readonly ipFamilies?: string[];

  /**
   * Where nodes send what comes from outside; for load balancers and node ports.
   *
   * @default - the cluster's (Cluster)
   */
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;

  /**
   * First part of the Service's name, which ends in `-svc`.
   *
   * @default - "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`, which tells installations in one namespace apart. It can never
   * change.
   *
   * @default - the `name`
   */
  readonly instance?: string;
}

/** How Prometheus reads the metrics of a Service. */
export interface InferenceServiceMonitorProps {
  /**
   * Seconds between two readings. A whole number from 1 to 3600.
   *
   * @default Duration.seconds(30)
   */
  readonly intervalSeconds?: Duration;

  /**
   * Labels by which a Prometheus chooses its monitors.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Name of the Deployment, and of the monitor.
   *
   * @default - "cai-vllm"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`, which tells installations in one namespace apart. It can never
   * change.
   *
   * @default - the `name`
   */
  readonly instance?: string;
}
