import { orElse, type Input } from '../../helm';

/** What every resource of one service is labelled with. */
export interface Identity {
  /** Name of the service, which its Deployment bears. */
  readonly name: Input<string>;
  /** Tells two installations in one namespace apart. */
  readonly instance: Input<string>;
}

interface Named {
  readonly name?: Input<string>;
  readonly instance?: Input<string>;
}

/** Name and instance of a service, from its settled props. */
export function identityOf({ name, instance }: Named, defaultName: string): Identity {
  const called = orElse<Input<string>>(name, defaultName);
  return { name: called, instance: orElse<Input<string>>(instance, called) };
}

/** The labels that select the service's Pods. They can never change: a Deployment's selector is immutable. */
export function selectorLabels({ name, instance }: Identity, component = 'inference'): Record<string, unknown> {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': instance,
    'app.kubernetes.io/component': component,
  };
}

/** Labels of a resource that belongs to the service. */
export function resourceLabels(identity: Identity, component: string): Record<string, unknown> {
  return {
    ...selectorLabels(identity, component),
    'app.kubernetes.io/part-of': 'confidential-ai',
  };
}
