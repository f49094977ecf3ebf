import type { ApiObject } from 'cdk8s';
import type { IPersistentVolumeClaim } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  add,
  gt,
  items,
  ne,
  not,
  orElse,
  addRule,
  all,
  spread,
  asInputs,
  omitEmpty,
  when,
  type Input,
  text,
} from '../../helm';
import { asApi } from '../../helm/kubernetes/api-names';
import { CaiOptions } from '../options/cai-options';
import { selectorLabels } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { constructProblems } from '../problems';
import { gpuCountOf, hasApiKey, memoryVolumes, startupSeconds, vllmContainer, volumeNames } from '../vllm/container';
import { defaultDrainTimeoutSeconds, defaultName, defaultNodeSelector, serverPort } from '../vllm/defaults';
import type { VllmServerProps } from '../vllm/server-props';
import { refuseServerMistakes } from '../vllm/rules';

/** A vLLM Deployment whose Pods are confidential. */
export interface VllmDeploymentProps extends VllmServerProps {
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
}

/** Time beyond the drain in which the server may end by itself. */
const shutdownSeconds = 30;

/** Time beyond the start of the server in which a node may fetch the image. */
const imagePullSeconds = 900;

/**
 * The vLLM server: a Deployment whose Pods ask to be confidential. With GPUs, an update stops a Pod before it starts the
 * next: on a full node a surge would wait for ever.
 */
export class VllmDeployment extends Construct {
  /** Name of the Deployment. */
  public readonly name: string;

  /** The Deployment. */
  public readonly apiObject: ApiObject;

  /** Labels that select the Pods. */
  public readonly selector: Record<string, string>;

  /** Port of the container. */
  public readonly port: number = serverPort;

  public constructor(scope: Construct, id: string, props: VllmDeploymentProps) {
    super(scope, id);
    const p = asInputs(props);
    const name = orElse<string>(p.name, defaultName);
    const identity = { name, instance: orElse<string>(p.instance, name) };
    props.caiOptions._reportTo(this);
    refuseServerMistakes(this, p);
    this.refuseOtherClaim(p.claim.name, props.caiOptions.cipherTextVolume);

    const selector = selectorLabels(identity);
    this.apiObject = resource(this, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      identity,
      component: 'inference',
      spec: {
        replicas: when(not(orElse<boolean>(p.autoscaled, false)), orElse<number>(p.replicas, 1)),
        selector: { matchLabels: selector },
        strategy: when(
          gt(gpuCountOf(p), 0),
          { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
          { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        ),
        // a model that is still loading is no failed rollout
        progressDeadlineSeconds: add(startupSeconds(p), imagePullSeconds),
        template: {
          metadata: {
            labels: { ...spread(p.podLabels), ...selector, ...props.caiOptions.labels() },
            annotations: {
              ...spread(p.podAnnotations),
              [CaiOptions.ANNOTATION]: props.caiOptions.json,
              'checksum/oss-secret': p.secretChecksum,
            },
          },
          spec: this.podSpec(p),
        },
      },
    });
    this.name = name as string;
    this.selector = selector as Record<string, string>;
  }

  private podSpec(p: Input<VllmDeploymentProps>): Record<string, unknown> {
    const drainTimeoutSeconds = orElse<number>(p.drainTimeoutSeconds, defaultDrainTimeoutSeconds);
    return {
      containers: [vllmContainer(p, drainTimeoutSeconds)],
      volumes: this.volumes(p),
      terminationGracePeriodSeconds: add(drainTimeoutSeconds, shutdownSeconds),
      // a Service called vllm would set VLLM_PORT, which stops the server
      enableServiceLinks: false,
      automountServiceAccountToken: false,
      serviceAccountName: p.serviceAccount?.name,
      imagePullSecrets: omitEmpty(asApi(p.imagePullSecrets) ?? []),
      nodeSelector: omitEmpty(p.nodeSelector ?? defaultNodeSelector),
      affinity: omitEmpty(asApi(p.affinity) ?? {}),
      tolerations: omitEmpty(asApi(p.tolerations) ?? []),
      topologySpreadConstraints: omitEmpty(asApi(p.topologySpreadConstraints) ?? []),
      runtimeClassName: p.runtimeClassName,
      priorityClassName: p.priorityClassName,
      securityContext: omitEmpty(asApi(p.podSecurityContext) ?? {}),
    };
  }

  private volumes(p: Input<VllmDeploymentProps>): unknown {
    const [sharedMemory, temporary] = memoryVolumes(p);
    return items(
      { name: volumeNames.model, persistentVolumeClaim: { claimName: p.claim.name, readOnly: true } },
      { name: volumeNames.sharedMemory, emptyDir: { medium: 'Memory', sizeLimit: sharedMemory } },
      { name: volumeNames.temporary, emptyDir: { medium: 'Memory', sizeLimit: temporary } },
      when(hasApiKey(p), () => ({
        name: volumeNames.apiKey,
        secret: {
          secretName: p.apiKey?.existingSecret.name,
          items: [{ key: orElse<string>(p.apiKey?.key, 'api-key'), path: 'api-key' }],
        },
      })),
      all(asApi(p.extraVolumes) ?? []),
    );
  }

  private refuseOtherClaim(claim: Input<string>, named: Input<string>): void {
    if (claim === named) return;
    addRule(this, {
      kind: constructProblems.otherClaim,
      path: 'caiOptions.cipher-text-volume',
      failsWhen: ne(claim, named),
      message: text`is ${named} but the Pods mount ${claim}; name the same claim in both`,
    });
  }
}
