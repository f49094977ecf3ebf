import { optionCatalogue, parseOptions } from '../../injection';
import { negativeCases } from './negative-cases';

describe('negative cases', () => {
  it.each([...negativeCases])('$code: $title', ({ code, input, settings, messages }) => {
    const answer = parseOptions(input, settings);
    const found = [...answer.problems, ...answer.warnings];
    expect(found.map(({ message }) => message)).toEqual(messages);
    expect(found.map((problem) => problem.code)).toContain(code);
  });

  it('raise every code of the catalogue, and no other', () => {
    const raised = new Set(negativeCases.map(({ code }) => code));
    expect([...raised].sort()).toEqual(optionCatalogue.map(({ code }) => code));
  });
});

describe('the catalogue', () => {
  it('has every code and every name once, in order', () => {
    const codes = optionCatalogue.map(({ code }) => code);
    expect(codes.length).toBeGreaterThan(0);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(new Set(optionCatalogue.map(({ name }) => name)).size).toBe(codes.length);
  });

  it.each([...optionCatalogue])(
    '$code $name has a title and a fix that complete a sentence',
    ({ code, title, fix }) => {
      expect(code).toMatch(/^CAI5[0-9]{3}$/u);
      expect(title).toMatch(/^[A-Z].*[^.]$/u);
      expect(fix).toMatch(/^[a-z].*[^.]$/u);
    },
  );

  it('keeps its codes and names: others rely on them', () => {
    expect(optionCatalogue.map(({ code, name, severity }) => `${code} ${name} ${severity}`)).toEqual([
      'CAI5001 invalid-json error',
      'CAI5002 empty-options error',
      'CAI5003 unknown-option error',
      'CAI5004 not-an-object error',
      'CAI5005 duplicate-key error',
      'CAI5006 nested-too-deep error',
      'CAI5007 missing-option error',
      'CAI5008 wrong-type error',
      'CAI5009 invalid-value error',
      'CAI5010 placeholder-left error',
      'CAI5011 unsupported-version error',
      'CAI5012 mixed-version-sets error',
      'CAI5013 gpu-without-tdx error',
      'CAI5014 sample-evidence error',
      'CAI5015 too-many-ports error',
      'CAI5016 duplicate-port error',
      'CAI5017 invalid-regex error',
      'CAI5018 options-too-long error',
      'CAI5051 plain-trustee-address warning',
      'CAI5052 sample-evidence-allowed warning',
      'CAI5053 no-secure-ports warning',
      'CAI5054 insecure-requests warning',
    ]);
  });
});
