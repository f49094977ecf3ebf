import { z } from 'zod';
import { struct } from '../values/shape';
import { labelSelector } from './metadata';
import { text } from './names';

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const ipv4 = `${octet}(\\.${octet}){3}`;

const group = '[0-9a-fA-F]{1,4}';
// "::" stands for at least one of the eight groups: so many before it leave so many after it
const shortened = [1, 2, 3, 4, 5, 6].map((before) => `(${group}:){1,${before}}(:${group}){1,${7 - before}}`);
const ipv6 = `(${[`(${group}:){7}${group}`, ...shortened, `(${group}:){1,7}:`, `:((:${group}){1,7}|:)`].join('|')})`;

/** A network in CIDR notation. Zeros before a number are refused, as programs differ on what they mean. */
export const cidr = text(
  `${ipv4}/([0-9]|[12][0-9]|3[0-2])|${ipv6}/([0-9]|[1-9][0-9]|1[01][0-9]|12[0-8])`,
  'an IPv4 or IPv6 network such as 10.0.0.0/8 or fd00::/8',
);

/** Networks, as in `loadBalancerSourceRanges`. */
export const cidrs = z.array(cidr);

const ipBlock = z.strictObject({ cidr, except: cidrs.optional() });

export const networkPolicyPeers = struct(
  z.array(
    z.strictObject({
      podSelector: labelSelector.optional(),
      namespaceSelector: labelSelector.optional(),
      ipBlock: ipBlock.optional(),
    }),
  ),
  'k8s.NetworkPolicyPeer[]',
);
