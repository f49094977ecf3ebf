import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { orElse, settle, text } from '../../helm';
import { refuseAuthorities } from '../options/authority-rules';
import { resource } from '../kubernetes/resource';
import type { SidecarTemplatesProps } from './props';
import { defaultWebhookName, sidecarTemplates } from './schema';
import { refuseSidecarMistakes, sidecarTemplatesJson } from './sidecar-set';

/** Props whose authorities their maker has checked, at the place where its own user wrote them. */
export const checkedByMaker = new WeakSet<object>();

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
    const p = settle(this, sidecarTemplates, props);
    const base = orElse<string>(p.name, defaultWebhookName);
    refuseSidecarMistakes(this, p);
    if (!checkedByMaker.has(props)) refuseAuthorities(this, 'trusteeAuthorities', p.trusteeAuthorities);
    this.name = text`${base}-templates`;
    this.apiObject = resource(this, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      identity: { name: base, instance: orElse<string>(p.instance, base) },
      component: 'templates',
      name: this.name,
      data: { [SidecarTemplates.KEY]: sidecarTemplatesJson(p, p.trusteeAuthorities) },
    });
  }
}
