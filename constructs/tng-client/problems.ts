import { define } from '../../problems';

/** What can be wrong with the props of the TNG client, which are also values of the chart tng-client. */
export const clientProblems = {
  nothingOffered: define({
    notation: 'dotted',
    code: 'CAI2202',
    name: 'client-offers-nothing',
    title: 'The client has neither the proxy nor an upstream.',
    fix: 'set proxy.enabled, or name an upstream',
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
  upstreamName: define({
    notation: 'dotted',
    code: 'CAI2209',
    name: 'client-upstream-name',
    title: 'The host of an upstream is a name, and this version of TNG takes IPv4 addresses alone.',
    fix: 'write the address, use the proxy, or take TNG before 2.8.0',
  }),
} as const;
