import { z } from 'zod';
import { eq, omitEmpty, when, type Input } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';

/** What every Service may be told beside its type and ports. Whose words its clouds understand, they alone know. */
export const loadBalancerFields = {
  annotations: kubernetes.annotations
    .default({})
    .meta({ description: 'Annotations, by which clouds configure load balancers.' }),
  loadBalancerClass: kubernetes.qualifiedName.optional().meta({
    description:
      'Which controller makes the load balancer, as alibabacloud.com/nlb does on ACK. A Service keeps the one that it was made with.',
    example: 'alibabacloud.com/nlb',
    without: "the cluster's default",
  }),
  loadBalancerSourceRanges: kubernetes.cidrs
    .default([])
    .meta({ description: 'Networks that may use the load balancer, as CIDRs; all without it.', without: 'all' }),
  allocateLoadBalancerNodePorts: z.boolean().optional().meta({
    description: 'Whether a load balancer gets node ports, too. One that reaches Pods directly needs none.',
    example: false,
    without: "the cluster's (true)",
  }),
  ipFamilyPolicy: z
    .string()
    .regex(/^(SingleStack|PreferDualStack|RequireDualStack)$/, 'SingleStack, PreferDualStack or RequireDualStack')
    .optional()
    .meta({
      description: 'SingleStack, PreferDualStack or RequireDualStack.',
      example: 'PreferDualStack',
      without: "the cluster's (SingleStack)",
    }),
  ipFamilies: z
    .array(z.string().regex(/^IPv[46]$/, 'IPv4 or IPv6'))
    .max(2)
    .default([])
    .meta({ description: 'IPv4, IPv6 or both, the first first.', without: "the cluster's" }),
};

type LoadBalancerInputs = Input<z.infer<z.ZodObject<typeof loadBalancerFields>>> & { readonly type: Input<string> };

/** The same in the specification of the Service. The API server refuses what is about load balancers elsewhere. */
export function loadBalancerSpec(p: LoadBalancerInputs): Record<string, unknown> {
  const isBalanced = eq(p.type, 'LoadBalancer');
  return {
    loadBalancerClass: when(isBalanced, p.loadBalancerClass),
    loadBalancerSourceRanges: when(isBalanced, () => omitEmpty(p.loadBalancerSourceRanges)),
    allocateLoadBalancerNodePorts: when(isBalanced, p.allocateLoadBalancerNodePorts),
    ipFamilyPolicy: p.ipFamilyPolicy,
    ipFamilies: omitEmpty(p.ipFamilies),
  };
}
