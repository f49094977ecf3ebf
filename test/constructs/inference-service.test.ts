import type { ChartProps } from 'cdk8s';
import { ServiceType } from 'cdk8s-plus-27';
import { ExternalTrafficPolicy, InferenceService, type InferenceServiceProps } from '../../constructs';
import { expectGoldenFolder } from '../support/golden';
import { at, madeBy, objectsOf, yamlOf, type Build } from './synthesized';

function service(props?: InferenceServiceProps): Build<InferenceService> {
  return (chart) => new InferenceService(chart, 'service', props);
}

function made(props?: InferenceServiceProps, chart?: ChartProps): InferenceService {
  return madeBy(service(props), chart);
}

test('its manifests', () => {
  expectGoldenFolder(
    'constructs/inference-service',
    new Map([
      ['default.yaml', yamlOf(service())],
      [
        'all-props.yaml',
        yamlOf(
          service({
            name: 'qwen',
            instance: 'blue',
            type: ServiceType.LOAD_BALANCER,
            port: 80,
            annotations: {
              'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type': 'intranet',
            },
            loadBalancerSourceRanges: ['192.0.2.0/24'],
            externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
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
  const given = { loadBalancerSourceRanges: ['192.0.2.0/24'], externalTrafficPolicy: ExternalTrafficPolicy.LOCAL };
  const specOf = (type: ServiceType): unknown => at(objectsOf(service({ ...given, type }))[0], 'spec');
  expect(specOf(ServiceType.LOAD_BALANCER)).toMatchObject(given);
  expect(specOf(ServiceType.NODE_PORT)).toMatchObject({ externalTrafficPolicy: 'Local' });
  expect(specOf(ServiceType.NODE_PORT)).not.toHaveProperty('loadBalancerSourceRanges');
  expect(specOf(ServiceType.CLUSTER_IP)).not.toHaveProperty('loadBalancerSourceRanges');
  expect(specOf(ServiceType.CLUSTER_IP)).not.toHaveProperty('externalTrafficPolicy');
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
    new InferenceService(chart, 'a', { name: 'a' });
    new InferenceService(chart, 'b', { name: 'b' });
  });
  expect(objects.map((object) => at(object, 'metadata', 'name'))).toEqual(['a-svc', 'b-svc']);
});
