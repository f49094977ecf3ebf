import type { InjectionPlan, SecuredPort } from '../plan/injection-plan';
import { versionSetNamed, type TngProtocol, type VersionSetName } from '../version-sets';
import { attestationSocket } from './paths';

/** An element of `add_egress`: one secured port, and the protocol of the version set. */
export type TngEgress = TngProtocol & {
  readonly netfilter: {
    readonly capture_dst: { readonly port: number };
    readonly capture_local_traffic: false;
    readonly listen_port: number;
  };
  /** TNG searches the expressions in the path: without anchors they match parts of it. */
  readonly direct_forward?: readonly { readonly http_path: string }[];
  readonly attest: { readonly aa_addr: string };
};

/** The configuration of TNG on the server side. TNG refuses keys that it does not know. */
export interface TngConfiguration {
  readonly control_interface: { readonly restful: { readonly host: string; readonly port: number } };
  readonly add_egress: readonly TngEgress[];
}

function egress({ port, listenPort, directForward }: SecuredPort, versionSet: VersionSetName): TngEgress {
  return {
    netfilter: { capture_dst: { port }, capture_local_traffic: false, listen_port: listenPort },
    ...versionSetNamed(versionSet).tngServer,
    ...(directForward.length === 0 ? {} : { direct_forward: directForward.map((path) => ({ http_path: path })) }),
    attest: { aa_addr: `unix://${attestationSocket}` },
  };
}

/** What TNG is told for a plan, in the words of the version set in use. */
export function tngConfiguration({ options, securedPorts, controlPort }: InjectionPlan): TngConfiguration {
  return {
    // the kubelet's probes come from outside the Pod
    control_interface: { restful: { host: '0.0.0.0', port: controlPort } },
    add_egress: securedPorts.map((port) => egress(port, options.versionSet)),
  };
}
