import type { ChartProps } from 'cdk8s';
import { VllmService, type VllmServiceProps } from '../../constructs';
import { expectGoldenFolder } from '../support/golden';
import { at, madeBy, objectsOf, yamlOf, type Build } from './synthesized';

function service(props?: VllmServiceProps): Build<VllmService> {
  return (chart) => new VllmService(chart, 'service', props);
}

function made(props?: VllmServiceProps, chart?: ChartProps): VllmService {
  return madeBy(service(props), chart);
}

test('its manifests', () => {
  expectGoldenFolder(
    'constructs/vllm-service',
    new Map([
      ['default.yaml', yamlOf(service())],
      [
        'all-props.yaml',
        yamlOf(
          service({
            name: 'qwen',
            instance: 'blue',
            type: 'LoadBalancer',
            port: 80,
            annotations: {
              'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type': 'intranet',
            },
            loadBalancerSourceRanges: ['192.0.2.0/24'],
            externalTrafficPolicy: 'Local',
          }),
        ),
      ],
    ]),
  );
});

test('tells its name and where it is', () => {
  expect(made().name).toBe('cai-vllm-svc');
  expect(made().endpoint).toBe('http://cai-vllm-svc.space.svc:8080');
  expect(made({ name: 'qwen', port: 80 }).endpoint).toBe('http://qwen-svc.space.svc:80');
});

test('in a chart without a namespace it is in "default"', () => {
  expect(made({}, {}).endpoint).toBe('http://cai-vllm-svc.default.svc:8080');
  expect(at(made({}, {}).apiObject.toJson(), 'metadata')).not.toHaveProperty('namespace');
});

test('source ranges are for load balancers, the traffic policy for what is reached from outside', () => {
  const given = { loadBalancerSourceRanges: ['192.0.2.0/24'], externalTrafficPolicy: 'Local' };
  const specOf = (type: string): unknown => at(objectsOf(service({ ...given, type }))[0], 'spec');
  expect(specOf('LoadBalancer')).toMatchObject(given);
  expect(specOf('NodePort')).toMatchObject({ externalTrafficPolicy: 'Local' });
  expect(specOf('NodePort')).not.toHaveProperty('loadBalancerSourceRanges');
  expect(specOf('ClusterIP')).not.toHaveProperty('loadBalancerSourceRanges');
  expect(specOf('ClusterIP')).not.toHaveProperty('externalTrafficPolicy');
});

test('it selects the Pods of its name and instance', () => {
  expect(at(objectsOf(service({ name: 'qwen', instance: 'blue' }))[0], 'spec', 'selector')).toEqual({
    'app.kubernetes.io/name': 'qwen',
    'app.kubernetes.io/instance': 'blue',
    'app.kubernetes.io/component': 'inference',
  });
});

test('two stand in one chart', () => {
  const objects = objectsOf((chart) => {
    new VllmService(chart, 'a', { name: 'a' });
    new VllmService(chart, 'b', { name: 'b' });
  });
  expect(objects.map((object) => at(object, 'metadata', 'name'))).toEqual(['a-svc', 'b-svc']);
});
