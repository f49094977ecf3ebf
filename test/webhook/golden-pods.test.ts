import { decide, goldenPods, goldenText, type GoldenPod } from '../injection/golden-pods';
import type { FakeApi } from './fake-api';
import { applyPatch } from './json-patch';
import { operationsIn, podRequest, responseIn, review, type ReviewRequest } from './reviews';
import { caBundleOf, installedApi, keepAliveAgent, RunningWebhook, send } from './running-webhook';

let api: FakeApi;
let running: RunningWebhook;
const agent = keepAliveAgent();

beforeAll(async () => {
  const installed = await installedApi();
  api = installed.api;
  running = await new RunningWebhook(installed.url).start();
  await running.ready();
});

afterAll(async () => {
  agent.destroy();
  await running.stop();
  await api.stop();
});

// of Pods that run, the server is asked nothing
const cases = goldenPods().filter(({ kind }) => kind !== 'verified');

test('there are many', () => {
  expect(cases.length).toBeGreaterThan(60);
});

/** The request in which the API server would ask about a case, and where to. */
function asked({ kind, input }: Pick<GoldenPod, 'kind' | 'input'>): { path: string; request: ReviewRequest } {
  if (kind === 'workload') {
    const { kind: name = '', apiVersion = 'v1' } = input as { kind?: string; apiVersion?: string };
    const [version = '', group = ''] = apiVersion.split('/').reverse();
    return { path: '/validate', request: podRequest(input, { kind: { group, version, kind: name } }) };
  }
  return { path: '/mutate', request: podRequest(input) };
}

function codesOf(warnings: readonly string[]): (string | undefined)[] {
  return warnings.filter((warning) => warning.startsWith('CAI')).map((warning) => warning.split(' ')[0]);
}

test.each(cases)('$name: the server answers what the injection decides', async ({ name, kind, input, expected }) => {
  const own = decide({ kind, input });
  expect(goldenText(name, own)).toBe(expected);
  const { path, request } = asked({ kind, input });
  const { status, body } = await send(running.port, caBundleOf(api), review(request), { path, agent });
  expect(status).toBe(200);
  const { allowed, patch, status: refusal, warnings = [] } = responseIn(body);
  expect(allowed).toBe(own.decision !== 'denied');
  expect(codesOf(warnings)).toEqual(own.warnings.slice(0, 15).map(({ code }) => code));
  // what does not fit is counted in a line of its own
  const messages = (refusal?.message ?? '').split('\n').filter((line) => line.startsWith('CAI'));
  expect(messages).toEqual(own.problems.slice(0, messages.length).map(({ message }) => message));
  expect(messages.length > 0).toBe(own.problems.length > 0);
  // a workload is judged, not changed
  if (path === '/validate') expect(patch).toBeUndefined();
  else expect(applyPatch(input, operationsIn(patch))).toEqual(own.object);
});
