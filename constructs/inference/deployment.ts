import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  add,
  addRule,
  all,
  and,
  gt,
  items,
  ne,
  not,
  omitEmpty,
  settle,
  spread,
  text,
  when,
  type Input,
} from '../../helm';
import { podProblems } from '../../injection';
import { identityOf, selectorLabels } from '../kubernetes/labels';
import { affinityOfOwnPods, spreadOfOwnPods } from '../kubernetes/own-pods';
import { resource } from '../kubernetes/resource';
import { CaiOptions } from '../options/cai-options';
import { isSound } from '../options/option-rules';
import { hasApiKey, startupSeconds, vllmContainer, volumeNames } from '../vllm/container';
import { refuseServerMistakes } from '../vllm/rules';
import { serverPort } from '../vllm/schema';
import type { InferenceDeploymentProps } from './props';
import { defaultName, inferenceDeployment, type DeploymentInputs } from './schema';

/** Time beyond the drain in which the server may end by itself. */
const shutdownSeconds = 30;

/** Time beyond the start of the server in which a node may fetch the image. */
const imagePullSeconds = 900;

/**
 * The vLLM server: a Deployment whose Pods ask to be confidential. With GPUs, an update stops a Pod before it starts the
 * next: on a full node a surge would wait for ever.
 */
export class InferenceDeployment extends Construct {
  /** Name of the Deployment. */
  public readonly name: string;

  /** The Deployment. */
  public readonly apiObject: ApiObject;

  /** Labels that select the Pods. */
  public readonly selector: Record<string, string>;

  /** Port of the container. */
  public readonly port: number = serverPort;

  public constructor(scope: Construct, id: string, props: InferenceDeploymentProps) {
    super(scope, id);
    const p = settle(this, inferenceDeployment, props);
    const identity = identityOf(p, defaultName);
    const caiOptions = p.caiOptions as CaiOptions;
    caiOptions._reportTo(this);
    refuseServerMistakes(this, p);
    this.refuseOtherClaim(p.claim, caiOptions._claimAsWritten);

    const selector = selectorLabels(identity);
    this.apiObject = resource(this, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      identity,
      component: 'inference',
      spec: {
        replicas: when(not(p.autoscaled), p.replicas),
        selector: { matchLabels: selector },
        strategy: when(
          gt(p.gpuCount, 0),
          { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
          { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        ),
        // a model that is still loading is no failed rollout
        progressDeadlineSeconds: add(startupSeconds(p), imagePullSeconds),
        template: {
          metadata: {
            labels: { ...spread(p.podLabels), ...selector, ...caiOptions.labels() },
            annotations: {
              ...spread(p.podAnnotations),
              [CaiOptions.ANNOTATION]: caiOptions.json,
              'checksum/oss-secret': p.secretChecksum,
            },
          },
          spec: this.podSpec(p, selector),
        },
      },
    });
    this.name = identity.name as string;
    this.selector = selector as Record<string, string>;
  }

  private podSpec(p: DeploymentInputs, selector: Record<string, unknown>): Record<string, unknown> {
    return {
      containers: [vllmContainer(p)],
      volumes: this.volumes(p),
      terminationGracePeriodSeconds: add(p.drainTimeoutSeconds, shutdownSeconds),
      // a Service called vllm would set VLLM_PORT, which stops the server
      enableServiceLinks: false,
      automountServiceAccountToken: false,
      serviceAccountName: p.serviceAccount.name,
      imagePullSecrets: omitEmpty(p.imagePullSecrets),
      nodeSelector: omitEmpty(p.nodeSelector),
      affinity: affinityOfOwnPods(p.affinity, selector),
      tolerations: omitEmpty(p.tolerations),
      topologySpreadConstraints: spreadOfOwnPods(p.topologySpreadConstraints, selector),
      runtimeClassName: p.runtimeClassName,
      priorityClassName: p.priorityClassName,
      securityContext: omitEmpty(p.podSecurityContext),
    };
  }

  private volumes(p: DeploymentInputs): unknown {
    return items(
      { name: volumeNames.model, persistentVolumeClaim: { claimName: p.claim, readOnly: true } },
      { name: volumeNames.sharedMemory, emptyDir: { medium: 'Memory', sizeLimit: p.sharedMemory } },
      { name: volumeNames.temporary, emptyDir: { medium: 'Memory', sizeLimit: p.temporaryStorage } },
      when(hasApiKey(p), () => ({
        name: volumeNames.apiKey,
        secret: {
          secretName: p.apiKey.existingSecret,
          items: [{ key: p.apiKey.key, path: 'api-key' }],
        },
      })),
      all(p.extraVolumes),
    );
  }

  private refuseOtherClaim(claim: Input<string>, named: Input<string>): void {
    if (claim === named) return;
    addRule(this, {
      kind: podProblems.noEncryptedVolume,
      path: 'caiOptions.cipher-text-volume',
      failsWhen: and(isSound('cipher-text-volume', named), ne(claim, named)),
      isSelfGuarded: true,
      message: text`is ${named} but the Pods mount ${claim}; name the same claim in both`,
    });
  }
}
