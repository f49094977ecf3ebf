import { k8s } from 'cdk8s-plus-27';
import { InferenceAutoscaler, type InferenceAutoscalerProps } from '../../constructs';
import { expectGoldenFolder } from '../support/golden';
import { at, objectsOf, problemsOf, yamlOf, type Build } from './synthesized';

function autoscaler(props?: InferenceAutoscalerProps): Build<InferenceAutoscaler> {
  return (chart) => new InferenceAutoscaler(chart, 'autoscaler', props);
}

const metrics: k8s.MetricSpecV2[] = [
  {
    type: 'Pods',
    pods: {
      metric: { name: 'vllm:kv_cache_usage_perc' },
      target: { type: 'AverageValue', averageValue: k8s.Quantity.fromString('700m') },
    },
  },
];

test('its manifests', () => {
  expectGoldenFolder(
    'constructs/inference-autoscaler',
    new Map([
      ['default.yaml', yamlOf(autoscaler())],
      [
        'all-props.yaml',
        yamlOf(
          autoscaler({
            name: 'qwen',
            instance: 'blue',
            minReplicas: 2,
            maxReplicas: 8,
            metrics,
            behavior: {
              scaleDown: {
                stabilizationWindowSeconds: 600,
                policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }],
              },
            },
          }),
        ),
      ],
    ]),
  );
});

test('a quantity arrives as its text', () => {
  const [object] = objectsOf(autoscaler({ metrics }));
  expect(at(object, 'spec', 'metrics', 0, 'pods', 'target', 'averageValue')).toBe('700m');
});

test('without metrics it leaves the choice to the cluster', () => {
  const [object] = objectsOf(autoscaler({ metrics: [] }));
  expect(at(object, 'spec')).not.toHaveProperty('metrics');
});

test('refuses fewer at most than at least', () => {
  expect(problemsOf(autoscaler({ minReplicas: 4 }))).toEqual([
    '[chart/autoscaler] CAI2016 autoscaling-range: maxReplicas is 3 but minReplicas is 4; raise maxReplicas or lower minReplicas',
  ]);
  expect(problemsOf(autoscaler({ minReplicas: 3, maxReplicas: 3 }))).toEqual([]);
});
