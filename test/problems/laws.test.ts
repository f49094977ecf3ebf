import fc from 'fast-check';
import {
  catalogue,
  define,
  dotted,
  isWithin,
  jsonPointer,
  keysOf,
  pointerOfDotted,
  printed,
  showValue,
  touches,
  type Pointer,
} from '../../problems';

const keys = fc.array(fc.oneof(fc.string(), fc.constantFrom('~', '/', '~1', '~0', '', 'a/b', '0')), { maxLength: 5 });
const pointers = keys.map((path) => jsonPointer(...path));
const oneLine = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u;

describe('a pointer', () => {
  it('gives back the keys that it was made of', () => {
    fc.assert(
      fc.property(keys, (path) => {
        expect(keysOf(jsonPointer(...path))).toEqual(path);
      }),
    );
  });

  it('is one only of its keys', () => {
    fc.assert(
      fc.property(keys, keys, (one, other) => {
        expect(jsonPointer(...one) === jsonPointer(...other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  it('leads where RFC 6901 says', () => {
    expect(jsonPointer('a/b', 'm~n', '', 0)).toBe('/a~1b/m~0n//0');
    expect(keysOf('')).toEqual([]);
    expect(keysOf('/')).toEqual(['']);
  });

  it('lies within another when its keys begin like the other', () => {
    fc.assert(
      fc.property(keys, keys, (outer, inner) => {
        expect(isWithin(jsonPointer(...outer, ...inner), jsonPointer(...outer))).toBe(true);
        expect(touches(jsonPointer(...outer), jsonPointer(...outer, ...inner))).toBe(true);
        expect(isWithin(jsonPointer(...outer), jsonPointer(...outer, ...inner))).toBe(inner.length === 0);
      }),
    );
    // a longer key is another key
    expect(touches('/port', '/ports')).toBe(false);
  });

  it('can be written with dots, where its keys have none', () => {
    const plain = fc.array(fc.stringMatching(/^[a-z~/]+$/), { maxLength: 4 });
    fc.assert(
      fc.property(plain, (path) => {
        expect(pointerOfDotted(dotted(jsonPointer(...path)))).toBe(jsonPointer(...path));
      }),
    );
  });

  it('prints on one short line', () => {
    fc.assert(
      fc.property(pointers, fc.constantFrom('pointer' as const, 'dotted' as const), (pointer, notation) => {
        expect(printed(pointer, notation)).toMatch(oneLine);
      }),
    );
    expect(printed('/metadata/annotations/a~1b', 'pointer')).toBe('/metadata/annotations/a~1b');
    expect(printed('/service/port', 'dotted')).toBe('service.port');
  });
});

describe('a problem that is moved', () => {
  const kind = define<{ value: unknown }>({
    code: 'LAW1001',
    name: 'wrong-law',
    title: 'A law that does not hold.',
    fix: 'mend it',
    document: 'the whole',
    says: (where, { value }) => `${where} is ${showValue(value)}, and ${where} is wrong`,
  });
  const places = fc.stringMatching(/^[a-z]{1,8}\.yaml:[1-9]:[1-9]$/);

  it('says the same of another place, wherever the place stands in the sentence', () => {
    fc.assert(
      fc.property(pointers, pointers, places, fc.jsonValue(), (from, at, place, value) => {
        const moved = kind.at(from, { value }).movedTo({ place, at });
        const there = kind.at(at, { value });
        expect(moved.says).toBe(there.says);
        expect(moved.message).toBe(`LAW1001 wrong-law: ${place}: ${there.says}; mend it`);
        expect(moved).toMatchObject({
          code: 'LAW1001',
          name: 'wrong-law',
          severity: 'error',
          at,
          place,
          fix: 'mend it',
        });
      }),
    );
  });

  it('is where it was moved last, and the first one stays', () => {
    fc.assert(
      fc.property(pointers, pointers, pointers, places, (from, over, to, place) => {
        const first = kind.at(from, { value: 1 });
        const message = first.message;
        expect(first.movedTo({ at: over, place: 'x' }).movedTo({ at: to, place })).toEqual(
          first.movedTo({ at: to, place }),
        );
        expect(first.movedTo({}).message).toBe(message);
        expect(first.message).toBe(message);
        expect(first.place).toBeUndefined();
      }),
    );
  });

  it('may be spoken of in another notation', () => {
    const problem = kind.at('/a/b', { value: 1 });
    const at: Pointer = '/values/a/b';
    expect(problem.movedTo({ at, notation: 'dotted' }).says).toBe('values.a.b is 1, and values.a.b is wrong');
    expect(problem.movedTo({ at: '' }).says).toBe('the whole is 1, and the whole is wrong');
  });
});

describe('the catalogue', () => {
  const outline = { title: 'Something.', fix: 'mend it' };

  it('has what was defined, in the order of the codes', () => {
    const later = define({ code: 'LAW1009', name: 'later', ...outline });
    const sooner = define({ code: 'LAW1003', name: 'sooner', ...outline });
    const ours = catalogue().filter((kind) => kind === later || kind === sooner);
    expect(ours).toEqual([sooner, later]);
  });

  it.each([
    [{ code: 'LAW2001', name: 'other' }, '"LAW2001 other" is defined already, as "LAW2001 one"'],
    [{ code: 'LAW2002', name: 'one' }, '"LAW2002 one" is defined already, as "LAW2001 one"'],
  ])('refuses %j, which is taken', (wrong, message) => {
    if (!catalogue().some(({ code }) => code === 'LAW2001')) define({ code: 'LAW2001', name: 'one', ...outline });
    expect(() => define({ ...wrong, ...outline })).toThrow(new RangeError(message));
    expect(catalogue().filter(({ code }) => code.startsWith('LAW2'))).toHaveLength(1);
  });

  it('lets who raises a problem find better words', () => {
    const kind = define({ code: 'LAW3001', name: 'in-words', ...outline });
    expect(kind.worded('/a', { says: 'is odd' }).message).toBe('LAW3001 in-words: /a is odd; mend it');
    expect(kind.worded('/a', { says: 'is odd; make it even', fix: '', notation: 'dotted' }).message).toBe(
      'LAW3001 in-words: a is odd; make it even',
    );
  });
});
