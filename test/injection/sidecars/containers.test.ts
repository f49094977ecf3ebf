import type { InjectionPlan } from '../../../injection/plan/injection-plan';
import type { Container, JsonObject } from '../../../injection/json/json-object';
import { sidecarOrder } from '../../../injection/names';
import type { CaiOptions } from '../../../injection/options/options';
import { sidecarsFor, sidecarVolumes } from '../../../injection/sidecars';
import { examplePlan, exampleTemplates } from './example-plan';

const planWith = (options: Partial<CaiOptions>, rest: Partial<InjectionPlan> = {}): InjectionPlan => ({
  ...examplePlan,
  ...rest,
  options: { ...examplePlan.options, ...options },
});
const sidecar = (index: number, plan = examplePlan, templates = exampleTemplates): Container => {
  const found = sidecarsFor(plan, templates)[index];
  if (found === undefined) throw new Error(`there is no sidecar ${index}`);
  return found;
};
const env = (container: Container): Record<string, string> =>
  Object.fromEntries((container['env'] as { name: string; value: string }[]).map(({ name, value }) => [name, value]));
const mounts = (container: Container): JsonObject[] => container['volumeMounts'] as JsonObject[];

const attestation = {
  name: 'cai-attestation',
  mountPath: '/run/confidential-containers/attestation-agent',
};
const plaintext = [0, 1].map((index) => ({
  name: `cai-plaintext-${index}`,
  mountPath: `/run/cai/plaintext/${index}`,
  mountPropagation: 'Bidirectional',
}));
const unprivileged = (capabilities: JsonObject): JsonObject => ({
  runAsUser: 0,
  runAsNonRoot: false,
  privileged: false,
  allowPrivilegeEscalation: false,
  capabilities,
  seccompProfile: { type: 'RuntimeDefault' },
});
const privileged = { runAsUser: 0, runAsNonRoot: false, privileged: true, allowPrivilegeEscalation: true };

describe('the sidecars', () => {
  test('are native sidecars in the order in which they start', () => {
    const sidecars = sidecarsFor(examplePlan, exampleTemplates);
    expect(sidecars.map(({ name }) => name)).toEqual(sidecarOrder);
    expect(sidecars.map((container) => container['restartPolicy'])).toEqual(Array(4).fill('Always'));
    expect(sidecars.map((container) => container['image'])).toEqual([
      'registry.example/attestation-agent:1.3.1',
      'registry.example/confidential-data-hub:1.3.1',
      'registry.example/tng:2.2.4',
      'registry.example/cachefs:1.0.7-2.6.1',
    ]);
  });

  test('leave TNG out where no port is secured', () => {
    const names = sidecarsFor({ ...examplePlan, securedPorts: [] }, exampleTemplates).map(({ name }) => name);
    expect(names).toEqual(sidecarOrder.filter((name) => !name.endsWith('tng')));
  });

  test('run a constant script with the program of the installation', () => {
    const [shell, flag, , name, ...program] = sidecar(2)['command'] as string[];
    expect([shell, flag, name, ...program]).toEqual(['/bin/sh', '-c', 'cai', 'tng', 'launch']);
  });

  test('take a digest in the place of the tag', () => {
    const { sidecars } = exampleTemplates;
    const aa = { ...sidecars.aa, digest: 'sha256:abc', imagePullPolicy: 'Always' as const };
    const container = sidecar(0, examplePlan, { ...exampleTemplates, sidecars: { ...sidecars, aa } });
    expect(container['image']).toBe('registry.example/attestation-agent@sha256:abc');
    expect(container['imagePullPolicy']).toBe('Always');
  });

  test('lay the security context of the installation over their own', () => {
    const { sidecars } = exampleTemplates;
    const tng = { ...sidecars.tng, securityContext: { seLinuxOptions: { type: 'x' }, runAsUser: 7 } };
    const container = sidecar(2, examplePlan, { ...exampleTemplates, sidecars: { ...sidecars, tng } });
    expect(container['securityContext']).toEqual({
      ...unprivileged({ add: ['NET_ADMIN', 'NET_RAW'], drop: ['ALL'] }),
      seLinuxOptions: { type: 'x' },
      runAsUser: 7,
    });
  });

  // an injected Pod comes back from the API server with these filled in
  test('state what the API server would fill in, and nothing that it would drop', () => {
    for (const container of sidecarsFor(examplePlan, exampleTemplates)) {
      expect(container).toMatchObject({
        imagePullPolicy: 'IfNotPresent',
        resources: { requests: { cpu: '100m', memory: '64Mi' } },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'FallbackToLogsOnError',
      });
      for (const probe of [container['startupProbe'], container['readinessProbe']].filter(Boolean) as JsonObject[]) {
        expect(Object.keys(probe).sort()).toEqual(
          [
            probe['exec'] === undefined ? 'httpGet' : 'exec',
            'failureThreshold',
            'periodSeconds',
            'successThreshold',
            'timeoutSeconds',
          ].sort(),
        );
      }
      const text = JSON.stringify(container);
      expect(text).not.toMatch(/"readOnly":false|"value":""|"initialDelaySeconds"|:null/u);
      expect(JSON.parse(text)).toEqual(container);
    }
  });
});

describe('the attestation agent', () => {
  test('gets both addresses', () => {
    expect(env(sidecar(0))['CAI_AA_CONFIG']).toBe(`[token_configs.coco_as]
url = "http://192.0.2.1:8081/api/attestation-service"

[token_configs.kbs]
url = "http://192.0.2.1:8081/api"
`);
  });

  test('is privileged for TDX, and then also has a view of the decrypted files to clean up', () => {
    expect(sidecar(0)['securityContext']).toEqual(privileged);
    expect(mounts(sidecar(0))).toEqual([attestation, ...plaintext]);
    const without = sidecar(0, planWith({ tdxRaEnable: false, gpuRaEnable: false }));
    expect(without['securityContext']).toEqual(unprivileged({ drop: ['ALL'] }));
    expect(mounts(without)).toEqual([attestation]);
  });

  test('sees GPUs only where they are attested', () => {
    expect(env(sidecar(0))).toMatchObject({ NVIDIA_VISIBLE_DEVICES: 'all', NVIDIA_DRIVER_CAPABILITIES: 'utility' });
    const without = env(sidecar(0, planWith({ gpuRaEnable: false })));
    expect(without).toMatchObject({ NVIDIA_VISIBLE_DEVICES: 'void' });
    expect(Object.keys(without)).toHaveLength(2);
  });

  test('has started when its socket listens', () => {
    expect(sidecar(0)['startupProbe']).toMatchObject({
      exec: {
        command: [
          '/bin/sh',
          '-c',
          "grep -Eq ' 00010000 .* /run/confidential-containers/attestation-agent/attestation-agent[.]sock$' /proc/net/unix",
        ],
      },
      periodSeconds: 1,
      failureThreshold: 300,
    });
  });
});

describe('the confidential data hub', () => {
  test('gets the address and the name of the key', () => {
    expect(env(sidecar(1))).toEqual({
      CAI_CDH_CONFIG: `socket = "unix:///run/confidential-containers/cdh.sock"

[kbc]
name = "cc_kbc"
url = "http://192.0.2.1:8081/api"
`,
      CAI_KEY_ID: 'kbs:///default/aliyun/model-decryption-key',
    });
  });

  test('has no rights, and the volume of the key to write to', () => {
    expect(sidecar(1)['securityContext']).toEqual(unprivileged({ drop: ['ALL'] }));
    expect(mounts(sidecar(1))).toEqual([attestation, { name: 'cai-key', mountPath: '/run/cai/key' }]);
  });

  test('has an hour to get the key', () => {
    expect(sidecar(1)['startupProbe']).toMatchObject({
      exec: { command: ['/bin/sh', '-c', 'test -s /run/cai/key/key'] },
      periodSeconds: 2,
      failureThreshold: 1800,
    });
  });
});

describe('TNG', () => {
  const configuration = (plan = examplePlan): unknown => {
    const text = env(sidecar(2, plan))['CAI_TNG_CONFIG'] ?? '';
    // as Kubernetes hands it to the container
    return JSON.parse(text.replaceAll('$$', () => '$'));
  };
  const attest = { aa_addr: `unix://${attestation.mountPath}/attestation-agent.sock` };
  const egress = (port: number, listen_port: number): JsonObject => ({
    netfilter: { capture_dst: { port }, capture_local_traffic: false, listen_port },
    attest,
  });

  test.each([
    ['A', { decap_from_http: {} }],
    ['B', { ohttp: {} }],
  ] as const)('speaks the protocol of version set %s', (versionSet, decapsulation) => {
    expect(configuration(planWith({ versionSet }))).toEqual({
      control_interface: { restful: { host: '0.0.0.0', port: 50000 } },
      add_egress: [
        { ...egress(8080, 41080), ...decapsulation, direct_forward: [{ http_path: '^/healthz$' }] },
        { ...egress(8443, 41443), ...decapsulation },
      ],
    });
  });

  test('writes dollar signs so that Kubernetes gives them back', () => {
    expect(env(sidecar(2))['CAI_TNG_CONFIG']).toContain('"^/healthz$$"');
    const securedPorts = [{ port: 1, listenPort: 2, directForward: ['^/$(CAI_SECURED_PORTS)$$$'] }];
    expect(configuration({ ...examplePlan, securedPorts })).toMatchObject({
      add_egress: [{ direct_forward: [{ http_path: '^/$(CAI_SECURED_PORTS)$$$' }] }],
    });
  });

  test('may change the network of the Pod, and nothing else', () => {
    expect(sidecar(2)['securityContext']).toEqual(unprivileged({ add: ['NET_ADMIN', 'NET_RAW'], drop: ['ALL'] }));
    expect(mounts(sidecar(2))).toEqual([attestation]);
    expect(env(sidecar(2))['CAI_SECURED_PORTS']).toBe('8080 8443');
  });

  test('is asked on its control port', () => {
    const httpGet = { path: '/readyz', port: 50000, scheme: 'HTTP' };
    expect(sidecar(2)['startupProbe']).toMatchObject({ httpGet, periodSeconds: 1, failureThreshold: 600 });
    expect(sidecar(2)['readinessProbe']).toMatchObject({ httpGet, periodSeconds: 10, failureThreshold: 3 });
    expect(sidecar(2)['ports']).toBeUndefined();
  });
});

describe('cachefs', () => {
  test('reads the key and the first encrypted volume, and propagates its mounts', () => {
    expect(sidecar(3)['securityContext']).toEqual(privileged);
    expect(mounts(sidecar(3))).toEqual([
      { name: 'cai-key', mountPath: '/run/cai/key', readOnly: true },
      { name: 'model', mountPath: '/run/cai/cipher', readOnly: true },
      ...plaintext,
    ]);
    expect(env(sidecar(3))).toEqual({ CAI_PLAINTEXT_VOLUMES: '0 1' });
  });

  test('is ready while the files can be read', () => {
    const { exec } = sidecar(3)['startupProbe'] as JsonObject;
    expect(sidecar(3)['startupProbe']).toMatchObject({ periodSeconds: 1, failureThreshold: 600 });
    expect(sidecar(3)['readinessProbe']).toMatchObject({ exec, periodSeconds: 10, failureThreshold: 3 });
  });
});

describe('the key of the model', () => {
  test('is in a volume that CDH writes and cachefs reads, and nobody else has', () => {
    const users = sidecarsFor(examplePlan, exampleTemplates).flatMap((container) =>
      mounts(container).flatMap((mount) => (mount['name'] === 'cai-key' ? [[container.name, mount['readOnly']]] : [])),
    );
    expect(users).toEqual([
      ['cai-sidecar-confidential-data-hub', undefined],
      ['cai-sidecar-cachefs', true],
    ]);
  });
});

test('the volumes are in memory, and small', () => {
  const emptyDir = { medium: 'Memory', sizeLimit: '1Mi' };
  expect(sidecarVolumes(examplePlan)).toEqual([
    { name: 'cai-attestation', emptyDir },
    { name: 'cai-key', emptyDir },
    { name: 'cai-plaintext-0', emptyDir },
    { name: 'cai-plaintext-1', emptyDir },
  ]);
});

test('TOML takes any address', () => {
  const trusteeAddress = 'http://x/"\\\n\u007f\u0000é';
  const text = env(sidecar(1, planWith({ trusteeAddress })))['CAI_CDH_CONFIG'] ?? '';
  expect(text).toContain('url = "http://x/\\"\\\\\\n\\u007f\\u0000é"');
});
