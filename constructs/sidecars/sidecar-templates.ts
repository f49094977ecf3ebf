import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { orElse, asInputs, text } from '../../helm';
import { resource } from '../kubernetes/resource';
import type { SidecarSetProps } from './sidecar-props';
import { refuseSidecarMistakes, sidecarTemplatesJson } from './sidecar-set';
import { defaultWebhookName } from '../webhook/defaults';

/** The sidecars that a webhook injects. */
export interface SidecarTemplatesProps extends SidecarSetProps {
  /**
   * First part of the ConfigMap's name, which ends in `-templates`.
   *
   * @default "cai-webhook"
   */
  readonly name?: string;

  /**
   * Value of the label `app.kubernetes.io/instance`.
   *
   * @default - the `name`
   */
  readonly instance?: string;
}

/**
 * How the four sidecars are made: a ConfigMap that the webhook watches. A change reaches Pods that are created afterwards,
 * without a restart of the webhook.
 */
export class SidecarTemplates extends Construct {
  /** Key of the ConfigMap that holds the templates. */
  public static readonly KEY: string = 'templates.json';

  /** Name of the ConfigMap. */
  public readonly name: string;

  /** The ConfigMap. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, props: SidecarTemplatesProps = {}) {
    super(scope, id);
    const p = asInputs(props);
    const base = orElse<string>(p.name, defaultWebhookName);
    refuseSidecarMistakes(this, props);
    this.name = text`${base}-templates`;
    this.apiObject = resource(this, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      identity: { name: base, instance: orElse<string>(p.instance, base) },
      component: 'templates',
      name: this.name,
      data: { [SidecarTemplates.KEY]: sidecarTemplatesJson(props) },
    });
  }
}
