import * as fc from 'fast-check';

const lastBeforeSurrogates = 0xd7ff;
const firstAfterSurrogates = 0xe000;
const surrogates = firstAfterSurrogates - lastBeforeSurrogates - 1;

/**
 * What fast-check calls `unit: 'binary'`: any character there is. Its own looks a character up in a map of all 1,112,064 of
 * them, which takes a second and a hundred megabytes to make, in each test file anew; this one computes where it stands.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - surrogates }).map(
  (index) => String.fromCodePoint(index > lastBeforeSurrogates ? index + surrogates : index),
  (character) => {
    const [first, ...more] = Array.from(character as string);
    const point = first?.codePointAt(0);
    if (point === undefined || more.length > 0) throw new Error('not one character');
    if (point > lastBeforeSurrogates && point < firstAfterSurrogates) throw new Error('half a character');
    return point > lastBeforeSurrogates ? point - surrogates : point;
  },
);
