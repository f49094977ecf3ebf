import { parseOptions } from '../../injection';
import { catalogue } from '../../problems';
import { negativeCases } from './negative-cases';

/** The kinds of the injection, by what they are about. */
const kindsOf = (form: RegExp) => catalogue().filter(({ code }) => form.test(code));

describe('negative cases', () => {
  it.each([...negativeCases])('$code: $title', ({ code, input, settings, messages }) => {
    const answer = parseOptions(input, settings);
    const found = [...answer.problems, ...answer.warnings];
    expect(found.map(({ message }) => message)).toEqual(messages);
    expect(found.map((problem) => problem.code)).toContain(code);
  });

  it('raise every code of the catalogue, and no other', () => {
    const raised = [...new Set(negativeCases.map(({ code }) => code))];
    expect(raised.filter((code) => code.startsWith('CAI50')).sort()).toEqual(kindsOf(/^CAI50/).map(({ code }) => code));
    // what can be wrong with any input, but for words to choose from and keys of free form, of which the options have none
    const ofOptions = kindsOf(/^CAI1/)
      .map(({ code }) => code)
      .filter((code) => !['CAI1006', 'CAI1007'].includes(code));
    expect(raised.filter((code) => !code.startsWith('CAI50')).sort()).toEqual(ofOptions);
  });
});

describe.each([
  ['options', /^CAI50\d\d$/],
  ['Pods', /^CAI51\d\d$/],
  ['input', /^CAI1\d\d\d$/],
  ['workloads', /^CAI53\d\d$/],
])('the kinds of %s', (_, form) => {
  it('are there', () => {
    expect(kindsOf(form).length).toBeGreaterThan(0);
  });

  it.each(kindsOf(form))('$code $name has a title and a fix that complete a sentence', ({ code, title, fix }) => {
    expect(code).toMatch(/^CAI[15]/);
    expect(title).toMatch(/^[A-Z].*[^ ]$/u);
    expect(fix).toMatch(/^[a-z].*[^.]$/u);
  });
});

it('every code keeps its name: others rely on them', () => {
  const all = kindsOf(/^CAI(1|5[0-3])/);
  expect(all.map(({ code, name, severity }) => `${code} ${name} ${severity}`)).toEqual([
    'CAI1001 unknown-key error',
    'CAI1002 missing-key error',
    'CAI1003 wrong-type error',
    'CAI1004 wrong-form error',
    'CAI1005 out-of-range error',
    'CAI1006 not-one-of error',
    'CAI1007 wrong-key-form error',
    'CAI1008 duplicate-key error',
    'CAI1009 placeholder-left error',
    'CAI1010 unreadable-text error',
    'CAI1011 empty-text error',
    'CAI1012 nested-too-deep error',
    'CAI5011 unsupported-version error',
    'CAI5012 mixed-version-sets error',
    'CAI5013 gpu-without-tdx error',
    'CAI5014 sample-evidence error',
    'CAI5016 duplicate-port error',
    'CAI5017 invalid-regex error',
    'CAI5020 private-key-given error',
    'CAI5021 not-an-authority error',
    'CAI5051 plain-trustee-address warning',
    'CAI5052 sample-evidence-allowed warning',
    'CAI5053 no-secure-ports warning',
    'CAI5054 insecure-requests warning',
    'CAI5055 authority-not-valid warning',
    'CAI5056 authorities-without-https warning',
    'CAI5102 mode-without-options error',
    'CAI5105 wrong-prefix error',
    'CAI5106 forged-status error',
    'CAI5107 reserved-name error',
    'CAI5108 reserved-mount error',
    'CAI5109 no-encrypted-volume error',
    'CAI5110 encrypted-volume-not-mounted error',
    'CAI5111 block-device error',
    'CAI5112 host-network error',
    'CAI5113 windows-pod error',
    'CAI5114 shared-processes error',
    'CAI5115 user-namespace error',
    'CAI5116 closed-probe error',
    'CAI5117 mirror-pod error',
    'CAI5119 not-injected error',
    'CAI5120 too-many-ports-declared error',
    'CAI5122 changed-after-injection error',
    'CAI5124 pod-too-large error',
    'CAI5125 pod-resources-too-small error',
    'CAI5151 no-port-to-secure warning',
    'CAI5152 undeclared-port warning',
    'CAI5153 unsecured-port warning',
    'CAI5154 plaintext-probe warning',
    'CAI5155 blind-probe warning',
    'CAI5156 writable-mount warning',
    'CAI5157 sub-path-mount warning',
    'CAI5158 powerful-container warning',
    'CAI5159 host-ipc warning',
    'CAI5160 host-path warning',
    'CAI5161 meshed-pod warning',
    'CAI5302 misplaced-options error',
    'CAI5303 claim-per-replica error',
    'CAI5304 unknown-template warning',
  ]);
});
