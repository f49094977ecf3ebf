import { define } from '../../problems';

/** What can be wrong with the props of the TNG client, which are also values of the chart tng-client. */
export const clientProblems = {
  trusteeAddress: define({
    notation: 'dotted',
    code: 'CAI2201',
    name: 'client-trustee-address',
    title: 'The address of Trustee is no base URL. The client would verify nobody, and would not start.',
    fix: 'write the base URL as the options of the Pods have it, as in https://trustee.example.com:8081/api',
  }),
  nothingOffered: define({
    notation: 'dotted',
    code: 'CAI2202',
    name: 'client-offers-nothing',
    title: 'The client has neither the proxy nor an upstream.',
    fix: 'set proxy.enabled, or name an upstream',
  }),
  portTaken: define({
    notation: 'dotted',
    code: 'CAI2203',
    name: 'client-port-taken',
    title: 'Two of the proxy, the upstreams and the control interface would listen on one port.',
    fix: 'give each a port of its own',
  }),
  nameTaken: define({
    notation: 'dotted',
    code: 'CAI2204',
    name: 'client-name-taken',
    title: 'Two ports of the Service would have one name.',
    fix: 'give each upstream a name of its own',
  }),
  upstreamHost: define({
    notation: 'dotted',
    code: 'CAI2205',
    name: 'client-upstream-host',
    title: 'The host of an upstream is no name and no IPv4 address.',
    fix: 'write the host alone, without scheme, port and path, as in inference.example.com',
  }),
  certificateSource: define({
    notation: 'dotted',
    code: 'CAI2206',
    name: 'client-certificate-source',
    title: 'Certificates are to come from a ConfigMap and from a Secret at once.',
    fix: 'name one of the two',
  }),
  version: define({
    notation: 'dotted',
    code: 'CAI2207',
    name: 'client-version',
    title: 'The tag of the image belongs to no version set, so that nobody knows which protocol TNG speaks.',
    fix: 'take a tag of a version set, or set versionSet',
  }),
  upstreamName: define({
    notation: 'dotted',
    code: 'CAI2209',
    name: 'client-upstream-name',
    title: 'The host of an upstream is a name, and this version of TNG takes IPv4 addresses alone.',
    fix: 'write the address, use the proxy, or take TNG before 2.8.0',
  }),
} as const;
