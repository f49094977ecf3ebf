import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { omitEmpty, type Input } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { selectorLabels } from './labels';
import { resource, type Owned } from './resource';

/** Ports that stay open, and to whom. */
interface OpenPorts {
  /** Entries of the rule, each as {@link tcp} makes it. */
  readonly ports: unknown;
  /** Everybody, where it is empty. */
  readonly from: unknown;
}

/** Who may connect, as users say it. */
export function peers(description: string) {
  return kubernetes.networkPolicyPeers.default([]).meta({ description, without: 'everybody' });
}

/** A port in a rule. */
export function tcp(port: Input<number>): Record<string, unknown> {
  return { port, protocol: 'TCP' };
}

/** Leaves only these ports of the Pods of a service open, and those to chosen peers. */
export function networkPolicy(construct: Construct, owned: Owned, open: readonly OpenPorts[]): ApiObject {
  const { identity, component } = owned;
  return resource(construct, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    ...owned,
    spec: {
      podSelector: { matchLabels: selectorLabels(identity, component) },
      policyTypes: ['Ingress'],
      ingress: open.map(({ ports, from }) => ({ ports, from: omitEmpty(from) })),
    },
  });
}
