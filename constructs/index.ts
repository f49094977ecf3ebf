export { CaiOptions, type CaiOptionsProps, type CaiSecurePort } from './options/cai-options';
export { CaiInjection, type CaiInjectionProps } from './sidecars/cai-injection';
export { CaiWebhook } from './webhook/cai-webhook';
export { ConfidentialVllm, type ConfidentialVllmProps } from './inference/confidential-vllm';
export { OssAuthType, OssFuseType } from './storage/oss-driver';
export { OssModelVolume } from './storage/oss-model-volume';
export type { OssModelVolumeProps } from './storage/oss-props';
export type { SidecarProps, SidecarSetProps, SidecarTemplatesProps } from './sidecars/props';
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
export { VllmAutoscaler, type VllmAutoscalerProps } from './inference/autoscaler';
export { VllmDeployment, type VllmDeploymentProps } from './inference/deployment';
export { VllmDisruptionBudget, type VllmDisruptionBudgetProps } from './inference/disruption-budget';
export { VllmNetworkPolicy, type VllmNetworkPolicyProps } from './inference/network-policy';
export type { VllmFlags } from './vllm/flags-props';
export type { ApiKeyProps, ImageProps, ModelProps, ProbeProps, ProbesProps } from './vllm/parts';
export type { VllmServerProps } from './vllm/server-props';
export { VllmService, type VllmServiceProps } from './inference/service';
export { VllmServiceMonitor, type VllmServiceMonitorProps } from './inference/service-monitor';
export {
  IssuerKind,
  LogLevel,
  type CaiWebhookProps,
  type CertificateProps,
  type CertManagerProps,
  type IssuerProps,
  type WebhookAlertsProps,
  type WebhookDisruptionBudgetProps,
  type WebhookImageProps,
  type WebhookNetworkPolicyProps,
  type WebhookServiceMonitorProps,
} from './webhook/props';
