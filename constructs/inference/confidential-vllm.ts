import type { ApiObject } from 'cdk8s';
import { PersistentVolumeClaim, type IPersistentVolumeClaim } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { withPropsPath, named, namesParts, orElse, addRule, resourceWhen, asInputs, type Input } from '../../helm';
import type { CaiOptions } from '../options/cai-options';
import { constructProblems } from '../problems';
import { OssModelVolume } from '../storage/oss-model-volume';
import type { OssModelVolumeProps } from '../storage/oss-props';
import { VllmAutoscaler, type VllmAutoscalerProps } from './autoscaler';
import { VllmDeployment } from './deployment';
import { VllmDisruptionBudget, type VllmDisruptionBudgetProps } from './disruption-budget';
import { VllmNetworkPolicy, type VllmNetworkPolicyProps } from './network-policy';
import { defaultName } from '../vllm/defaults';
import type { VllmServerProps } from '../vllm/server-props';
import { VllmService, type VllmServiceProps } from './service';
import { VllmServiceMonitor, type VllmServiceMonitorProps } from './service-monitor';

/** A confidential inference service. */
export interface ConfidentialVllmProps extends VllmServerProps {
  /** How the Pods are made confidential. */
  readonly caiOptions: CaiOptions;

  /**
   * Where the encrypted model lies. The claim gets the name that the options give it.
   *
   * @default - `claim` is given
   */
  readonly oss?: OssModelVolumeProps;

  /**
   * An existing claim with the encrypted model, which the options must name.
   *
   * @default - a volume is made from `oss`
   */
  readonly claim?: IPersistentVolumeClaim;

  /**
   * How clients reach the service.
   *
   * @default - a LoadBalancer on port 8080
   */
  readonly service?: VllmServiceProps;

  /**
   * Scale by demand.
   *
   * @default - a fixed number of `replicas`
   */
  readonly autoscaling?: VllmAutoscalerProps;

  /**
   * How many Pods a drain of nodes may take away at once.
   *
   * @default - no budget
   */
  readonly podDisruptionBudget?: VllmDisruptionBudgetProps;

  /**
   * Who may connect to the Pods.
   *
   * @default - everybody
   */
  readonly networkPolicy?: VllmNetworkPolicyProps;

  /**
   * Let the Prometheus operator read metrics.
   *
   * @default - no monitor
   */
  readonly serviceMonitor?: VllmServiceMonitorProps;
}

/**
 * A vLLM service in which neither the cloud nor the cluster's operator sees the model, the prompts or the answers: the
 * model lies encrypted in OSS, its key comes from Trustee after attestation, and requests are encrypted up to the Pod.
 * The CAI webhook must be installed in the cluster.
 */
export class ConfidentialVllm extends Construct {
  /** The Deployment. */
  public readonly apiObject: ApiObject;

  /** The server. */
  public readonly deployment: VllmDeployment;

  /** The Service. */
  public readonly service: VllmService;

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
    const name = named('fullname', orElse<string>(props.name, defaultName), this) as string;
    const names = { name, instance: props.instance };
    const { caiOptions, oss } = props;
    this.refuseUnlessOneModel(props);
    // the options' name for the claim is the only one: two names would be one too many
    const claimName = caiOptions.cipherTextVolume;
    this.modelVolume = oss && withPropsPath(new OssModelVolume(this, 'oss', { ...oss, ...names, claimName }), 'oss');
    const claim = props.claim ?? PersistentVolumeClaim.fromClaimName(this, 'claim', claimName);
    const secretChecksum = this.modelVolume?.secretChecksum;
    const autoscaled = isOn(props.autoscaling);

    this.deployment = new VllmDeployment(this, 'deployment', {
      ...props,
      ...names,
      claim,
      secretChecksum,
      autoscaled: autoscaled as boolean,
    });
    this.apiObject = this.deployment.apiObject;
    this.node.defaultChild = this.deployment;
    this.service = withPropsPath(new VllmService(this, 'service', { ...props.service, ...names }), 'service');
    this.part(autoscaled, 'autoscaling', (key) => new VllmAutoscaler(this, key, { ...props.autoscaling, ...names }));
    this.part(
      isOn(props.podDisruptionBudget),
      'podDisruptionBudget',
      (key) => new VllmDisruptionBudget(this, key, { ...props.podDisruptionBudget, ...names }),
    );
    this.part(
      isOn(props.networkPolicy),
      'networkPolicy',
      (key) => new VllmNetworkPolicy(this, key, { ...props.networkPolicy, ...names }),
    );
    this.part(
      isOn(props.serviceMonitor),
      'serviceMonitor',
      (key) => new VllmServiceMonitor(this, key, { ...props.serviceMonitor, ...names }),
    );

    namesParts(this, { name: 'name', claimName: 'caiOptions.cipher-text-volume' });
    this.serviceName = this.service.name;
    this.endpoint = this.service.endpoint;
    this.claimName = claim.name;
  }

  private refuseUnlessOneModel({ oss, claim }: ConfidentialVllmProps): void {
    addRule(this, {
      kind: constructProblems.oneModel,
      path: 'oss',
      failsWhen: (oss === undefined) === (claim === undefined),
      message:
        oss === undefined
          ? 'and claim are both missing; give one of them'
          : 'and claim are both given; give one of them',
    });
  }

  private part(test: Input<boolean>, key: string, make: (key: string) => Construct): void {
    resourceWhen(test, () => withPropsPath(make(key), key));
  }
}

/** Whether an optional part is wanted: it is given, and not switched off. */
function isOn(part: { readonly enabled?: boolean } | undefined): Input<boolean> {
  return part === undefined ? false : orElse<boolean>(asInputs(part).enabled, true);
}
