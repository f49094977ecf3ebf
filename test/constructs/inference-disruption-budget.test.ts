import { InferenceDisruptionBudget, type InferenceDisruptionBudgetProps } from '../../constructs';
import { expectGoldenFolder } from '../support/golden';
import { at, objectsOf, problemsOf, yamlOf, type Build } from './synthesized';

function budget(props?: InferenceDisruptionBudgetProps): Build<InferenceDisruptionBudget> {
  return (chart) => new InferenceDisruptionBudget(chart, 'budget', props);
}

test('its manifests', () => {
  expectGoldenFolder(
    'constructs/inference-disruption-budget',
    new Map([
      ['default.yaml', yamlOf(budget())],
      ['min-available.yaml', yamlOf(budget({ name: 'qwen', instance: 'blue', minAvailable: 2 }))],
    ]),
  );
});

test('zero is a number of Pods like any other', () => {
  const specOf = (props: InferenceDisruptionBudgetProps): unknown => at(objectsOf(budget(props))[0], 'spec');
  expect(specOf({ maxUnavailable: 0 })).toHaveProperty('maxUnavailable', 0);
  expect(specOf({ minAvailable: 0 })).toHaveProperty('minAvailable', 0);
  expect(specOf({ minAvailable: 0 })).not.toHaveProperty('maxUnavailable');
});

test('refuses both limits, of which Kubernetes takes one', () => {
  expect(problemsOf(budget({ minAvailable: 0, maxUnavailable: 1 }))).toEqual([
    '[chart/budget] CAI2017 disruption-budget: minAvailable is set beside maxUnavailable; Kubernetes takes one of the two',
  ]);
});
