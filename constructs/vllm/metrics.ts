/** Requests that wait in vLLM's queue, per Pod, above which another Pod is started. */
export const queueMetrics = [
  {
    type: 'Pods',
    pods: { metric: { name: 'vllm:num_requests_waiting' }, target: { type: 'AverageValue', averageValue: '5' } },
  },
] as const;
