export { CaiOptions, type CaiOptionsProps, type CaiSecurePort } from './cai-options';
export { CaiInjection, type CaiInjectionProps } from './cai-injection';
export { CaiWebhook } from './cai-webhook';
export type { CaiWebhookProps } from './cai-webhook-props';
export { ConfidentialVllm, type ConfidentialVllmProps } from './confidential-vllm';
export { OssAuthType, OssFuseType } from './oss-driver';
export { OssModelVolume } from './oss-model-volume';
export type { OssModelVolumeProps } from './oss-props';
export type { SidecarProps, SidecarSetProps } from './sidecar-props';
export { SidecarTemplates, type SidecarTemplatesProps } from './sidecar-templates';
export { TngClient } from './tng-client';
export type {
  CertificateSourceProps,
  ClientDisruptionBudgetProps,
  ClientImageProps,
  ClientNetworkPolicyProps,
  ClientProxyProps,
  ClientServiceProps,
  ClientTrusteeProps,
  ClientUpstream,
} from './tng-client-parts';
export type { TngClientProps } from './tng-client-props';
export { VllmAutoscaler, type VllmAutoscalerProps } from './vllm-autoscaler';
export { VllmDeployment, type VllmDeploymentProps } from './vllm-deployment';
export { VllmDisruptionBudget, type VllmDisruptionBudgetProps } from './vllm-disruption-budget';
export { VllmNetworkPolicy, type VllmNetworkPolicyProps } from './vllm-network-policy';
export type { VllmFlags } from './vllm-flags-props';
export type { ApiKeyProps, ImageProps, ModelProps, ProbeProps, ProbesProps } from './vllm-parts';
export type { VllmServerProps } from './vllm-props';
export { VllmService, type VllmServiceProps } from './vllm-service';
export { VllmServiceMonitor, type VllmServiceMonitorProps } from './vllm-service-monitor';
export type {
  CertificateProps,
  CertManagerProps,
  IssuerProps,
  WebhookAlertsProps,
  WebhookDisruptionBudgetProps,
  WebhookImageProps,
  WebhookNetworkPolicyProps,
  WebhookServiceMonitorProps,
} from './webhook-parts';
