import { z } from 'zod';
import { struct } from '../values/shape';
import { labelSelector } from './metadata';
import { dnsLabel, int32Max, text, wholeNumber } from './names';
import { quantity, resourceName } from './quantities';

const averageValue = quantity.optional();
const averageUtilization = wholeNumber(1, int32Max).optional();

const usageTarget = z.strictObject({
  type: z.enum(['Utilization', 'AverageValue']),
  averageUtilization,
  averageValue,
});

const amountTarget = z.strictObject({
  type: z.enum(['Value', 'AverageValue']),
  value: quantity.optional(),
  averageValue,
});

const podsTarget = z.strictObject({ type: z.literal('AverageValue'), averageValue: quantity });

// the name becomes a step in the URL of the metrics API
const metricName = text('[^/%]+', 'the name of a metric, without "/" and "%"');
const metric = z.strictObject({ name: metricName, selector: labelSelector.optional() });

const describedObject = z.strictObject({
  apiVersion: z.string().min(1).optional(),
  kind: z.string().min(1),
  name: z.string().min(1),
});

const metricSpec = z.strictObject({
  type: z.enum(['Resource', 'ContainerResource', 'Pods', 'Object', 'External']),
  resource: z.strictObject({ name: resourceName, target: usageTarget }).optional(),
  containerResource: z.strictObject({ name: resourceName, container: dnsLabel, target: usageTarget }).optional(),
  pods: z.strictObject({ metric, target: podsTarget }).optional(),
  object: z.strictObject({ describedObject, metric, target: amountTarget }).optional(),
  external: z.strictObject({ metric, target: amountTarget }).optional(),
});

/** What a HorizontalPodAutoscaler (autoscaling/v2) scales by. */
export const metrics = struct(z.array(metricSpec), 'k8s.MetricSpecV2[]');

const scalingPolicy = z.strictObject({
  type: z.enum(['Pods', 'Percent']),
  value: wholeNumber(1, int32Max),
  periodSeconds: wholeNumber(1, 1800),
});

const scalingRules = z.strictObject({
  stabilizationWindowSeconds: wholeNumber(0, 3600).optional(),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).optional(),
  policies: z.array(scalingPolicy).min(1).optional(),
  tolerance: quantity.optional(),
});

/** How fast a HorizontalPodAutoscaler scales. */
export const behavior = struct(
  z.strictObject({ scaleUp: scalingRules.optional(), scaleDown: scalingRules.optional() }),
  'k8s.HorizontalPodAutoscalerBehaviorV2',
);
