import fc from 'fast-check';
import { admitPod, createPatch, defaultTemplates, jsonEqual, type Json, type PatchOperation } from '../../injection';
import { applyPatch } from '../support/json-patch';
import { decide, goldenPods } from './golden-pods';
import { withEnv } from './made-pods';

// few keys and values, so that two documents have much in common
const key = fc.constantFrom('name', 'a', 'b', '', 'a/b', '~', '~1', '__proto__', 'constructor', '0', '-');
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, 1, '', 'a', 'b'),
    fc.array(tie('json'), { maxLength: 5 }),
    fc
      .uniqueArray(fc.tuple(key, tie('json')), { maxLength: 4, selector: ([name]) => name })
      .map((entries) => Object.fromEntries(entries) as Json),
  ),
}));

/** The paths of a patch, each with its operation. */
const shown = (operations: readonly PatchOperation[]): string[] => operations.map(({ op, path }) => `${op} ${path}`);

test('a patch makes one document of any other', () => {
  fc.assert(
    fc.property(json, json, (before, after) => {
      expect(applyPatch(before, createPatch(before, after))).toEqual(after);
    }),
    { numRuns: 3000 },
  );
});

test('between equal documents there is nothing to patch', () => {
  fc.assert(
    fc.property(json, (document) => {
      expect(createPatch(document, structuredClone(document))).toEqual([]);
    }),
  );
});

test('what is undefined is not there', () => {
  expect(createPatch({ a: undefined, b: 1 }, { b: undefined, c: undefined })).toEqual([{ op: 'remove', path: '/b' }]);
  expect(jsonEqual({ a: undefined }, {})).toBe(true);
});

test('keys that are not there are not taken from the prototype', () => {
  const own = JSON.parse('{"__proto__": {"a": 1}}') as Json;
  expect(shown(createPatch({}, own))).toEqual(['add /__proto__']);
  expect(shown(createPatch(own, {}))).toEqual(['remove /__proto__']);
  expect(jsonEqual(own, { a: {} })).toBe(false);
});

test.each<[string, Json, Json, string[]]>([
  ['prepended', [{ name: 'b' }], [{ name: 'a' }, { name: 'b' }], ['add /0']],
  ['appended', ['x'], ['x', 'y', 'z'], ['add /1', 'add /2']],
  ['removed', [{ name: 'a' }, { name: 'b' }], [{ name: 'b' }], ['remove /0']],
  ['changed in place', [{ port: 1 }, { port: 2 }], [{ port: 1 }, { port: 3 }], ['replace /1/port']],
  [
    'prepended and changed',
    [
      { name: 'b', image: '1' },
      { name: 'c', image: '1' },
    ],
    [
      { name: 'a', image: '1' },
      { name: 'b', image: '1' },
      { name: 'c', image: '2' },
    ],
    ['add /0', 'replace /2/image'],
  ],
  ['emptied', [1, 2, 3], [], ['remove /0', 'remove /0', 'remove /0']],
  ['made of nothing', null, [1], ['replace ']],
])('elements %s cost one operation each', (_, before, after, operations) => {
  const patch = createPatch(before, after);
  expect(shown(patch)).toEqual(operations);
  expect(applyPatch(before, patch)).toEqual(after);
});

test('the patch of every golden Pod makes of it what was decided', () => {
  let patched = 0;
  for (const golden of goldenPods()) {
    const { object, decision } = decide(golden);
    const patch = createPatch(golden.input as Json, object as Json);
    expect(patch.length > 0).toBe(decision === 'injected');
    expect(applyPatch(golden.input as Json, patch)).toEqual(object);
    if (decision === 'injected') patched++;
  }
  expect(patched).toBeGreaterThan(40);
});

test('a Pod with 1,500 variables costs no larger patch than one with none', () => {
  const patchOf = (pod: unknown): Json => [...createPatch(pod as Json, admitPod(pod, defaultTemplates).pod as Json)];
  expect(patchOf(withEnv(1500))).toEqual(patchOf(withEnv(0)));
});

test('long lists of equal elements cost linear work', () => {
  // with quadratic work this takes minutes
  const before = Array.from({ length: 200_000 }, () => 0);
  const after = [1, ...before, 1];
  expect(createPatch(before, after).length).toBeLessThanOrEqual(3);
});
