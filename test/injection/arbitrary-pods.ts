import fc from 'fast-check';
import type { Json, JsonObject } from '../../injection';

const entries = (pairs: readonly (readonly [string, unknown])[]): JsonObject =>
  Object.fromEntries(pairs.filter(([, value]) => value !== undefined)) as JsonObject;

/** Fields that no version of Kubernetes knows, some under keys that JavaScript treats in a special way. */
const strangeFields = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom('__proto__', 'constructor', 'toString', 'x-future', 'ünïcode', ''),
      fc.jsonValue({ maxDepth: 2 }),
    ),
    { maxLength: 2, selector: ([key]) => key },
  )
  .map((pairs) => pairs.map(([key, value]) => [key, value] as const));

function strange(base: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  return fc.tuple(base, strangeFields).map(([object, fields]) => entries([...Object.entries(object), ...fields]));
}

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const portNumber = fc.oneof(fc.constantFrom(80, 8080, 9090, 41000, 41001, 50000), fc.integer({ min: 1, max: 65535 }));
const portName = fc.constantFrom('http', 'metrics');

const port = strange(
  fc
    .record({ containerPort: portNumber, name: optional(portName), protocol: optional(fc.constantFrom('TCP', 'UDP')) })
    .map((fields) => entries(Object.entries(fields))),
);

const volumeNames = ['model', 'again', 'cache', 'scratch'];

const mount = strange(
  fc
    .record({
      name: fc.constantFrom(...volumeNames),
      mountPath: fc.constantFrom('/models', '/data', '/x y'),
      readOnly: optional(fc.boolean()),
      subPath: optional(fc.constantFrom('a/b', '')),
      mountPropagation: optional(fc.constantFrom('None', 'HostToContainer', 'Bidirectional')),
      recursiveReadOnly: optional(fc.constantFrom('IfPossible', 'Disabled')),
    })
    .map((fields) => entries(Object.entries(fields))),
);

const probePath = optional(
  fc.oneof(fc.webPath(), fc.constantFrom('/health', 'no-slash', '/a?b#c', '/.*', '//x/y', '/(é')),
);
const httpGet = fc
  .record({ port: fc.oneof(portNumber, portName), path: probePath, host: optional(fc.constant('example.com')) })
  .map((fields) => ({ httpGet: entries(Object.entries(fields)) }));
const handler = fc.oneof(
  httpGet,
  portNumber.map((number) => ({ tcpSocket: { port: number } })),
  fc.constant({ exec: { command: ['true'] } }),
);

const container = (name: string): fc.Arbitrary<JsonObject> =>
  strange(
    fc
      .record({
        ports: optional(fc.array(port, { maxLength: 3 })),
        volumeMounts: optional(fc.array(mount, { maxLength: 3 })),
        readinessProbe: optional(handler),
        lifecycle: optional(httpGet.map((preStop) => ({ preStop }))),
        env: optional(fc.array(fc.record({ name: fc.constant('A'), value: fc.string() }), { maxLength: 3 })),
        securityContext: optional(fc.constant({ capabilities: { add: ['NET_ADMIN'] } })),
      })
      .map((fields) => entries([['name', name], ['image', 'registry.example.com/app:1'], ...Object.entries(fields)])),
  );

const initContainer = (name: string): fc.Arbitrary<JsonObject> =>
  fc
    .tuple(container(name), optional(fc.constant('Always')))
    .map(([fields, restartPolicy]) => entries([...Object.entries(fields), ['restartPolicy', restartPolicy]]));

const volumes = fc.record({ isReadOnly: fc.boolean(), twice: fc.boolean() }).map(({ isReadOnly, twice }) => [
  { name: 'cache', persistentVolumeClaim: { claimName: 'cache' } },
  { name: 'model', persistentVolumeClaim: { claimName: 'pvc-oss', readOnly: isReadOnly } },
  { name: 'scratch', emptyDir: {} },
  { name: 'again', persistentVolumeClaim: { claimName: twice ? 'pvc-oss' : 'other' } },
]);

const options = fc
  .record({
    'aa-version': optional(fc.constantFrom('1.3.1', '1.2.0')),
    'gpu-ra-enable': optional(fc.boolean()),
    'tng-http-secure-ports': optional(
      fc.uniqueArray(portNumber, { maxLength: 3 }).map((ports) => ports.map((number) => ({ port: number }))),
    ),
  })
  .map((fields) =>
    JSON.stringify({
      'cipher-text-volume': 'pvc-oss',
      'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
      'trustee-address': 'https://trustee.example.com:8081/api',
      ...fields,
    }),
  );

/** One container of its own that reads the model, so that most Pods can be protected. */
const reader = { name: 'reader', volumeMounts: [{ name: 'model', mountPath: '/models', readOnly: true }] };

/** Pods that opted in. All but a few can be injected. */
export const optedInPods: fc.Arbitrary<JsonObject> = fc
  .record({
    options,
    hasReader: fc.integer({ min: 0, max: 9 }).map((number) => number > 0),
    containers: fc.tuple(container('one'), container('two')),
    initContainers: optional(fc.tuple(initContainer('init'), initContainer('proxy'))),
    volumes,
    metadata: strangeFields,
    spec: strangeFields,
    pod: strangeFields,
  })
  .map((made) =>
    entries([
      ['apiVersion', 'v1'],
      ['kind', 'Pod'],
      [
        'metadata',
        entries([['annotations', { 'trustiflux.alibaba.com/ack-cai-options': made.options }], ...made.metadata]),
      ],
      [
        'spec',
        entries([
          ['containers', [...made.containers, ...(made.hasReader ? [reader] : [])]],
          ['initContainers', made.initContainers],
          ['volumes', made.volumes],
          ...made.spec,
        ]),
      ],
      ...made.pod,
    ]),
  );

const ourNames = [
  'cai-key',
  'cai-attestation',
  'cai-plaintext-0',
  'cai-plaintext-9',
  'cai-sidecar-tng',
  'cai-sidecar-cachefs',
];
const replacement: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1,
    1e9,
    '',
    'model',
    'Always',
    'pvc-oss',
    'windows',
    [],
    {},
    ...ourNames,
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

/** One change of a document, at a place that is chosen by a number. */
export interface Mutation {
  readonly place: number;
  readonly kind: 'remove' | 'replace' | 'repeat' | 'swap' | 'mount';
  readonly value: Json;
}

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    place: fc.nat(),
    kind: fc.constantFrom('remove', 'replace', 'repeat', 'swap', 'mount'),
    value: replacement,
  }),
  { minLength: 1, maxLength: 3 },
);

type Holder = Record<string, unknown> | unknown[];

function placesOf(value: unknown, places: (readonly [Holder, string])[] = []): (readonly [Holder, string])[] {
  if (typeof value !== 'object' || value === null) return places;
  for (const [key, inner] of Object.entries(value)) {
    places.push([value as Holder, key]);
    placesOf(inner, places);
  }
  return places;
}

/** A copy of the document with one change anywhere in it. */
export function mutated(document: Json, { place, kind, value }: Mutation): Json {
  const copy: unknown = structuredClone(document);
  const places = placesOf(copy);
  // only within lists can something be repeated or swapped; mounts are added to containers
  const fit = places.filter(([holder, key]) =>
    kind === 'remove' || kind === 'replace'
      ? true
      : kind === 'mount'
        ? key === 'volumeMounts' && Array.isArray((holder as Record<string, unknown>)[key])
        : Array.isArray(holder),
  );
  const chosen = fit[place % Math.max(fit.length, 1)];
  if (chosen === undefined) return value;
  const [holder, key] = chosen as [Record<string, unknown>, string];
  if (kind === 'remove') Reflect.deleteProperty(holder, key);
  else if (kind === 'replace')
    Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
  else if (kind === 'mount') (holder[key] as unknown[]).push({ name: value, mountPath: '/x', readOnly: true });
  else if (kind === 'repeat') (holder as unknown as unknown[]).push(structuredClone(holder[key]));
  else (holder as unknown as unknown[]).reverse();
  // what is removed from a list leaves a hole, which JSON does not have
  return JSON.parse(JSON.stringify(copy)) as Json;
}
