import fc from 'fast-check';
import { admitPod, defaultTemplates } from '../../injection';
import { readPodFile } from './made-pods';

/** Codes of the warnings about a Pod with this volume and these capabilities. */
function warned(path: string, add: readonly string[] = []): string[] {
  const pod = readPodFile('minimal');
  pod.spec.volumes.push({ name: 'node', hostPath: { path } });
  const [main] = pod.spec.containers;
  if (main === undefined) throw new Error('the Pod has no container');
  main.securityContext = { capabilities: { add } };
  return admitPod(pod, defaultTemplates).warnings.map(({ code }) => code);
}

const open = [
  '/',
  '/var',
  '/var/lib/kubelet/pods',
  '/proc/1/root',
  '/run',
  '/run/containerd/containerd.sock',
  '/run/crio/crio.sock',
  '/run/docker.sock',
  '/etc/kubernetes/manifests',
  '/data/docker.sock',
];
const closed = ['/data', '/dev/shm', '/run/nvidia', '/var/lib/kubelets', '/opt/model.sock', '/procs'];

test.each(open)('%s of the node earns a warning', (path) => {
  expect(warned(path)).toContain('CAI5160');
});
test.each(closed)('%s of the node earns none', (path) => {
  expect(warned(path)).not.toContain('CAI5160');
});

/** Another way to write the same path: as the kernel goes through it. */
function detoured(path: string, detours: readonly string[]): string {
  return path
    .split('/')
    .map((part, depth) => `${part}${detours[depth] ?? ''}`)
    .join('/');
}

test('however a path is written, the warning is the same', () => {
  const detour = fc.constantFrom('', '/', '/.', '//', '/./', '/x/..', '/x/y/../../');
  fc.assert(
    fc.property(fc.constantFrom(...open, ...closed), fc.array(detour, { maxLength: 6 }), (path, detours) => {
      const written = [detoured(path, detours), `${detoured(path, detours)}/`];
      if (path.startsWith('/run')) written.push(detoured(`/var${path}`, detours));
      for (const one of written) expect([one, warned(one)]).toEqual([one, warned(path)]);
    }),
    { numRuns: 200 },
  );
});

test('however a capability is written, the warning is the same', () => {
  const names = ['ALL', 'SYS_ADMIN', 'DAC_READ_SEARCH', 'NET_ADMIN', 'CHOWN', 'NET_BIND_SERVICE'];
  const cased = (name: string): fc.Arbitrary<string> =>
    fc.array(fc.boolean(), { minLength: name.length, maxLength: name.length }).map((lower) =>
      Array.from(name)
        .map((letter, index) => (lower[index] ? letter.toLowerCase() : letter))
        .join(''),
    );
  const written = fc
    .record({ name: fc.constantFrom(...names), prefix: fc.constantFrom('', 'CAP_') })
    .chain(({ name, prefix }) => cased(`${prefix}${name}`).map((text) => [name, text] as const));
  fc.assert(
    fc.property(written, ([name, text]) => {
      expect(warned('/data', [text])).toEqual(warned('/data', [name]));
      expect(warned('/data', [text]).includes('CAI5158')).toBe(!['CHOWN', 'NET_BIND_SERVICE'].includes(name));
    }),
    { numRuns: 200 },
  );
});
