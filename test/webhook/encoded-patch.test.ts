import fc from 'fast-check';
import { admitPod, createPatch, defaultTemplates, type Json, type PatchOperation } from '../../injection';
import { encodePatch } from '../../webhook/encoded-patch';
import { pod } from './reviews';
import { anyCharacter } from '../support/any-character';

function deepFreeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

const text = fc.string({ unit: anyCharacter });
const value = fc.oneof(
  fc.jsonValue({ stringUnit: anyCharacter }),
  fc.jsonValue({ stringUnit: anyCharacter }).map(deepFreeze),
) as fc.Arbitrary<Json>;
const operation: fc.Arbitrary<PatchOperation> = fc.oneof(
  fc.record({ op: fc.constant('remove' as const), path: text }),
  fc.record({ op: fc.constantFrom('add' as const, 'replace' as const), path: text, value }),
);

const encoded = (patch: readonly PatchOperation[]): string => encodePatch(patch).join('');

test('a patch that is encoded is the patch, the first time and again', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 6 }), (patch) => {
      const [first, again] = [encoded(patch), encoded(patch)];
      expect(again).toBe(first);
      expect(first).toMatch(/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u);
      expect(JSON.parse(Buffer.from(first, 'base64').toString())).toEqual(JSON.parse(JSON.stringify(patch)));
    }),
    { numRuns: 500 },
  );
});

test('the sidecars of Pods that are alike are encoded once', () => {
  const patches = ['one', 'other'].map((name) => {
    const before = pod({ name });
    return encodePatch(createPatch(before as unknown as Json, admitPod(before, defaultTemplates).pod as Json));
  });
  const [one, other] = patches.map((pieces) => pieces.filter(({ length }) => length > 10_000));
  expect(one).toHaveLength(1);
  expect(other?.[0]).toBe(one?.[0]);
});

test('the text of what may still change is not kept', () => {
  const changing = { name: 'one' };
  const patch: PatchOperation[] = [{ op: 'add', path: '/a', value: changing }];
  const first = encoded(patch);
  changing.name = 'other';
  expect(encoded(patch)).not.toBe(first);
});
