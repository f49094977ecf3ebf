export { CaiOptions } from './options/cai-options';
export type { CaiOptionsProps, CaiSecurePort } from './options/props';
export { CaiInjection } from './sidecars/cai-injection';
export { CaiWebhook } from './webhook/cai-webhook';
export { ConfidentialVllm } from './inference/confidential-vllm';
export { OssModelVolume } from './storage/oss-model-volume';
export { OssAuthType, OssFuseType, type OssModelVolumeProps, type OssProps } from './storage/props';
export type { CaiInjectionProps, SidecarProps, SidecarSetProps, SidecarTemplatesProps } from './sidecars/props';
export { SidecarTemplates } from './sidecars/sidecar-templates';
export { TngClient } from './tng-client/tng-client';
export {
  VersionSet,
  type CertificateSourceProps,
  type ClientDisruptionBudgetProps,
  type ClientImageProps,
  type ClientNetworkPolicyProps,
  type ClientProxyProps,
  type ClientServiceProps,
  type ClientTrusteeProps,
  type ClientUpstream,
  type TngClientProps,
} from './tng-client/props';
export { InferenceAutoscaler } from './inference/autoscaler';
export { InferenceDeployment } from './inference/deployment';
export { InferenceDisruptionBudget } from './inference/disruption-budget';
export { InferenceNetworkPolicy } from './inference/network-policy';
export {
  ExternalTrafficPolicy,
  type AutoscalingProps,
  type ConfidentialVllmProps,
  type DisruptionBudgetProps,
  type InferenceAutoscalerProps,
  type InferenceDeploymentProps,
  type InferenceDisruptionBudgetProps,
  type InferenceNetworkPolicyProps,
  type InferencePodProps,
  type InferenceServiceMonitorProps,
  type InferenceServiceProps,
  type NetworkPolicyProps,
  type ServiceMonitorProps,
  type ServiceProps,
} from './inference/props';
export { InferenceService } from './inference/service';
export { InferenceServiceMonitor } from './inference/service-monitor';
export {
  ModelDtype,
  ProbeHandler,
  type ApiKeyProps,
  type ModelProps,
  type ProbeProps,
  type ProbesProps,
  type VllmImageProps,
  type VllmServerProps,
} from './vllm/props';
export {
  LogLevel,
  type CaiWebhookProps,
  type CertificateProps,
  type CertManagerProps,
  type IssuerProps,
  type WebhookAlertsProps,
  type WebhookAuthoritiesProps,
  type WebhookDisruptionBudgetProps,
  type WebhookPortsProps,
  type WebhookImageProps,
  type WebhookNetworkPolicyProps,
  type WebhookServiceMonitorProps,
  type WebhookTrusteeProps,
} from './webhook/props';
