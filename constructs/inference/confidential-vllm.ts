import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { and, asProps, named, namesParts, only, or, resourceWhen, settle, withPropsPath, type Input } from '../../helm';
import { identityOf } from '../kubernetes/labels';
import type { CaiOptions } from '../options/cai-options';
import { refuseHiddenMetrics } from '../options/metrics-way';
import { modelStorage } from '../storage/model-storage';
import type { OssModelVolume } from '../storage/oss-model-volume';
import { serverPort } from '../vllm/schema';
import { InferenceAutoscaler } from './autoscaler';
import { InferenceDeployment } from './deployment';
import { InferenceDisruptionBudget } from './disruption-budget';
import { InferenceNetworkPolicy } from './network-policy';
import type { ConfidentialVllmProps } from './props';
import { readsVllm, refuseSharesOfNothing } from './metric-rules';
import { confidentialVllm, defaultName, inferenceDeployment, type ServiceInputs } from './schema';
import { InferenceService } from './service';
import { InferenceServiceMonitor } from './service-monitor';

/**
 * A vLLM service in which neither the cloud nor the cluster's operator sees the model, the prompts or the answers: the
 * model lies encrypted in object storage, its key comes from Trustee after attestation, and requests are encrypted up to
 * the Pod. The CAI webhook must be installed in the cluster.
 */
export class ConfidentialVllm extends Construct {
  /** The Deployment. */
  public readonly apiObject: ApiObject;

  /** The server. */
  public readonly deployment: InferenceDeployment;

  /** The Service. */
  public readonly service: InferenceService;

  /** Name of the Service. */
  public readonly serviceName: string;

  /** Base URL within the cluster, for a TNG client. */
  public readonly endpoint: string;

  /** Name of the claim with the encrypted model. */
  public readonly claimName: string;

  /** The encrypted model, where the construct makes its volume. */
  public readonly modelVolume?: OssModelVolume;

  public constructor(scope: Construct, id: string, props: ConfidentialVllmProps) {
    super(scope, id);
    const p = settle(this, confidentialVllm, props);
    const { name, instance } = identityOf(p, defaultName);
    const identity = { name: named('fullname', name, this), instance };
    const { cipherTextVolume } = p.caiOptions as CaiOptions;
    const storage = modelStorage(this, { given: props, storages: p, claimName: cipherTextVolume, ...identity });
    const { claimName, secretChecksum } = storage;
    this.modelVolume = storage.volume;

    this.deployment = new InferenceDeployment(
      this,
      'deployment',
      asProps({
        ...only(inferenceDeployment, p),
        ...identity,
        claim: claimName,
        secretChecksum,
        autoscaled: p.autoscaling.enabled,
      }),
    );
    this.apiObject = this.deployment.apiObject;
    this.node.defaultChild = this.deployment;
    this.service = withPropsPath(
      new InferenceService(this, 'service', asProps({ ...p.service, ...identity })),
      'service',
    );
    const parts = {
      autoscaling: InferenceAutoscaler,
      podDisruptionBudget: InferenceDisruptionBudget,
      networkPolicy: InferenceNetworkPolicy,
      serviceMonitor: InferenceServiceMonitor,
    } as const;
    for (const [key, Part] of Object.entries(parts)) {
      const { enabled, ...told }: { enabled: Input<boolean> } = { ...p[key as keyof typeof parts] };
      resourceWhen(enabled, () => withPropsPath(new Part(this, key, asProps({ ...told, ...identity })), key));
    }

    this.refuseBlindMetrics(p);
    namesParts(this, { name: 'name', claimName: 'caiOptions.cipher-text-volume' });
    this.serviceName = this.service.name;
    this.endpoint = this.service.endpoint;
    this.claimName = claimName as string;
  }

  /** Refuses an autoscaler and a monitor that would never see a number. */
  private refuseBlindMetrics({ autoscaling, serviceMonitor, resources, caiOptions }: ServiceInputs): void {
    const { enabled, metrics } = autoscaling;
    refuseSharesOfNothing(this, enabled, metrics, resources);
    const areRead = or(serviceMonitor.enabled, and(enabled, readsVllm(metrics)));
    refuseHiddenMetrics(this, (caiOptions as CaiOptions).json, areRead, serverPort);
  }
}
