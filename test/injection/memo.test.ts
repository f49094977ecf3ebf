import { Memo } from '../../injection/memo';

/** A memo that makes one object of each key, and the keys for which it had to. */
function counted(): { get: (key: string, owner?: object) => { key: string }; made: string[] } {
  const memo = new Memo<{ key: string }>();
  const made: string[] = [];
  const standard = {};
  const get = (key: string, owner: object = standard): { key: string } =>
    memo.get(owner, key, () => {
      made.push(key);
      return { key };
    });
  return { get, made };
}

test('a result is made once for its key and its owner', () => {
  const { get, made } = counted();
  expect(get('a')).toBe(get('a'));
  expect(get('b')).toEqual({ key: 'b' });
  expect(get('a', {})).not.toBe(get('a'));
  expect(made).toEqual(['a', 'b', 'a']);
});

test('only so many results are kept, the latest ones', () => {
  const { get, made } = counted();
  const keys = Array.from({ length: 65 }, (_, index) => `key ${index}`);
  for (const key of [...keys, 'key 64', 'key 1', 'key 0']) get(key);
  expect(made).toEqual([...keys, 'key 0']);
});

test('a result with a long key is not kept', () => {
  const { get, made } = counted();
  const key = 'x'.repeat(8193);
  expect(get(key)).toEqual(get(key));
  expect(made).toEqual([key, key]);
});

test('nobody can change a result, and what it was made of is left as it was', () => {
  const source = { list: [{ name: 'a' }], none: null, __proto__: { inherited: 1 } };
  const result = new Memo<typeof source>().get({}, '', () => source);
  expect(result).toEqual({ list: [{ name: 'a' }], none: null });
  for (const value of [result, result.list, result.list[0]]) expect(Object.isFrozen(value)).toBe(true);
  expect(Object.isFrozen(source) || Object.isFrozen(source.list)).toBe(false);
});
