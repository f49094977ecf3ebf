import { catalogue } from '../../problems';
import { expectGoldenFolder } from '../support/golden';
import { decide, goldenPods, goldenText } from './golden-pods';

const cases = goldenPods();
const outcomes = new Map(cases.map((one) => [one.name, decide(one)]));

test('what becomes of every Pod is what a reviewer has read', () => {
  expectGoldenFolder(
    'injection',
    new Map([...outcomes].map(([name, outcome]) => [`${name}.yaml`, goldenText(name, outcome)])),
  );
});

test('there are enough Pods, of every kind and decision', () => {
  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(['pod', 'workload', 'verified']));
  expect(new Set([...outcomes.values()].map(({ decision }) => decision))).toEqual(
    new Set(['ignored', 'injected', 'unchanged', 'denied']),
  );
});

test('they raise every code about Pods and workloads', () => {
  const raised = [...outcomes.values()].flatMap(({ problems, warnings }) =>
    [...problems, ...warnings].map(({ code }) => code),
  );
  const known = catalogue()
    .map(({ code }) => code)
    .filter((code) => /^CAI5[13]/.test(code));
  expect([...new Set(raised)].filter((code) => /^CAI5[13]/.test(code)).sort()).toEqual(known);
});

test.each(cases.map(({ name, input }) => ({ name, input })))('$name keeps its promises', ({ name, input }) => {
  const { decision, object, problems, warnings } = outcomes.get(name) ?? { decision: 'none' };
  expect(problems?.every(({ severity }) => severity === 'error')).toBe(true);
  expect(warnings?.every(({ severity }) => severity === 'warning')).toBe(true);
  expect((problems?.length ?? 0) > 0).toBe(decision === 'denied');
  // the very same object tells the caller that there is nothing to patch
  expect(object === input).toBe(decision !== 'injected');
  const places = [...(problems ?? []), ...(warnings ?? [])].map(({ code, at }) => `${code} ${at}`);
  expect(new Set(places).size).toBe(places.length);
});
