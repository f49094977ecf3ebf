import type { Construct } from 'constructs';
import {
  addRule,
  addRuleForEach,
  and,
  count,
  gt,
  hasField,
  keysBeside,
  matches,
  nonEmpty,
  not,
  or,
  pattern,
  text,
  toJson,
  type Input,
} from '../../helm';
import { sidecarOrder } from '../../injection';
import { constructProblems as problems } from '../problems';
import { serverContainer } from '../vllm/container';

/*
 * What an autoscaler is told to measure, read as JSON, whose keys Helm and we sort alike: the API server takes most of what
 * never measures anything, and says so in a condition that nobody looks at.
 */

const sources = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
} as const;

const whole = pattern(
  'metric-source',
  'a metric that has the part that its type names',
  `^\\{"(${Object.entries(sources)
    .map(([type, part]) => `${part}":\\{.*\\},"type":"${type}`)
    .join('|')})"\\}$`,
);
const amount = '("[^"]*"|[^",}]+)';
const aimed = pattern(
  'metric-target',
  'a target with the number that its type names, and no other',
  `"target":\\{("averageUtilization":[0-9.e+]+,"type":"Utilization"|"averageValue":${amount},"type":"AverageValue"|"type":"Value","value":${amount})\\}`,
);
const usage = pattern('usage-metric', 'a metric of the usage of a resource', '"type":"(Container)?Resource"\\}$');
const measured = pattern(
  'measured-resource',
  'a resource whose usage Kubernetes measures',
  '"name":"(cpu|memory)","target"',
);
const containers = [serverContainer, ...sidecarOrder];
const known = pattern(
  'metric-container',
  'a container that the Pods have',
  `^\\{"containerResource":\\{"container":"(${containers.join('|')})"`,
);
const ofContainer = pattern('container-metric', 'a metric of one container', '"type":"ContainerResource"\\}$');

/** Refuses metrics that cannot be measured, whatever the Pods are like. */
export function refuseMetricMistakes(construct: Construct, metrics: Input<unknown[]>): void {
  addRuleForEach<unknown>(construct, metrics, (metric) => {
    const json = toJson(metric);
    return [
      {
        kind: problems.metricSource,
        path: 'metrics',
        failsWhen: or(not(matches(whole, json)), gt(count(keysBeside(metric, ['type'])), 1)),
        message: text`has ${json}; give what its type names, and nothing else: resource, containerResource, pods, object or external`,
      },
      {
        kind: problems.metricSource,
        path: 'metrics',
        failsWhen: and(matches(whole, json), not(matches(aimed, json))),
        message: text`has ${json}; give its target the number that the target's type names, and no other: averageUtilization, averageValue or value`,
      },
      {
        kind: problems.metricOfNoContainer,
        path: 'metrics',
        failsWhen: and(matches(whole, json), matches(usage, json), not(matches(measured, json))),
        message: text`has ${json}; Kubernetes measures the usage of cpu and memory alone`,
      },
      {
        kind: problems.metricOfNoContainer,
        path: 'metrics',
        failsWhen: and(matches(whole, json), matches(ofContainer, json), not(matches(known, json))),
        message: text`has ${json}; the Pods have the containers ${containers.join(', ')}`,
      },
    ];
  });
}

interface Amounts {
  readonly limits: unknown;
  readonly requests: unknown;
}

/** Refuses to measure a share of what the server does not request. The sidecars request both, unless their templates do not. */
export function refuseSharesOfNothing(
  construct: Construct,
  enabled: Input<boolean>,
  metrics: unknown,
  { limits, requests }: Amounts,
): void {
  for (const name of ['cpu', 'memory'] as const) {
    const share = pattern(
      `${name}-share`,
      `a share of the ${name} that is requested, of the whole Pod or of the server`,
      `"(resource":\\{|containerResource":\\{"container":"${serverContainer}",)"name":"${name}","target":\\{"averageUtilization"`,
    );
    addRule(construct, {
      kind: problems.metricWithoutRequest,
      path: 'autoscaling.metrics',
      // a limit alone is a request, too; without metrics Kubernetes measures a share of the cpu
      failsWhen: and(
        enabled,
        or(name === 'cpu' && not(nonEmpty(metrics)), matches(share, toJson(metrics))),
        not(or(hasField(requests, name), hasField(limits, name))),
      ),
      message: `measures a share of the ${name} that the Pods request, and resources.requests.${name} is not set; set it, or measure an averageValue`,
    });
  }
}

const vllmMetric = pattern('vllm-metric', 'a metric that vLLM itself gives', '"name":"vllm[:_]');

/** Whether an autoscaler reads what vLLM says at /metrics. */
export function readsVllm(metrics: unknown): Input<boolean> {
  return matches(vllmMetric, toJson(metrics));
}
