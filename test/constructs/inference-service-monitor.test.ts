import { Duration } from 'cdk8s';
import { InferenceServiceMonitor, InferenceService, type InferenceServiceMonitorProps } from '../../constructs';
import { expectGoldenFolder } from '../support/golden';
import { at, objectsOf, yamlOf, type Build } from './synthesized';

function monitor(props?: InferenceServiceMonitorProps): Build<InferenceServiceMonitor> {
  return (chart) => new InferenceServiceMonitor(chart, 'monitor', props);
}

test('its manifests', () => {
  expectGoldenFolder(
    'constructs/inference-service-monitor',
    new Map([
      ['default.yaml', yamlOf(monitor())],
      [
        'all-props.yaml',
        yamlOf(
          monitor({
            name: 'qwen',
            instance: 'blue',
            intervalSeconds: Duration.seconds(15),
            labels: { release: 'prometheus' },
          }),
        ),
      ],
    ]),
  );
});

test('it finds the Service of the same instance', () => {
  const [service, found] = objectsOf((chart) => {
    new InferenceService(chart, 'service', { name: 'qwen', instance: 'blue' });
    new InferenceServiceMonitor(chart, 'monitor', { name: 'qwen', instance: 'blue' });
  });
  const wanted = at(found, 'spec', 'selector', 'matchLabels') as object;
  expect(at(service, 'metadata', 'labels')).toMatchObject(wanted);
  expect(at(service, 'spec', 'ports', 0, 'name')).toBe(at(found, 'spec', 'endpoints', 0, 'port'));
});

test('labels of the user do not take the place of ours', () => {
  const labels = { 'app.kubernetes.io/instance': 'mine', team: 'chat' };
  const [object] = objectsOf(monitor({ labels }));
  expect(at(object, 'metadata', 'labels')).toMatchObject({ 'app.kubernetes.io/instance': 'cai-vllm', team: 'chat' });
});
