import { ProblemsError } from '../../problems';
import { readSettings } from '../../webhook/settings';

const least = {
  CAI_NAMESPACE: 'cai',
  CAI_TEMPLATES_CONFIGMAP: 'templates',
  CAI_SERVICE: 'webhook',
  CAI_CA_SECRET: 'ca',
  CAI_MUTATING_WEBHOOKS: 'a, b,',
  CAI_HTTPS_PORT: '8443',
  CAI_HTTP_PORT: '8080',
  CAI_LOG_LEVEL: 'info',
  CAI_DRAIN: '5s',
  CAI_CA_LIFETIME: '365d',
  CAI_CERTIFICATE_LIFETIME: '7d',
  CAI_CA_PROPAGATION_DELAY: '5m',
  KUBERNETES_SERVICE_HOST: '10.0.0.1',
  KUBERNETES_SERVICE_PORT: '443',
};

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    return error instanceof ProblemsError ? error.message.split('\n') : [String(error)];
  }
}

test('the least that is needed', () => {
  expect(readSettings(least)).toEqual({
    namespace: 'cai',
    templates: 'templates',
    certificates: {
      source: 'self-managed-ca',
      secret: 'ca',
      service: 'webhook',
      mutating: ['a', 'b'],
      validating: [],
      authorityLifetime: 365 * 86_400_000,
      servingLifetime: 7 * 86_400_000,
      caPropagationDelay: 300_000,
    },
    apiServer: 'https://10.0.0.1:443',
    serviceAccount: '/var/run/secrets/kubernetes.io/serviceaccount',
    port: 8443,
    healthPort: 8080,
    logLevel: 'info',
    drain: 5000,
  });
});

test('authorities that lie in a ConfigMap', () => {
  const given = { ...least, CAI_AUTHORITIES_CONFIGMAP: 'trustee', CAI_AUTHORITIES_KEY: 'ca.crt' };
  expect(readSettings(given).authorities).toEqual({ configMap: 'trustee', key: 'ca.crt' });
  expect(problemsOf({ ...given, CAI_AUTHORITIES_CONFIGMAP: '../x', CAI_AUTHORITIES_KEY: '' })).toEqual([
    expect.stringMatching(/^CAI1004 wrong-form: CAI_AUTHORITIES_CONFIGMAP is "\.\.\/x"/),
    expect.stringMatching(/^CAI1002 missing-key: CAI_AUTHORITIES_KEY has no value/),
  ]);
});

test('an API server with an IPv6 address', () => {
  expect(readSettings({ ...least, KUBERNETES_SERVICE_HOST: 'fd00::1' }).apiServer).toBe('https://[fd00::1]:443');
});

test('with cert-manager, only its Secret', () => {
  expect(readSettings({ ...least, CAI_CERT_MANAGER_SECRET: 'tls' }).certificates).toEqual({
    source: 'secret-certificate',
    secret: 'tls',
  });
});

test('everything that is missing is told at once', () => {
  const problems = problemsOf({});
  expect(problems.map((line) => /has no (\w+)/.exec(line)?.[1])).toEqual([
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
    'value',
  ]);
  expect(
    problems.every(
      (line) => line.startsWith('CAI1002 missing-key: CAI_') || line.startsWith('CAI1002 missing-key: KUBERNETES_'),
    ),
  ).toBe(true);
});

test.each([
  ['CAI_NAMESPACE', '../x', 'CAI1004 wrong-form'],
  ['CAI_CA_SECRET', 'A', 'CAI1004 wrong-form'],
  ['CAI_MUTATING_WEBHOOKS', 'a,b/c', 'CAI1004 wrong-form'],
  ['CAI_HTTPS_PORT', '70000', 'CAI1005 out-of-range'],
  ['CAI_HTTP_PORT', 'http', 'CAI1004 wrong-form'],
  ['CAI_DRAIN', '10', 'CAI1004 wrong-form'],
  ['CAI_CA_PROPAGATION_DELAY', '-1s', 'CAI1004 wrong-form'],
  ['CAI_LOG_LEVEL', 'loud', 'CAI1006 not-one-of'],
])('%s cannot be %s', (name, value, kind) => {
  expect(problemsOf({ ...least, [name]: value })).toEqual([
    expect.stringMatching(`^${kind}: ${name} is "${value}"; it must be `),
  ]);
});
