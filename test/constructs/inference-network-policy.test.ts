import type { k8s } from 'cdk8s-plus-27';
import { InferenceNetworkPolicy, type InferenceNetworkPolicyProps } from '../../constructs';
import { expectGoldenFolder } from '../support/golden';
import { at, objectsOf, yamlOf, type Build } from './synthesized';

function policy(props?: InferenceNetworkPolicyProps): Build<InferenceNetworkPolicy> {
  return (chart) => new InferenceNetworkPolicy(chart, 'policy', props);
}

const peers: k8s.NetworkPolicyPeer[] = [
  { ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.128/25'] } },
  {
    namespaceSelector: { matchLabels: { team: 'chat' } },
    podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['front-end'] }] },
  },
];

test('its manifests', () => {
  expectGoldenFolder(
    'constructs/inference-network-policy',
    new Map([
      ['default.yaml', yamlOf(policy())],
      ['chosen-peers.yaml', yamlOf(policy({ name: 'qwen', instance: 'blue', ingressFrom: peers }))],
    ]),
  );
});

test('no peers mean everybody, on the port of the server alone', () => {
  const rule = { ports: [{ port: 8080, protocol: 'TCP' }] };
  for (const props of [{}, { ingressFrom: [] }]) {
    expect(at(objectsOf(policy(props))[0], 'spec', 'ingress')).toEqual([rule]);
  }
});
