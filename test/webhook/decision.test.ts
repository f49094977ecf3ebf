import type { Problem } from '../../problems';
import type { Admission } from '../../injection';
import { mutate, validate } from '../../webhook/decision';
import type { Injector } from '../../webhook/injector';
import { inputProblems } from '../../problems';
import { readReview, writeReview, type AdmissionAnswer, type AdmissionRequest } from '../../webhook/admission-review';
import { pod, podRequest, responseIn, review } from './reviews';

function requestOf(object: unknown, kind = 'Pod', group = ''): AdmissionRequest {
  const reading = readReview(review(podRequest(object, { kind: { group, version: 'v1', kind } })));
  if ('problem' in reading) throw new Error(reading.problem.message);
  return reading.request;
}

const written = (uid: string, answer: AdmissionAnswer): string => writeReview(uid, answer).join('');

function injectorThat(admits: () => Admission): Injector {
  return { admitPod: admits, checkWorkload: admits, createPatch: () => [] };
}

const failing = injectorThat(() => {
  throw new TypeError('a message that quotes the Pod');
});

function problems(count: number): Problem[] {
  return Array.from({ length: count }, (_, index) =>
    inputProblems.pattern.at(`/${index}`, { value: 'x'.repeat(100), rule: 'something else' }),
  );
}

test('a mistake of the injection refuses the object, and does not quote it', () => {
  const decisions = [
    mutate(requestOf(pod()), failing),
    validate(requestOf({ spec: { template: pod() } }, 'Deployment', 'apps'), failing),
  ];
  for (const { outcome, answer, failure } of decisions) {
    expect([outcome, answer.isAllowed, answer.status?.code]).toEqual(['failed', false, 500]);
    expect(answer.status?.message).toMatch(/^CAI6112 internal-error: /);
    expect(JSON.stringify(answer)).not.toContain('quotes');
    expect(failure).toBeInstanceOf(TypeError);
  }
});

test('the message of a refusal has every problem that fits, and says how many do not', () => {
  const messageOf = (count: number): string => {
    const found = { decision: 'denied', pod: {}, problems: problems(count), warnings: [] } as const;
    return (
      mutate(
        requestOf(pod()),
        injectorThat(() => found),
      ).answer.status?.message ?? ''
    );
  };
  expect(messageOf(3).split('\n')).toEqual(problems(3).map(({ message }) => message));
  const lines = messageOf(1000).split('\n');
  expect(messageOf(1000).length).toBeLessThan(16_500);
  expect(lines.at(-1)).toBe(`and ${1000 - (lines.length - 1)} more problems`);
});

test('a patch is only sent when something changes', () => {
  const same = injectorThat(() => ({ decision: 'injected', pod: {}, problems: [], warnings: [] }));
  const { answer } = mutate(requestOf(pod()), same);
  expect(responseIn(written('u', answer))).toEqual({ uid: 'u', allowed: true });
});

test('a uid and a message arrive as they are, whatever is in them', () => {
  const uid = 'a"\\\n\u2028</script>\ud83d\ude00';
  const status = { code: 422, reason: 'Invalid', message: `${uid}\nsecond` };
  expect(responseIn(written(uid, { isAllowed: false, status }))).toEqual({ uid, allowed: false, status });
});

test.each(['a\nb\u0007c', 'lone \ud800 surrogate'])(
  'a warning loses what the API server would drop it for: %j',
  (text) => {
    const [warning = ''] = responseIn(written('u', { isAllowed: true, warnings: [text] })).warnings ?? [];
    expect(warning).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    expect(warning[0]).toBe(text[0]);
  },
);
