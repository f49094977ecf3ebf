import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CaiWebhook, type CaiWebhookProps } from '../../constructs';
import { policyProblems } from '../../constructs/webhook/policy-problems';
import { at, objectsOf } from './synthesized';

function policies(props: CaiWebhookProps = {}): Record<string, unknown>[] {
  const made = objectsOf((chart) => new CaiWebhook(chart, 'webhook', { serverBundle: '//', ...props }));
  return made.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
}

const namesOf = (props?: CaiWebhookProps): unknown[] => policies(props).map((policy) => at(policy, 'metadata', 'name'));

function named(name: string, props?: CaiWebhookProps): unknown {
  return policies(props).find((policy) => at(policy, 'metadata', 'name') === name);
}

/** What the rules of a policy are about, as in `UPDATE pods/status`. */
function matched(policy: unknown): string[] {
  const rules = at(policy, 'spec', 'matchConstraints', 'resourceRules') as {
    operations: string[];
    resources: string[];
  }[];
  return rules.flatMap(({ operations, resources }) =>
    operations.flatMap((operation) => resources.map((resource) => `${operation} ${resource}`)),
  );
}

test('Pods, Bindings and entry have their policies, closed namespaces where some are named, whatever the switch', () => {
  const all = ['cai-webhook', 'cai-webhook-bindings', 'cai-webhook-entry'];
  expect(namesOf()).toEqual(all);
  expect(namesOf({ closedNamespaces: ['models'] })).toEqual([...all, 'cai-webhook-closed']);
  expect(namesOf({ admissionPolicy: false })).toEqual([]);
  expect(namesOf({ admissionPolicy: false, closedNamespaces: ['models'] })).toEqual(['cai-webhook-closed']);
});

test('every way to Pods, their metadata and their containers is matched', () => {
  const closed = { closedNamespaces: ['models', 'payments'] };
  expect(matched(named('cai-webhook'))).toEqual([
    'CREATE pods',
    'UPDATE pods',
    'UPDATE pods/ephemeralcontainers',
    'UPDATE pods/status',
  ]);
  expect(matched(named('cai-webhook-bindings'))).toEqual(['CREATE pods/binding', 'CREATE bindings']);
  expect(matched(named('cai-webhook-entry'))).toEqual(['CONNECT pods/exec', 'CONNECT pods/attach']);
  expect(matched(named('cai-webhook-closed', closed))).toEqual([
    'CONNECT pods/exec',
    'CONNECT pods/attach',
    'CONNECT pods/portforward',
    'UPDATE pods/ephemeralcontainers',
  ]);
  expect(
    at(named('cai-webhook-closed', closed), 'spec', 'matchConstraints', 'namespaceSelector', 'matchExpressions', 0),
  ).toEqual({ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['models', 'payments'] });
});

test('each refuses what it cannot judge, and is bound to deny', () => {
  const made = objectsOf(
    (chart) => new CaiWebhook(chart, 'webhook', { serverBundle: '//', closedNamespaces: ['models'] }),
  );
  const bindings = made.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
  const bound = bindings.map((binding) => at(binding, 'spec', 'policyName'));
  expect(bound).toEqual(namesOf({ closedNamespaces: ['models'] }));
  for (const binding of bindings) expect(at(binding, 'spec', 'validationActions')).toEqual(['Deny']);
  for (const policy of policies({ closedNamespaces: ['models'] })) {
    expect(at(policy, 'spec', 'failurePolicy')).toBe('Fail');
  }
});

test('every message says what it is about, and stands by itself', () => {
  for (const { code, message } of Object.values(policyProblems)) {
    expect(message).toMatch(new RegExp(`^${code} [a-z-]+: the (Pod|sidecar) .*; .*[^.]$`, 'u'));
  }
});

// the API server alone evaluates the expressions: a scenario has the case of each
test('every rule has a scenario that breaks it', () => {
  const folder = join(__dirname, '../e2e/scenarios');
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const codes = Object.values(policyProblems).map(({ code }) => code);
  expect(codes.length).toBeGreaterThan(15);
  expect(codes.filter((code) => !texts.some((text) => text.includes(`'${code}`)))).toEqual([]);
});
