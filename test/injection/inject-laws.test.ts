import fc from 'fast-check';
import {
  admitPod,
  checkWorkload,
  createPatch,
  defaultTemplates,
  inject,
  isObject,
  jsonEqual,
  parseOptions,
  sidecarOrder,
  verifyPod,
  type Json,
  type JsonObject,
} from '../../injection';
import { applyPatch } from '../support/json-patch';
import { mutated, mutations, optedInPods } from './arbitrary-pods';
import { decide, goldenPods } from './golden-pods';
import { injectedPod, readPodFile } from './made-pods';
import { violations } from './protection';

const runs = { numRuns: 200 };

function deepFreeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

/** A law about Pods that are injected; counts them, so that it cannot pass because none was. */
function forInjected(law: (pod: JsonObject, injected: JsonObject) => void): void {
  let count = 0;
  fc.assert(
    fc.property(optedInPods, (pod) => {
      const admission = admitPod(pod, defaultTemplates);
      if (admission.decision !== 'injected') return;
      count++;
      law(pod, admission.pod as JsonObject);
    }),
    runs,
  );
  expect(count).toBeGreaterThan(runs.numRuns / 3);
}

describe('injection', () => {
  it('leaves the Pod that it is given as it was', () => {
    fc.assert(
      fc.property(optedInPods, (pod) => {
        const before = JSON.stringify(pod);
        admitPod(deepFreeze(pod), defaultTemplates);
        expect(JSON.stringify(pod)).toBe(before);
      }),
      runs,
    );
  });

  it('of what it made changes nothing', () => {
    forInjected((_, injected) => {
      const again = admitPod(injected, defaultTemplates);
      expect(again.problems).toEqual([]);
      expect(again.decision).toBe('unchanged');
      expect(again.pod).toBe(injected);
      expect(verifyPod(structuredClone(injected), defaultTemplates).decision).toBe('unchanged');
    });
  });

  it('gives the same bytes for the same Pod', () => {
    fc.assert(
      fc.property(optedInPods, (pod) => {
        const [one, other] = [pod, structuredClone(pod)].map((input) => admitPod(input, defaultTemplates));
        expect(JSON.stringify(one)).toBe(JSON.stringify(other));
      }),
      runs,
    );
  });

  it('is the same whatever was decided before', () => {
    fc.assert(
      fc.property(optedInPods, (pod) => {
        admitPod(pod, defaultTemplates);
        // templates that are not the same object have nothing of what is remembered
        expect(admitPod(pod, defaultTemplates)).toEqual(admitPod(pod, { ...defaultTemplates }));
      }),
      runs,
    );
  });

  it('is what its patch makes', () => {
    forInjected((pod, injected) => {
      expect(applyPatch(pod, createPatch(pod, injected))).toEqual(injected);
    });
  });

  it('keeps every promise', () => {
    forInjected((_, injected) => {
      expect(violations(injected)).toEqual([]);
    });
  });

  it('changes nothing but what it is there to change', () => {
    forInjected((pod, injected) => {
      expect(withoutOurs(injected)).toEqual(withoutOurs(pod));
    });
  });

  it('shares what it does not change', () => {
    forInjected((pod, injected) => {
      const kept = (object: JsonObject): unknown[] =>
        ['containers', 'initContainers'].flatMap((list) => {
          const containers = (object.spec as JsonObject)[list] as JsonObject[] | undefined;
          return (containers ?? []).filter(({ name }) => !sidecarOrder.includes(text(name))).map(({ env }) => env);
        });
      kept(injected).forEach((env, index) => {
        expect(env).toBe(kept(pod)[index]);
      });
    });
  });

  it('is the same with and without the check of annotations', () => {
    const pod = readPodFile('seed-document');
    const { options } = parseOptions(pod.metadata.annotations['trustiflux.alibaba.com/ack-cai-options']);
    if (options === undefined) throw new Error('the options of the seed document are wrong');
    expect(inject(pod as unknown as JsonObject, options, defaultTemplates).pod).toEqual(
      admitPod(pod, defaultTemplates).pod,
    );
  });
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The mount without what injection decides about mounts of encrypted volumes. */
function neutralMount(mount: unknown): unknown {
  if (!isObject(mount)) return mount;
  const isModel = /^(cai-plaintext-[0-9]+|model|again)$/.test(text(mount.name));
  const decided = new Set(isModel ? ['name', 'readOnly', 'mountPropagation', 'recursiveReadOnly'] : []);
  return Object.fromEntries(Object.entries(mount).filter(([key]) => !decided.has(key)));
}

function neutralContainer(container: JsonObject): JsonObject {
  if (!Array.isArray(container.volumeMounts)) return container;
  return { ...container, volumeMounts: container.volumeMounts.map(neutralMount) as Json };
}

/** The Pod without everything that bears our names, and without what injection decides about mounts. */
function withoutOurs(pod: JsonObject): JsonObject {
  const isForeign = ({ name }: JsonObject): boolean => !text(name).startsWith('cai-');
  const spec = Object.entries(pod.spec as JsonObject).flatMap(([key, value]): [string, Json | undefined][] => {
    if (!['volumes', 'containers', 'initContainers'].includes(key)) return [[key, value]];
    const foreign = (value as JsonObject[]).filter(isForeign).map(neutralContainer);
    return foreign.length === 0 ? [] : [[key, foreign]];
  });
  const metadata = pod.metadata as JsonObject;
  const annotations = Object.entries(metadata.annotations as JsonObject).filter(
    ([key]) => !key.endsWith('/cai-status'),
  );
  return {
    ...pod,
    metadata: { ...metadata, annotations: Object.fromEntries(annotations) },
    spec: Object.fromEntries(spec),
  };
}

describe('whatever happens to an injected Pod', () => {
  const names = ['seed-document', 'two-volumes-one-claim', 'foreign-sidecars', 'http-probes'];
  const pods = names.map((name) => injectedPod(name) as unknown as Json);

  it('it is protected, or denied, or asks for nothing', () => {
    const decisions = new Map<string, number>();
    fc.assert(
      fc.property(fc.constantFrom(...pods), mutations, (injected, changes) => {
        const pod = changes.reduce(mutated, injected);
        const { decision, pod: after, problems } = admitPod(pod, defaultTemplates);
        decisions.set(decision, (decisions.get(decision) ?? 0) + 1);
        if (decision === 'denied') expect(problems).not.toEqual([]);
        else if (decision !== 'ignored') expect(violations(after)).toEqual([]);
      }),
      { numRuns: 1500 },
    );
    expect(decisions.get('injected')).toBeGreaterThan(50);
    expect(decisions.get('denied')).toBeGreaterThan(50);
  });

  it('the last check accepts it only when it is as injection makes it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pods), mutations, (injected, changes) => {
        const pod = changes.reduce(mutated, injected);
        const { decision } = verifyPod(pod, defaultTemplates);
        expect(decision).not.toBe('injected');
        if (decision === 'unchanged') expect(violations(pod)).toEqual([]);
        if (jsonEqual(pod, injected)) expect(decision).toBe('unchanged');
      }),
      { numRuns: 400 },
    );
  });
});

test('every golden Pod that is injected keeps every promise', () => {
  const injected = goldenPods()
    .filter(({ kind }) => kind !== 'workload')
    .map(decide)
    .filter(({ decision }) => decision === 'injected');
  expect(injected.length).toBeGreaterThan(40);
  for (const { object } of injected) expect(violations(object)).toEqual([]);
});

describe('totality', () => {
  const decideAll = (input: unknown): void => {
    for (const { decision, problems } of [
      admitPod(input, defaultTemplates),
      verifyPod(input, defaultTemplates),
      checkWorkload(input, defaultTemplates),
    ]) {
      expect(problems.length > 0).toBe(decision === 'denied');
    }
  };

  it('any JSON gets an answer', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), decideAll), { numRuns: 500 });
  });

  it('so do workloads and Pods with anything anywhere', () => {
    const inputs = goldenPods().filter(({ name }) => name !== 'denied-no-free-port' && name !== 'env-1500');
    fc.assert(
      fc.property(fc.constantFrom(...inputs), mutations, ({ input }, changes) => {
        decideAll(changes.reduce(mutated, input as Json));
      }),
      { numRuns: 600 },
    );
  });

  it.each([[undefined], [Symbol('pod')], [1n], [() => 1], [NaN], [new Date(0)], [[]], [Object.create(null)]])(
    'even %p gets an answer',
    decideAll,
  );
});
