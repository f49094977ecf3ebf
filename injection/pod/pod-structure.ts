import {
  inputProblems,
  pointerStep,
  typeProblem,
  type DetailedKind,
  type Pointer,
  type Problem,
  type Unfit,
} from '../../problems';
import { isObject, type JsonObject } from '../json/json-object';
import { isMetadataSmall, isSpecSmall } from './pod-size';

/** The form of a value. Fields that are not described are not looked at. */
type Shape =
  | { readonly kind: 'leaf'; readonly expected: string; readonly fits: (value: unknown) => boolean }
  | { readonly kind: 'list' | 'map'; readonly of: Shape }
  | {
      readonly kind: 'object';
      readonly fields: readonly { readonly key: string; readonly shape: Shape; readonly isRequired: boolean }[];
    };

const leaf = (expected: string, fits: (value: unknown) => boolean): Shape => ({ kind: 'leaf', expected, fits });
const list = (of: Shape): Shape => ({ kind: 'list', of });
const object = (fields: Readonly<Record<string, Shape>>, ...required: string[]): Shape => ({
  kind: 'object',
  fields: Object.entries(fields).map(([key, shape]) => ({ key, shape, isRequired: required.includes(key) })),
});

const isPort = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;

const text = leaf('a text', (value) => typeof value === 'string');
// longer than any name of Kubernetes
const maxNameLength = 253;
const name = leaf(
  `a name of at most ${maxNameLength} characters`,
  (value) => typeof value === 'string' && value !== '' && value.length <= maxNameLength,
);
const flag = leaf('true or false', (value) => typeof value === 'boolean');
const port = leaf('a whole number from 1 to 65535', isPort);
const portOrName = leaf('a port number or the name of a port', (value) => typeof value === 'string' || isPort(value));
const texts: Shape = { kind: 'map', of: text };

const httpGet = object({ path: text, port: portOrName, scheme: text, host: text }, 'port');
const handler = object({ httpGet, tcpSocket: object({ port: portOrName }, 'port'), grpc: object({ port }, 'port') });
const container = object(
  {
    name,
    restartPolicy: text,
    targetContainerName: text,
    ports: list(object({ name: text, containerPort: port, protocol: text }, 'containerPort')),
    volumeMounts: list(object({ name, subPath: text, subPathExpr: text, readOnly: flag }, 'name')),
    volumeDevices: list(object({ name }, 'name')),
    startupProbe: handler,
    livenessProbe: handler,
    readinessProbe: handler,
    lifecycle: object({ postStart: handler, preStop: handler }),
    securityContext: object({ privileged: flag, capabilities: object({ add: list(text) }) }),
  },
  'name',
);

const metadataShape = object({ annotations: texts, labels: texts });
const specShape = object(
  {
    containers: list(container),
    initContainers: list(container),
    ephemeralContainers: list(container),
    volumes: list(
      object(
        {
          name,
          persistentVolumeClaim: object({ claimName: name, readOnly: flag }, 'claimName'),
          hostPath: object({ path: text }, 'path'),
        },
        'name',
      ),
    ),
    hostNetwork: flag,
    hostPID: flag,
    hostIPC: flag,
    hostUsers: flag,
    shareProcessNamespace: flag,
    os: object({ name: text }, 'name'),
    nodeSelector: texts,
  },
  'containers',
);

const expectedOf = (shape: Shape): string =>
  shape.kind === 'leaf' ? shape.expected : shape.kind === 'list' ? 'a list' : 'a map';

// Whoever has more malformed fields than this did not make one mistake, and the answer stays short.
const maxFindings = 32;

/** Whether the value has the shape. Null is absent, as the API server reads it. */
function hasShape(value: unknown, shape: Shape): boolean {
  switch (shape.kind) {
    case 'leaf':
      return shape.fits(value);
    case 'list':
      return Array.isArray(value) && value.every((item) => hasShape(item, shape.of));
    case 'map':
      return isObject(value) && Object.values(value).every((item) => hasShape(item, shape.of));
    case 'object':
      if (!isObject(value)) return false;
      for (const { key, shape: inner, isRequired } of shape.fields) {
        const found = value[key] ?? undefined;
        if (found === undefined ? isRequired : !hasShape(found, inner)) return false;
      }
      return true;
  }
}

/** What a value consists of, each with its step in a JSON pointer; undefined: it is not of this kind, or has no parts. */
function partsOf(value: unknown, shape: Shape): { step: Pointer; part: unknown; shape: Shape }[] | undefined {
  if (shape.kind === 'list' && Array.isArray(value)) {
    return value.map((part: unknown, index) => ({ step: `/${index}`, part, shape: shape.of }));
  }
  if (shape.kind === 'map' && isObject(value)) {
    return Object.entries(value).map(([key, part]) => ({ step: pointerStep(key), part, shape: shape.of }));
  }
  if (shape.kind !== 'object' || !isObject(value)) return undefined;
  const present = shape.fields.filter(({ key, isRequired }) => isRequired || (value[key] ?? undefined) !== undefined);
  return present.map(({ key, shape: inner }) => ({ step: `/${key}`, part: value[key] ?? undefined, shape: inner }));
}

/** What is wrong with a value that has not the shape. */
function misfit(value: unknown, shape: Shape): DetailedKind<Unfit> | typeof inputProblems.missing {
  if (value === undefined) return inputProblems.missing;
  if (shape === name && value === '') return inputProblems.range;
  const isNumber = shape === port || shape === portOrName;
  return isNumber && Number.isInteger(value) ? inputProblems.range : inputProblems.wrongType;
}

/** Finds every place where the value has not the shape. */
function findMisshapen(value: unknown, shape: Shape, pointer: Pointer, findings: Problem[]): void {
  if (findings.length >= maxFindings || hasShape(value, shape)) return;
  const parts = partsOf(value, shape);
  if (parts === undefined) findings.push(misfit(value, shape).at(pointer, { value, rule: expectedOf(shape) }));
  else for (const { step, part, shape: inner } of parts) findMisshapen(part, inner, `${pointer}${step}`, findings);
}

/**
 * Whether the value is a Pod whose annotations and labels can be read. Everything that keeps it from being one is added to the
 * findings.
 */
export function checkMetadata(pod: unknown, base: Pointer, findings: Problem[]): pod is JsonObject {
  const before = findings.length;
  if (!isObject(pod)) {
    findings.push(typeProblem(base, { value: pod, rule: 'a map: a Pod' }));
    return false;
  }
  if (pod.kind !== undefined && pod.kind !== 'Pod') {
    findings.push(inputProblems.notOneOf.at(`${base}/kind`, { value: pod.kind, rule: '"Pod"' }));
  }
  const { metadata } = pod;
  if (!isMetadataSmall(metadata, base, findings)) return false;
  if (metadata !== undefined && metadata !== null) findMisshapen(metadata, metadataShape, `${base}/metadata`, findings);
  return findings.length === before;
}

/** Whether everything that injection reads of the Pod's spec has its form. */
export function checkSpec(spec: unknown, base: Pointer, findings: Problem[]): boolean {
  const before = findings.length;
  if (isSpecSmall(spec, base, findings)) findMisshapen(spec, specShape, `${base}/spec`, findings);
  return findings.length === before;
}
