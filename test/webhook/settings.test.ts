import { CaiError } from '../../injection';
import { readSettings } from '../../webhook/settings';

const least = {
  CAI_NAMESPACE: 'cai',
  CAI_TEMPLATES_CONFIGMAP: 'templates',
  CAI_SERVICE: 'webhook',
  CAI_CA_SECRET: 'ca',
  CAI_MUTATING_WEBHOOKS: 'a, b,',
  KUBERNETES_SERVICE_HOST: '10.0.0.1',
  KUBERNETES_SERVICE_PORT: '443',
};

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    return error instanceof CaiError ? error.message.split('\n') : [String(error)];
  }
}

test('the least that is needed, and what stands for the rest', () => {
  expect(readSettings(least)).toEqual({
    namespace: 'cai',
    templates: 'templates',
    certificates: {
      kind: 'own',
      secret: 'ca',
      service: 'webhook',
      mutating: ['a', 'b'],
      validating: [],
      authorityLifetime: 3650 * 86_400_000,
      servingLifetime: 7 * 86_400_000,
      settling: 300_000,
    },
    apiServer: 'https://10.0.0.1:443',
    serviceAccount: '/var/run/secrets/kubernetes.io/serviceaccount',
    port: 8443,
    healthPort: 8080,
    logLevel: 'info',
    drain: 10_000,
  });
});

test('an API server with an IPv6 address', () => {
  expect(readSettings({ ...least, KUBERNETES_SERVICE_HOST: 'fd00::1' }).apiServer).toBe('https://[fd00::1]:443');
});

test('with cert-manager, only its Secret', () => {
  expect(readSettings({ ...least, CAI_CERT_MANAGER_SECRET: 'tls' }).certificates).toEqual({
    kind: 'given',
    secret: 'tls',
  });
});

test('everything that is missing is told at once', () => {
  const problems = problemsOf({});
  expect(problems.map((line) => /has no (\w+)/.exec(line)?.[1])).toEqual([
    'CAI_NAMESPACE',
    'CAI_TEMPLATES_CONFIGMAP',
    'CAI_CA_SECRET',
    'CAI_SERVICE',
    'KUBERNETES_SERVICE_HOST',
    'KUBERNETES_SERVICE_PORT',
  ]);
  expect(problems.every((line) => line.startsWith('CAI6001 missing-setting: '))).toBe(true);
});

test.each([
  ['CAI_NAMESPACE', '../x'],
  ['CAI_CA_SECRET', 'A'],
  ['CAI_MUTATING_WEBHOOKS', 'a,b/c'],
  ['CAI_HTTPS_PORT', '70000'],
  ['CAI_HTTP_PORT', 'http'],
  ['CAI_DRAIN', '10'],
  ['CAI_CA_SETTLING', '-1s'],
  ['CAI_LOG_LEVEL', 'loud'],
])('%s cannot be %s', (name, value) => {
  expect(problemsOf({ ...least, [name]: value })).toEqual([
    expect.stringMatching(`^CAI6002 invalid-setting: the environment has ${name} = "${value}"; set ${name} to `),
  ]);
});
