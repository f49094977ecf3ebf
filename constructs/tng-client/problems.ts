import type { ProblemKind } from '../../helm';

/** What can be wrong with the props of the TNG client, which are also values of the chart tng-client. */
export const clientProblems = {
  trusteeAddress: {
    code: 'CAI2201',
    name: 'client-trustee-address',
    title: 'The address of Trustee is no base URL. The client would verify nobody, and would not start.',
    fix: 'Write the base URL as the options of the Pods have it, as in https://trustee.example.com:8081/api.',
  },
  nothingOffered: {
    code: 'CAI2202',
    name: 'client-offers-nothing',
    title: 'The client has neither the proxy nor an upstream.',
    fix: 'Set proxy.enabled, or name an upstream.',
  },
  portTaken: {
    code: 'CAI2203',
    name: 'client-port-taken',
    title: 'Two of the proxy, the upstreams and the control interface would listen on one port.',
    fix: 'Give each a port of its own.',
  },
  nameTaken: {
    code: 'CAI2204',
    name: 'client-name-taken',
    title: 'Two ports of the Service would have one name.',
    fix: 'Give each upstream a name of its own.',
  },
  upstreamHost: {
    code: 'CAI2205',
    name: 'client-upstream-host',
    title: 'The host of an upstream is no name and no IPv4 address.',
    fix: 'Write the host alone, without scheme, port and path, as in inference.example.com.',
  },
  certificateSource: {
    code: 'CAI2206',
    name: 'client-certificate-source',
    title: 'Certificates are to come from a ConfigMap and from a Secret at once.',
    fix: 'Name one of the two.',
  },
  version: {
    code: 'CAI2207',
    name: 'client-version',
    title: 'The tag of the image belongs to no version set, so that nobody knows which protocol TNG speaks.',
    fix: 'Take a tag of a version set, or set versionSet.',
  },
  reservedLabel: {
    code: 'CAI2208',
    name: 'client-reserved-key',
    title: "A label or annotation of the client's own Pods that asks for protection, or that selects them.",
    fix: 'Remove it: the client is not a confidential Pod, and its labels never change.',
  },
  upstreamName: {
    code: 'CAI2209',
    name: 'client-upstream-name',
    title: 'The host of an upstream is a name, and this version of TNG takes IPv4 addresses alone.',
    fix: 'Write the address, use the proxy, or take TNG before 2.8.0.',
  },
} as const satisfies Record<string, ProblemKind>;
