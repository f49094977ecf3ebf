import type { JsonObject } from '../json/json-object';

/** How often a probe asks, and for how long it may be told no. */
export interface ProbePatience {
  /** Whole seconds. */
  readonly periodSeconds: number;
  /** Whole seconds of failures after which the probe has failed. */
  readonly forSeconds: number;
}

function timing({ periodSeconds, forSeconds }: ProbePatience): JsonObject {
  return {
    timeoutSeconds: 5,
    periodSeconds,
    successThreshold: 1,
    failureThreshold: Math.ceil(forSeconds / periodSeconds),
  };
}

/** A probe that runs constant shell text in the container. */
export function shellProbe(text: string, patience: ProbePatience): JsonObject {
  return { exec: { command: ['/bin/sh', '-c', text] }, ...timing(patience) };
}

/** A probe by plain HTTP. */
export function httpProbe(path: string, port: number, patience: ProbePatience): JsonObject {
  return { httpGet: { path, port, scheme: 'HTTP' }, ...timing(patience) };
}
