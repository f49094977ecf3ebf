import { ApiObject } from 'cdk8s';
import { concat, gt, isSet, items, asInputs, toJson, when, type ChartDefinition } from '../../helm';
import { fullName, Shop, text } from './demo-shop';
import { demoValues, type DemoValues } from './demo-values';

/** A web shop. It says nothing sensible, and it says everything that can be said. */
export const demo: ChartDefinition<DemoValues> = {
  name: 'shop',
  version: '1.2.3',
  appVersion: '4.5',
  description: 'A web shop: the chart on which the engine is tested.',
  keywords: ['shop'],
  home: 'https://shop.example',
  sources: ['https://shop.example/source'],
  maintainers: [{ name: 'The shop keepers', url: 'https://shop.example/people' }],
  kubeVersion: '>=1.30.0-0',
  annotations: { 'shop.example/tested': 'yes' },
  introduction: 'Sells what `{{ .Values }}` says.',
  values: demoValues,
  build: (chart, values, release) => {
    new Shop(chart, 'web', values, release);
  },
  tests: (chart, values, release) => {
    const v = asInputs(values);
    new ApiObject(chart, 'visit', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: text(concat(fullName(values, release), '-visit')),
        annotations: { 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation' },
      },
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'visit',
            image: 'busybox',
            args: items(
              'wget',
              concat('http://', fullName(values, release), ':', v.checkout.port),
              when(v.debug, '-S'),
            ),
          },
        ],
      },
    });
  },
  notes: (values, release) => {
    const v = asInputs(values);
    return [
      `The shop {{ is }} open.`,
      concat('  kubectl -n ', release.namespace, ' get deployment ', fullName(values, release)),
      when(v.debug, 'WARNING: every request is logged.', 'Requests are not logged.'),
      when(isSet(v.motto), () => concat('Motto: ', toJson(v.motto))),
      when(gt(v.replicas, 10), 'That is a {{big}} shop.'),
    ];
  },
};
